import { describe, expect, test } from 'vitest';
import type { Depth } from '../../content/schema/item.ts';
import { deviceKinds } from '../../content/schema/site.ts';
import type { Material } from '../../content/schema/pack.ts';
import type { DocumentPrinterProblem } from '../../drivers/document-printer/port.ts';
import type { GuideLight } from '../../drivers/indicator/port.ts';
import type { PadKey } from '../../drivers/keypad/port.ts';
import type { ReceiptPrinterProblem } from '../../drivers/receipt-printer/port.ts';
import type { AnswerProblem } from '../../kiosk/core/answer.ts';
import type { Held } from '../../kiosk/core/materials.ts';
import type { Facility, Needed } from '../../kiosk/core/needs.ts';
import { noticeRows, noticeSections } from '../../kiosk/core/notice.ts';
import type { PersonsProblem } from '../../kiosk/core/persons.ts';
import { reasonsFor, scores } from '../../kiosk/core/rating.ts';
import type { ReceiptFacts } from '../../kiosk/core/receipt.ts';
import { rules } from '../../kiosk/core/rules.ts';
import type { Challenge, FaceStatus, QualityProblem } from '../../kiosk/face/port.ts';
import type { FaceTrouble, GuardianRefusal } from '../../kiosk/models/face-check.ts';
import type { DeviceStates } from '../../kiosk/models/health.ts';
import type { IdentityState } from '../../kiosk/models/identity.ts';
import type { ContentTrouble } from '../../kiosk/models/content-news.ts';
import type { CardKind, List } from '../../kiosk/models/kiosk.ts';
import type { RecordsState } from '../../kiosk/models/lookup.ts';
import type { Verdict } from '../../kiosk/models/maintenance.ts';
import type { CameraTry, CardTry, ScanTry } from '../../kiosk/models/try-out.ts';
import { sayIn } from '../../kiosk/models/words.ts';
import type { PhotographTrouble } from '../../kiosk/models/photograph.ts';
import type { Suspension } from '../../kiosk/core/withdrawal.ts';
import type { ToldBy } from '../../kiosk/core/facts.ts';
import { meansKinds, type Proof } from '../../kiosk/core/ways.ts';
import { seenBy } from '../../kiosk/models/ways/found.ts';
import type { WayTrouble } from '../../kiosk/models/ways/trouble.ts';
import type { Refusal } from '../../kiosk/platform/port.ts';
import { type Mend, plainModels, type Why } from '../../kiosk/screens/device-words.ts';
import type { TufProblem } from '../../kiosk/tuf/port.ts';
import { pack } from './pack.ts';
import { allSaid } from './said.ts';

/** All members of a union, told once: the compiler names one that is forgotten, and one that is no longer there. */
const every = <T extends string>(members: Readonly<Record<T, true>>): readonly string[] => Object.keys(members);

const refusals = every<Refusal>({ 'no-such-person': true, 'no-consent': true, 'not-found': true, 'not-allowed': true, 'bad-request': true, 'expired': true, 'used-up': true, 'too-often': true });
const ways: Readonly<Record<Proof, true>> = { 'id-card': true, 'app-code': true, 'social-card': true, phone: true, helper: true, face: true, 'company-code': true, 'legal-person': true, agent: true };
const troubles = every<WayTrouble>({
  'lost-card': true, 'unknown-card': true, 'bad-card': true, 'mute-card': true, 'pin-required': true, unreadable: true, 'other-code': true, expired: true, 'used-up': true, 'not-sure': true, nobody: true,
  'not-yours': true, 'wrong-code': true, 'wrong-pin': true, 'too-often': true, 'timed-out': true, 'device-away': true, 'no-network': true, 'back-end': true,
});
const cardKinds = every<CardKind>({ 'id-reader': true, 'smart-card': true });
const facilities = every<Facility>({
  'id-reader': true, 'smart-card': true, 'receipt-printer': true, 'document-printer': true, 'code-scanner': true, camera: true, 'document-camera': true, signature: true,
  indicator: true, audio: true, presence: true, keypad: true, network: true, storage: true,
});
const needed = every<Needed>({ 'id-reader': true, 'code-scanner': true, 'receipt-printer': true, 'document-printer': true, signature: true, network: true, storage: true });
const slipProblems = every<ReceiptPrinterProblem['is']>({ 'no-paper': true, 'cover-open': true, cutter: true, error: true, offline: true });
const paperProblems = every<DocumentPrinterProblem['is']>({ 'no-paper': true, 'no-toner': true, 'no-pdf': true, 'cover-open': true, jam: true, busy: true, error: true, offline: true });
const cardTrouble = every<Exclude<IdentityState['is'], 'idle' | 'waiting' | 'reading' | 'read'>>({ 'lost-card': true, 'unknown-card': true, 'bad-card': true, 'timed-out': true, offline: true });
const handedIn = every<ReceiptFacts['state']['is']>({ accepted: true, kept: true, rejected: true });
const plainTroubles = every<Exclude<ContentTrouble['is'], 'refused' | 'content' | 'kiosk-too-old' | 'fell-back'>>({ unreachable: true, expired: true, clock: true, storage: true });
const faceTroubles = every<Exclude<FaceTrouble['is'], 'not-seen'>>({
  'photo-missing': true, 'photo-unreadable': true, 'photo-no-answer': true, 'photo-not-authorised': true, 'camera-busy': true, 'camera-away': true, 'camera-ended': true, unavailable: true,
  different: true, unsure: true, 'looks-flat': true, 'challenge-not-done': true, 'face-changed': true,
});
/** The rules that visit.ts asks after a card was read. */
const barring = ['card-expired', 'applicant-is-minor'];
const anItem = Object.values(pack.items)[0]!;
const steps = [...Object.values(pack.items).flatMap((i) => [...(i.steps ?? []), ...i.variants.flatMap((v) => v.steps ?? [])]), ...Object.values(pack.chains).flatMap((c) => c.steps)];

/** What may stand at the `*` of each pattern that the sources build keys with. */
const table: Readonly<Record<string, readonly string[]>> = {
  'idle.card-*': cardKinds, 'farewell.card-*': cardKinds, 'try.card-*': cardKinds,
  'model.*': plainModels,
  'card-kind.*': every<Extract<CardTry, { is: 'read' }>['kind']>({ resident: true, 'social-security': true }),
  'code-kind.*': every<Extract<ScanTry, { is: 'scanned' }>['kind']>({ 'local-number': true, token: true }),
  'light.*': every<GuideLight>({ 'id-reader': true, 'smart-card': true, 'receipt-printer': true, 'document-printer': true, 'code-scanner': true, camera: true, 'document-camera': true, 'in-service': true, attention: true }),
  'mend.*': every<Mend>({
    'roll-end': true, 'roll-low': true, 'roll-cover': true, 'roll-cutter': true, 'roll-error': true, 'tray-end': true, 'tray-low': true, 'tray-cover': true, 'tray-jam': true, 'tray-error': true, 'toner-end': true, 'toner-low': true, 'no-pdf': true,
    'no-wire': true, 'no-answer': true, 'self-test-failed': true, 'not-authorised': true, forbidden: true, 'not-ready': true, network: true, storage: true, 'card-left': true,
  }),
  'pad-key.*': every<PadKey>({ up: true, down: true, left: true, right: true, ok: true, back: true, repeat: true, help: true, louder: true, softer: true }),
  'sense.earphone-*': ['plugged', 'unplugged', 'unknown'], 'sense.somebody-*': ['near', 'away', 'unknown'],
  'try-camera.*': every<Exclude<CameraTry['is'], 'idle'>>({ opening: true, open: true, busy: true, offline: true, forbidden: true, closed: true }),
  'try-card.*': every<Exclude<CardTry['is'], 'idle' | 'read'>>({ waiting: true, reading: true, 'lost-card': true, 'unknown-card': true, 'bad-card': true, 'mute-card': true, 'pin-required': true, 'timed-out': true, offline: true }),
  'try-scan.*': every<Exclude<ScanTry['is'], 'idle' | 'scanned'>>({ waiting: true, unreadable: true, 'timed-out': true, offline: true }),
  'try.why-*': deviceKinds,
  'verdict.*': every<Verdict>({ works: true, fails: true }),
  'why.*': every<Why>({ 'no-wire': true, 'no-answer': true, 'self-test-failed': true, 'not-authorised': true, forbidden: true, 'not-ready': true }),
  'barred.*': barring, 'barred.*-why': barring, 'barred.*-next': barring,
  'consent.refused-*': refusals,
  'content-trouble.*': plainTroubles, 'content-trouble.*-todo': plainTroubles,
  'refusal.*': every<Exclude<TufProblem['is'], 'unreachable' | 'expired' | 'storage'>>({ missing: true, 'too-long': true, 'wrong-length': true, 'wrong-hash': true, malformed: true, unsigned: true, rollback: true, version: true, 'no-root': true }),
  'day.*': ['1', '2', '3', '4', '5', '6', '7'],
  'document.problem-*': paperProblems, 'document.waiting-*': paperProblems,
  'element.*': noticeSections.flatMap((section) => noticeRows(anItem, null, section, sayIn(pack, 'zh')).map((row) => row.key.replace('.', '-'))),
  'facility.*': facilities,
  'face-state.*': every<FaceStatus['is']>({ absent: true, broken: true, idle: true, loading: true, ready: true }),
  'face-check.*': ['absent', 'broken'], 'face-check.*-todo': ['absent', 'broken'], 'face-check.on-*': every<Extract<FaceStatus, { is: 'ready' }>['on']>({ webgpu: true, 'wasm-threads': true, wasm: true }),
  'face.do-*': every<Challenge>({ 'turn-left': true, 'turn-right': true, nod: true, closer: true, blink: true }),
  'face.guardian-*': ['unread', ...every<GuardianRefusal>({ 'same-person': true, 'not-adult': true, 'card-expired': true })],
  'face.hint-*': every<QualityProblem>({ 'no-face': true, 'several-faces': true, 'too-far': true, 'too-near': true, 'off-centre': true, turned: true, 'too-dark': true, 'too-bright': true, blurred: true, covered: true }),
  'face.trouble-*': [...faceTroubles, 'not-seen'], 'face.trouble-*-why': faceTroubles,
  'home.stages-*': every<List>({ person: true, enterprise: true }),
  'identify.way-*': every<Proof | 'window'>({ ...ways, window: true }), 'identify.name-*': every<Proof>(ways),
  'identify.trouble-*': troubles, 'identify.trouble-*-next': troubles,
  'identify.lacks-*': meansKinds,
  'identify.hold-up-title-*': ['app-code', 'company-code'], 'identify.hold-up-why-*': ['app-code', 'company-code'],
  'identify.helper-seen-*': seenBy, 'identify.company-why-*': ['legal-person', 'agent'], 'identify.company-as-*': ['legal-person', 'agent'],
  'source.*': every<ToldBy | 'id-card'>({ 'id-card': true, 'social-card': true, 'app-code': true, phone: true, helper: true, 'company-code': true, 'company-register': true }),
  'identify.*': cardTrouble, 'identify.*-next': cardTrouble,
  'item.*': every<Suspension['is']>({ withdrawn: true, cancelled: true, 'not-yet': true }), 'item.*-why': ['cancelled', 'not-yet'],
  'item.limit-*': needed.filter((f) => f !== 'storage'),
  'materials.*': every<Exclude<Held['is'], 'shared' | 'photographed' | 'bring'>>({ generated: true, card: true, 'passed-on': true }),
  'materials.way-*': ['camera', 'phone', 'brought'], 'materials.way-*-detail': ['camera', 'phone', 'brought'],
  'notice.*': noticeSections,
  'notice.way-*': every<Material['ways'][number]>({ generated: true, card: true, 'passed-on': true, shared: true, photographed: true, brought: true }),
  'photograph.trouble-*': every<PhotographTrouble>({ 'busy': true, 'no-wire': true, 'no-answer': true, 'forbidden': true, 'too-large': true }),
  'offer.*': every<Depth>({ finish: true, submit: true, prepare: true, guide: true }),
  'paper.state-*': handedIn, 'paper.title-*': handedIn,
  'problem.*': every<Exclude<AnswerProblem['is'], 'too-small' | 'too-large' | 'too-short' | 'too-long' | 'before-start' | 'persons'>>({ missing: true, 'bad-phone': true, 'bad-number': true, 'bad-date': true, 'not-han': true, 'not-a-number': true }),
  'problem.persons-*': every<PersonsProblem>({ none: true, 'shares-not-100': true, 'same-person-twice': true, 'zero-share': true, 'too-many': true }),
  'reason.*': [...new Set(scores.flatMap(reasonsFor))],
  'records.*': every<Exclude<RecordsState['is'], 'idle' | 'asking' | 'shown' | 'refused'>>({ unreachable: true, malformed: true }),
  'records.refused-*': refusals,
  'score.*': scores.map(String),
  'slip.problem-*': slipProblems,
  'state.*': every<DeviceStates[Facility]['is']>({ ready: true, starting: true, offline: true, 'no-paper': true, 'cover-open': true, cutter: true, error: true, jam: true, busy: true, 'no-toner': true, 'no-pdf': true, absent: true }),
  'statement.*': steps.flatMap((s) => (s.do === 'sign' ? [s.statement] : [])),
};
const said = allSaid();
const keysOf = (one: (typeof said)[number]) => [...one.keys, ...one.patterns.flatMap((p) => (table[p] ?? []).map((member) => p.replace('*', member)))];

describe('every sentence a screen or a paper asks for', () => {
  test('is asked for in a way that can be read from the source', () => {
    expect(said.length).toBeGreaterThan(200);
    expect(said.filter((s) => s.keys.length + s.patterns.length === 0).map((s) => s.where)).toEqual([]);
  });
  test('is built only by patterns whose members are known', () => {
    expect(said.flatMap((s) => s.patterns.filter((p) => !table[p]).map((p) => `${s.where} ${p}`))).toEqual([]);
  });
  test.each(['zh', 'en'] as const)('is there in %s, so that nobody ever sees a key', (language) => {
    expect(said.flatMap((s) => keysOf(s).filter((key) => !pack.texts[language][key]).map((key) => `${s.where} ${key}`))).toEqual([]);
  });
  test('gets something for each of its blanks', () => {
    const lacking = said.flatMap((s) => keysOf(s).flatMap((key) => [...(pack.texts.zh[key] ?? '').matchAll(/\{(\w+)\}/g)].filter((m) => !new RegExp(`\\b${m[1]}\\b`).test(s.blanks)).map((m) => `${s.where} ${key} {${m[1]}}`)));
    expect(lacking).toEqual([]);
  });
});

describe('the texts', () => {
  test('have no sentence that nobody says', () => {
    const used = new Set(said.flatMap(keysOf));
    expect(Object.keys(pack.texts.zh).filter((key) => !used.has(key))).toEqual([]);
  });
  test('in English have no Chinese characters, but for the switch back to Chinese', () => {
    expect(Object.entries(pack.texts.en).filter(([key, s]) => /\p{Script=Han}/u.test(s) && key !== 'top.language')).toEqual([]);
  });
  test('in Chinese do not fall back into English', () => {
    expect(Object.entries(pack.texts.zh).filter(([key, s]) => /\p{L}/u.test(s.replaceAll(/\{\w+\}/g, '')) && !/\p{Script=Han}/u.test(s) && key !== 'top.language')).toEqual([]);
  });
});

test('the patterns of the table are all in use', () => {
  const used = new Set(said.flatMap((s) => s.patterns));
  expect(Object.keys(table).filter((p) => !used.has(p))).toEqual([]);
});

test('every rule that bars somebody exists', () => {
  for (const rule of barring) expect(rules).toHaveProperty(rule);
});

test('a key without a sentence is shown as itself, so that it is noticed, and what is put into a blank is not filled again', () => {
  const say = sayIn({ ...pack, texts: { zh: { 'a.b': '{n}：{who}', 'a.only': '只有中文' }, en: { 'a.b': '{n}: {who}' } } }, 'en');
  expect(say('a.b', { n: 3, who: '{n}' })).toBe('3: {n}');
  expect(say('a.b', { n: 3 })).toBe('3: ');
  expect(say('a.only')).toBe('只有中文');
  expect(say('a.missing')).toBe('a.missing');
});
