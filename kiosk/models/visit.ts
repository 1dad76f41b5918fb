import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Pack } from '../../content/schema/pack.ts';
import type { Stroke } from '../../drivers/signature/port.ts';
import { type AnswerProblem, problemOf } from '../core/answer.ts';
import { factsFrom, type Learned, valuesOf } from '../core/facts.ts';
import { applying, firstOpen, indexOf, journey, standing, type Stop, toAsk } from '../core/journey.ts';
import { authored, type Matter, partsOf, stepsOf, variantFor } from '../core/matter.ts';
import { type Held, mergeMaterials, missing, settledAlone } from '../core/materials.ts';
import type { Health } from '../core/needs.ts';
import { rules } from '../core/rules.ts';
import { saved } from '../core/saved.ts';
import type { Score } from '../core/rating.ts';
import type { Certificate, PlatformFact } from '../platform/port.ts';
import { applicationOf } from './application.ts';
import type { HandedIn } from './hand-in.ts';
import { IdentificationModel } from './identification.ts';
import { IdentityModel } from './identity.ts';
import { KnownFactsModel } from './known-facts.ts';
import { LookupModel } from './lookup.ts';
import { PaperJobModel } from './paper-job.ts';
import { meansOf } from './means.ts';
import { PhotographModel } from './photograph.ts';
import type { Ports } from './ports.ts';
import { type ActingFor, factsOfCompany, type Found } from './ways/found.ts';

export type Submission = { readonly is: 'not-yet' } | { readonly is: 'sending' } | HandedIn;
export type RatingState = { readonly is: 'open' } | { readonly is: 'sending' } | { readonly is: 'sent' } | { readonly is: 'not-sent' } | { readonly is: 'skipped' };

/** Rules that keep a person from going on here, by their names in core/rules.ts. */
const barring = ['card-expired', 'applicant-is-minor'] as const;
const nothing: Learned = { card: {}, told: {}, platform: {}, answers: {} };

/**
 * One citizen's visit. Everything personal lives here, so a visit ends by dropping this object: there is no list of
 * things to reset. The path, the merged form and the missing materials are derived; position and answers are stored.
 */
export function beginVisit(pack: Pack, matter: Matter, ports: Ports, health?: ReadonlySignal<Health>) {
  const today = ports.clock.today();
  const learned = signal<Learned>(nothing);
  const certificates = signal<readonly Certificate[]>([]);
  const walked = signal<readonly string[]>([]);
  const chosen = signal<Readonly<Record<string, Held>>>({});
  const strokes = signal<readonly Stroke[]>([]);
  const submission = signal<Submission>({ is: 'not-yet' });
  const rating = signal<RatingState>({ is: 'open' });
  const open = signal(false);
  const editing = signal<string | null>(null);

  const standingNow = computed(() => standing({ steps: stepsOf(matter), fields: pack.fields, learned: learned.value, today }));
  const facts = computed(() => factsFrom(pack.fields, standingNow.value, today));
  const values = computed(() => valuesOf(facts.value));
  const variant = computed(() => variantFor(matter, values.value, today));
  const parts = computed(() => partsOf(matter, pack, variant.value, { values: values.value, today }));
  const way = computed(() => ({ steps: stepsOf(matter), fields: pack.fields, learned: standingNow.value, facts: facts.value, today }));
  const stops = computed(() => journey(way.value));
  const needed = computed(() => mergeMaterials(parts.value, pack));
  /** What needs nobody's hand is settled by itself, the rest as the citizen chose; only what is needed now counts. */
  const held = computed(() => {
    const all: Readonly<Record<string, Held>> = { ...chosen.value, ...settledAlone(needed.value, certificates.value, standingNow.value.card['id-number'] !== undefined) };
    return Object.fromEntries(needed.value.flatMap(({ material: { id } }) => (all[id] ? [[id, all[id]]] : [])));
  });
  const stillMissing = computed(() => missing(needed.value, held.value));
  /** Where the citizen stands: not beyond a question or a document that a change made further on has opened. */
  const index = computed(() => {
    const at = indexOf(stops.value, walked.value);
    if (over()) return at;
    const lacking = stillMissing.value.length > 0 ? stops.value.findIndex((s) => s.step.do === 'materials') : -1;
    return Math.min(at, firstOpen(stops.value, way.value) ?? at, lacking < 0 ? at : lacking);
  });
  const stop = computed<Stop>(() => stops.value[index.value]!);
  const answered = computed(() => new Set(Object.entries(standingNow.value.answers).filter(([, v]) => v !== '').map(([id]) => id)));
  const savings = computed(() => saved(parts.value, answered.value, needed.value, held.value));
  /** Why this person cannot go on here, as a rule's name; found only after the card is read. */
  const barred = computed(() => barring.find((rule) => rules[rule]!(values.value, today)) ?? null);

  const identification = new IdentificationModel(ports, needOf(matter), computed(() => meansOf(ports, health?.value)), () => ({ item: matterId, kiosk: ports.kiosk, site: ports.site }), meet, actFor);
  const identity = identification.card;
  let onAnother: ((person: { readonly name: string; readonly number: string }) => void) | undefined;
  /** The rule that bars the person whose card was laid on last, such as an expired card. */
  const anotherBarred = signal<string | null>(null);
  const another = new IdentityModel(ports.idReader, (card) => {
    anotherBarred.value = barring.find((rule) => rules[rule]!({ 'person-name': card.name, 'id-number': card.number, 'card-valid-to': card.validTo }, today)) ?? null;
    if (anotherBarred.value === null) onAnother?.({ name: card.name, number: card.number });
    another.stop();
  });
  const known = new KnownFactsModel(ports.platform, learn);
  const lookup = new LookupModel(ports);
  const receipt = new PaperJobModel(ports);
  const noticePaper = new PaperJobModel(ports);
  const photograph = new PhotographModel(ports.documentCamera);

  function learn(found: readonly PlatformFact[], certs: readonly Certificate[]) {
    batch(() => {
      learned.value = { ...learned.value, platform: Object.fromEntries(found.map((f) => [f.field, { value: f.value, register: f.source, asOf: f.asOf }])) };
      certificates.value = certs;
    });
  }
  /** Somebody is known. If another person was known before, nothing that is known of that person stays. */
  function meet({ person, values: found, proof }: Found) {
    const before = values.peek()['id-number'];
    batch(() => {
      if (before !== undefined && before !== person.idNumber) {
        known.forget();
        lookup.forget();
        certificates.value = [];
        chosen.value = {};
        photograph.end();
        strokes.value = [];
        learned.value = nothing;
      }
      const { way } = proof;
      learned.value = way === 'id-card' ? { ...learned.value, card: found } : { ...learned.value, told: { ...learned.value.told, ...Object.fromEntries(Object.entries(found).map(([id, value]) => [id, { value, by: way }])) } };
    });
  }
  /** The company needs no typing either: its name and code go where forms ask for them. */
  function actFor(acting: ActingFor) {
    const by = acting.by === 'company-code' ? 'company-code' : 'company-register';
    learned.value = { ...learned.value, told: { ...learned.value.told, ...Object.fromEntries(Object.entries(factsOfCompany(acting)).map(([id, value]) => [id, { value, by }])) } };
  }
  /** When the citizen said yes, in ms since 1970. */
  let consentAt: number | undefined;
  const subject = () => ({ idType: '111', idNumber: values.value['id-number'] ?? '', name: values.value['person-name'] ?? '' }) as const;
  const matterId = matter.is === 'chain' ? matter.chain.id : matter.item.id;
  const purpose = () => ({ item: matterId, kiosk: ports.kiosk, site: ports.site, consentAt: new Date(consentAt ?? ports.clock.now()).toISOString() });
  const over = () => submission.value.is === 'accepted' || submission.value.is === 'kept' || submission.value.is === 'rejected';

  /** Something is under way that the person waits for: nobody is asked whether they are still there. */
  const busy = computed(() => submission.value.is === 'sending' || rating.value.is === 'sending' || receipt.state.value.is === 'printing'
    || lookup.document.value.is === 'fetching' || lookup.document.value.is === 'on-paper');

  return {
    matter, matterId, today, authored: authored(matter),
    learned: learned as ReadonlySignal<Learned>, facts, values, variant, parts, stops, stop, index, needed, stillMissing, savings, barred, certificates: certificates as ReadonlySignal<readonly Certificate[]>,
    held: held as ReadonlySignal<Readonly<Record<string, Held>>>, strokes: strokes as ReadonlySignal<readonly Stroke[]>,
    submission: submission as ReadonlySignal<Submission>, rating: rating as ReadonlySignal<RatingState>, open: open as ReadonlySignal<boolean>, editing: editing as ReadonlySignal<string | null>,
    identification, identity, photograph, another, anotherBarred: anotherBarred as ReadonlySignal<string | null>, busy, known, lookup, receipt, noticePaper,

    applyingIn: (uses: Parameters<typeof applying>[0]) => applying(uses, way.value),
    toAskIn: (uses: Parameters<typeof toAsk>[0]) => toAsk(uses, way.value),
    problem: (fieldId: string, value = values.value[fieldId]): AnswerProblem | undefined => { const f = pack.fields[fieldId]; return f && problemOf(f, value, today, values.value); },

    answer(fieldId: string, value: string) {
      if ((learned.value.answers[fieldId] ?? '') === value) return;
      // What was signed was signed for other answers.
      if (!over()) strokes.value = [];
      learned.value = { ...learned.value, answers: { ...learned.value.answers, [fieldId]: value } };
      const field = pack.fields[fieldId];
      if (field?.type === 'years') lookup.forget();
    },
    /** Shows or masks personal values on this screen. */
    show(on: boolean) { open.value = on; },
    edit(fieldId: string | null) { editing.value = fieldId; },
    hold(materialId: string, how: Held | null) {
      const { [materialId]: _, ...rest } = chosen.value;
      if (how?.is !== 'photographed' || how.simulated) photograph.drop(materialId);
      chosen.value = how ? { ...rest, [materialId]: how } : rest;
    },
    /** Keeps the page just photographed as one of the material it is of. */
    keepPage(ask: { readonly more: boolean }) {
      const material = photograph.of.value;
      const pages = photograph.keep(ask);
      if (material !== null && pages !== null) chosen.value = { ...chosen.value, [material]: { is: 'photographed', by: 'camera', pages, simulated: false } };
    },
    stroke(all: readonly Stroke[]) { strokes.value = all; },

    /** On to the next stop; from the question who is here only when that is settled, whoever asks. */
    next: () => batch(() => {
      if (stop.value.step.do === 'identify' && (identification.view.value.is !== 'done' || barred.value !== null)) return;
      open.value = false;
      walked.value = stops.value.slice(0, index.value + 2).map((s) => s.id);
    }),
    /** Back to the stop before; false when there is none and the visit's beginning is reached. What was handed in stays so. */
    back(): boolean {
      open.value = false;
      if (over() || index.value === 0) return false;
      walked.value = stops.value.slice(0, index.value).map((s) => s.id);
      return true;
    },
    agreeToFetch(fields: readonly string[], types: readonly string[]) {
      consentAt = ports.clock.now();
      return known.agree({ subject: subject(), purpose: purpose(), fields, types });
    },
    look(query: string, years: string) { return lookup.look({ subject: subject(), purpose: purpose(), query, years: (values.value[years] ?? '').split(',').filter(Boolean) }); },
    printDocument(query: string, years: string) { return lookup.print({ subject: subject(), purpose: purpose(), query, years: (values.value[years] ?? '').split(',').filter(Boolean) }); },
    async submit(statement: string | null) {
      if (submission.value.is === 'sending' || over()) return;
      submission.value = { is: 'sending' };
      const asked = new Set([...parts.value.flatMap((p) => p.fields), ...answered.value]);
      const told = Object.fromEntries(Object.entries(facts.value).filter(([id]) => asked.has(id)));
      submission.value = await ports.handIn(applicationOf({ pack, matterId, subject: subject(), who: identification.who.value, parts: parts.value, facts: told, held: held.value, pagesOf: photograph.pagesOf, statement, strokes: strokes.value, now: ports.clock.now() }), today).catch(() => ({ is: 'not-kept' }));
    },
    async rate(score: Score, reasons: readonly string[]) {
      if (rating.value.is !== 'open') return;
      rating.value = { is: 'sending' };
      const cases = submission.value.is === 'accepted' ? submission.value.cases : [];
      const reply = await ports.platform.rate({
        key: ports.randomKey(), deadlineMs: 8000,
        rating: { score, reasons, item: matterId, caseNumber: cases[0]?.number ?? null, areaCode: '370406000000', channel: 5, kiosk: ports.kiosk },
      });
      rating.value = { is: reply.is === 'ok' ? 'sent' : 'not-sent' };
    },
    skipRating() { if (rating.value.is === 'open') rating.value = { is: 'skipped' }; },
    /** Reads one more person's card, such as a shareholder's. */
    readAnother(onPerson: (person: { readonly name: string; readonly number: string }) => void) { onAnother = onPerson; anotherBarred.value = null; return another.read(); },
    /** Stops whatever waits for a device. The object itself is then dropped by its owner. */
    end() { identification.end(); another.stop(); lookup.end(); receipt.end(); noticePaper.end(); photograph.end(); },
  };
}
export type Visit = ReturnType<typeof beginVisit>;

/** The most that any of the steps asks for: identifying twice in one visit would be once too often. */
function needOf(matter: Matter) {
  const asked = stepsOf(matter).filter((step) => step.do === 'identify');
  return { level: asked.some(({ level }) => level === 'person') ? 'person' : 'card', company: asked.some(({ company }) => company) } as const;
}
