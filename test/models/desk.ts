import { settledByChoice } from '../../kiosk/core/materials.ts';
import type { ResidentCard } from '../../drivers/id-reader/port.ts';
import { absentAudio, absentCamera, absentIndicator, absentKeypad, absentPresenceSensor } from '../../drivers/absent.ts';
import { simCodeScanner } from '../../drivers/code-scanner/sim.ts';
import { simDocumentCamera } from '../../drivers/document-camera/sim.ts';
import { absentPhotoDecoder } from '../../drivers/id-reader/photo.ts';
import { absentFaceVerifier } from '../../kiosk/face/absent.ts';
import { simDocumentPrinter } from '../../drivers/document-printer/sim.ts';
import { simIdReader } from '../../drivers/id-reader/sim.ts';
import { simReceiptPrinter } from '../../drivers/receipt-printer/sim.ts';
import { simSmartCardReader } from '../../drivers/smart-card/sim.ts';
import { simSignaturePad } from '../../drivers/signature/sim.ts';
import type { Matter } from '../../kiosk/core/matter.ts';
import type { Paper } from '../../kiosk/core/paper.ts';
import type { Books } from '../../kiosk/core/supplies.ts';
import { companies } from '../../kiosk/dock/companies.ts';
import { people } from '../../kiosk/dock/people.ts';
import type { Clock } from '../../kiosk/models/clock.ts';
import type { Application, HandedIn } from '../../kiosk/models/hand-in.ts';
import type { Ports } from '../../kiosk/models/ports.ts';
import type { SuppliesStore } from '../../kiosk/models/supplies.ts';
import { beginVisit, type Visit } from '../../kiosk/models/visit.ts';
import type { Platform, Rating, Refusal, Reply } from '../../kiosk/platform/port.ts';
import { matter, pack } from '../content/pack.ts';
import { virtualClock } from '../drivers/virtual-clock.ts';
import { identities } from '../platform/identities.ts';
import { certificatesOf, factsOf, findPerson } from '../platform/people-facts.ts';
import { shown } from '../platform/shown.ts';

export const cardOf = (id: string): ResidentCard => {
  const { name, sex, nation, birth, address, number, issuer, validFrom, validTo } = people.find((p) => p.id === id)!;
  return { kind: 'resident', name, sex, nation, birth, address, number, issuer, validFrom, validTo };
};
export const adult = cardOf('adult');
export const spouse = cardOf('spouse');
export const elder = cardOf('elder');
/** The one matter that shows records and prints them. */
export const records = () => matter('social-insurance-records', 'rights-record');
/** Answers of somebody who works in Shanghai. */
export const working = { 'care-reason': 'working', destination: '310115', 'start-date': '2026-12-01', 'work-unit': '示范公司' };
const pad = (n: number) => String(n).padStart(2, '0');

/** One kiosk on a table: simulated devices, a back end in memory, a clock that jumps. Monday 2026-11-23 09:00 unless told. */
export function desk({ at = '2026-11-23T09:00', mediaTaken = false }: { readonly at?: string; readonly mediaTaken?: boolean } = {}) {
  const time = virtualClock();
  const now = () => new Date(Date.parse(`${at}:00Z`) + time.now());
  const clock: Clock = {
    now: () => now().getTime(), today: () => now().toISOString().slice(0, 10), after: time.after,
    local: () => ({ weekday: String(((now().getUTCDay() + 6) % 7) + 1), time: `${pad(now().getUTCHours())}:${pad(now().getUTCMinutes())}` }),
  };
  const idReader = simIdReader({ clock: time });
  const receiptPrinter = simReceiptPrinter({ clock: time, mediaTaken });
  const codeScanner = simCodeScanner({ clock: time });
  const smartCard = simSmartCardReader({ clock: time });
  const documentPrinter = simDocumentPrinter({ clock: time });
  const signature = simSignaturePad({ clock: time });
  const documentCamera = simDocumentCamera({ clock: time });

  /** The back end: what it answers next may be replaced, one call at a time. */
  const asked: { readonly call: keyof Platform; readonly ask: unknown }[] = [];
  const ratings: Rating[] = [];
  let reachable = true;
  const heard = (call: keyof Platform, ask: unknown) => { asked.push({ call, ask }); return reachable; };
  const office = identities({ now });
  const replied = <T extends object>(found: T | { readonly why: Refusal }): Reply<T> => ('why' in found ? { is: 'refused', why: found.why as Refusal } : { is: 'ok', ...found as T });
  const platform: { -readonly [K in keyof Platform]: Platform[K] } = {
    async health(ask) { return heard('health', ask) ? 'up' : 'down'; },
    async facts(ask) {
      if (!heard('facts', ask)) return { is: 'unreachable' };
      const known = findPerson(ask.subject);
      return known ? { is: 'ok', facts: factsOf(known, ask.fields, clock.today()) } : { is: 'refused', why: 'no-such-person' };
    },
    async certificates(ask) {
      if (!heard('certificates', ask)) return { is: 'unreachable' };
      const known = findPerson(ask.subject);
      return known ? { is: 'ok', certificates: certificatesOf(known, ask.types) } : { is: 'refused', why: 'no-such-person' };
    },
    async records(ask) {
      if (!heard('records', ask)) return { is: 'unreachable' };
      return { is: 'ok', title: '个人权益记录', columns: ['年度', '姓名'], rows: ask.years.map((year) => [year, ask.subject.name]), source: '示范社保库', asOf: clock.today() };
    },
    async printable(ask) {
      if (!heard('printable', ask)) return { is: 'unreachable' };
      return { is: 'ok', pdf: new TextEncoder().encode(`${ask.subject.name} ${ask.years.join()}`), pages: ask.years.length, verificationCode: `CODE-${ask.years.join('-')}`, title: '个人权益记录单' };
    },
    async submit() { throw new Error('the outbox submits, not the models'); },
    async progress() { throw new Error('nobody asks'); },
    async rate({ rating }) {
      if (!heard('rate', rating)) return { is: 'unreachable' };
      ratings.push(rating);
      return { is: 'ok' };
    },
    // What is asked here is kept without the secrets in it.
    async whoseCode({ token, purpose }) { return heard('whoseCode', { purpose }) ? replied(office.whoseCode(token)) : { is: 'unreachable' }; },
    async sendPhoneCode({ phone, purpose }) { return heard('sendPhoneCode', { purpose }) ? replied(office.sendPhoneCode(phone)) : { is: 'unreachable' }; },
    async checkPhoneCode({ ticket, code }) { return heard('checkPhoneCode', {}) ? replied(office.checkPhoneCode(ticket, code)) : { is: 'unreachable' }; },
    async attest({ helperToken, helperPin, person, seen, purpose }) { return heard('attest', { person, seen, purpose }) ? replied(office.attest(helperToken, helperPin, person)) : { is: 'unreachable' }; },
    async mayActFor({ person, company, as, purpose }) { return heard('mayActFor', { person, company, as, purpose }) ? replied(office.mayActFor(person, company.code, as, clock.today())) : { is: 'unreachable' }; },
  };

  const handed: Application[] = [];
  let outcome: (application: Application) => HandedIn | Promise<HandedIn> = ({ items }) => ({
    is: 'accepted', localNumber: 'SD-0001-20261123-0001-A', cases: items.map((item, i) => ({ item: item.id, number: `37040600320261123100000${i}`, department: item.department })),
  });
  const drawn: Paper[] = [];
  let keys = 0;
  const dealtWith: string[] = [];
  const door = { pin: '25802580', stays: 0, ends: 0, session: 'open' as 'open' | 'ended' | 'unreachable' };
  const simDoor: Ports['door'] = {
    look: async () => ({ is: 'shut' }), open: async (pin) => (pin === door.pin ? { is: 'open', session: 'session' } : { is: 'wrong', triesLeft: 4 }),
    stay: async () => { door.stays++; return door.session; }, end: async () => { door.ends++; },
  };
  const ports: Ports = {
    idReader, receiptPrinter, documentPrinter, signature, platform, clock, canKeep: true,
    smartCard, codeScanner, camera: absentCamera, documentCamera, indicator: absentIndicator,
    audio: absentAudio, presence: absentPresenceSensor, keypad: absentKeypad,
    fitted: new Set(['id-reader', 'receipt-printer', 'document-printer', 'signature'] as const),
    rejected: { retry: async (key) => { dealtWith.push(`retry ${key}`); return 'done'; }, discard: async (key) => { dealtWith.push(`discard ${key}`); return 'done'; } },
    door: simDoor, suppliesStore: memoryBooks(), capacity: { rollMm: 80_000, traySheets: 250 },
    handIn: async (application) => { handed.push(application); return outcome(application); },
    draw: async (paper, widthDots) => { drawn.push(paper); return { widthDots, heightDots: paper.length, bits: new Uint8Array(Math.ceil(widthDots / 8) * paper.length) }; },
    pinyinTable: async () => ({ a: '啊阿' }), randomKey: () => `key-${++keys}`, random: () => 0, photoDecoder: absentPhotoDecoder, faceVerifier: absentFaceVerifier, kiosk: 'SD-0001', site: 'demo',
  };
  return {
    ports, time, clock, idReader, smartCard, receiptPrinter, documentPrinter, signature, documentCamera, platform, asked, ratings, handed, drawn, door, dealtWith,
    /** What the phones of the family show. */
    phones: () => office.phones(),
    setReachable(on: boolean) { reachable = on; },
    /** What comes of the next applications handed in. */
    setOutcome(next: (application: Application) => HandedIn | Promise<HandedIn>) { outcome = next; },
    begin: (matter: Matter): Visit => beginVisit(pack, matter, ports),
    /** Reads a card of the family, laid on after reading began, and takes it away again. */
    async identify(visit: Visit, card: ResidentCard) {
      const reading = visit.identity.read();
      idReader.lay(card);
      await time.until(reading);
      idReader.pull();
    },
    /** What else the visit asks of somebody whose card was read: the code of an app, the company of which they are the legal representative. */
    async raise({ identification }: Visit, card: ResidentCard) {
      const settle = async () => { for (let i = 0; i < 20; i++) await Promise.resolve(); };
      const id = people.find(({ number }) => number === card.number)?.id ?? 'nobody';
      if (identification.view.value.is === 'ways') {
        identification.choose('app-code');
        await settle();
        codeScanner.show(shown('app-face', id, clock.now()));
        await settle();
      }
      if (identification.view.value.is === 'company-ways') {
        identification.choose('legal-person');
        identification.legalPerson.type(companies.find(({ legalPerson }) => legalPerson === id)!.code);
        await identification.legalPerson.enter();
      }
    },
  };
}
/** Books of paper kept in memory. */
export function memoryBooks(kept: Partial<Books> | null = null): SuppliesStore & { kept: Partial<Books> | null } {
  const store = { kept, load: async () => store.kept, save: async (books: Books) => { store.kept = books; return 'kept' as const; } };
  return store;
}
export type Desk = ReturnType<typeof desk>;

/**
 * Goes on from where the visit stands as an honest citizen would, answering from `answers`, until the stop named or the
 * farewell. Gives the stops gone through, the one reached included.
 */
export async function walk(bench: Desk, visit: Visit, who: ResidentCard, answers: Readonly<Record<string, string>>, to = 'farewell'): Promise<readonly string[]> {
  const gone: string[] = [];
  for (let steps = 0; steps < 60; steps++) {
    const { id, step, field } = visit.stop.value;
    gone.push(id);
    if (id === to) return gone;
    switch (step.do) {
      case 'identify':
        if (visit.values.value['id-number'] !== who.number) await bench.identify(visit, who);
        await bench.raise(visit, who);
        break;
      case 'consent': await visit.agreeToFetch(step.facts, step.certificates); break;
      case 'ask': visit.answer(field!, answers[field!] ?? ''); break;
      case 'fill': for (const one of visit.toAskIn(step.fields)) visit.answer(one, answers[one] ?? ''); break;
      case 'records': await visit.look(step.query, step.years); break;
      case 'print': await bench.time.until(visit.printDocument(step.query, step.years)); break;
      case 'materials':
        // Of several that stand in for each other, the one that needs nobody's hand.
        for (let left = visit.stillMissing.value; left.length > 0; left = visit.stillMissing.value) {
          const { material } = left.find((n) => settledByChoice(n.material, visit.certificates.value)) ?? left[0]!;
          visit.hold(material.id, settledByChoice(material, visit.certificates.value) ?? { is: 'bring' });
        }
        break;
      case 'sign': visit.stroke([[{ x: 1, y: 1, atMs: 0 }, { x: 9, y: 9, atMs: 80 }]]); break;
      case 'submit': await visit.submit('promise'); break;
      case 'receipt': await visit.receipt.print([{ is: 'title', text: '回执' }]); break;
      case 'rate': await visit.rate(5, ['quick']); break;
      case 'notice': case 'check': case 'farewell': break;
    }
    visit.next();
  }
  throw new Error(`never came to ${to}: ${gone.join(' ')}`);
}

/** A filing for care elsewhere that stands at the check page, all answered. */
export async function atCheck() {
  const bench = desk();
  const visit = bench.begin(matter('care-elsewhere'));
  await walk(bench, visit, adult, working, 'check');
  return { bench, visit };
}

/** A reply that comes when it is told to. */
export function later<T>() {
  let come!: (value: T) => void;
  const promise = new Promise<T>((resolve) => { come = resolve; });
  return { promise, come };
}
