import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { parseLocalNumber } from '../../kiosk/core/local-number.ts';
import type { Purpose, Refusal, Subject } from '../../kiosk/platform/port.ts';
import { application, askActFor, askAttestation, askCertificates, askCode, askFacts, askPhoneCode, askProgress, askRecords, checkPhoneCode, rating, submission } from './asks.ts';
import type { Identities } from './identities.ts';
import type { Ledger } from './ledger.ts';
import type { OfficeKey } from './office-key.ts';
import { certificatesOf, factsOf, findPerson, type KnownPerson } from './people-facts.ts';
import { printRights } from './printable.ts';
import { rightsRecords } from './rights-records.ts';

export interface Answer { readonly status: number; readonly body: unknown }
export interface Office { readonly ledger: Ledger; readonly key: OfficeKey; readonly now: () => Date; readonly identities: Identities }
type Endpoint = (office: Office, body: unknown, key: string | null) => Answer | Promise<Answer>;

/** POST path → what the office does. Bodies are unparsed JSON; `key` is the Idempotency-Key. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  '/v1/facts': (office, body) => about(askFacts, body, (who, ask) => ok({ facts: factsOf(who, ask.fields, today(office)) })),
  '/v1/certificates': (_office, body) => about(askCertificates, body, (who, ask) => ok({ certificates: certificatesOf(who, ask.types) })),
  '/v1/records': (office, body) => about(askRecords, body, (who, ask) => {
    const records = ask.query === 'social-insurance-rights' ? rightsRecords(who, ask.years, today(office)) : null;
    return records ? ok(records) : refused('not-found');
  }),
  '/v1/records/printable': (office, body) => about(askRecords, body, async (who, ask) => {
    const records = ask.query === 'social-insurance-rights' ? rightsRecords(who, ask.years, today(office)) : null;
    if (!records) return refused('not-found');
    const verificationCode = randomBytes(8).toString('hex').toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1-');
    const { pdf, pages } = await printRights(who.person, records, verificationCode);
    return ok({ title: records.title, pages, verificationCode, pdf: pdf.toString('base64') });
  }),
  '/v1/submissions': submit,
  '/v1/progress': ({ ledger, now }, body) => {
    const ask = v.safeParse(askProgress, body);
    if (!ask.success) return refused('bad-request');
    const found = ledger.find(ask.output.caseNumber);
    if (!found) return refused('not-found');
    // Looked at a minute after it came in.
    const seenAt = Date.parse(found.at) + 60_000;
    return now().getTime() < seenAt ? ok({ state: 'received', ...found }) : ok({ state: 'accepted', at: new Date(seenAt).toISOString(), department: found.department });
  },
  '/v1/ratings': ({ ledger }, body, key) => {
    const given = v.safeParse(rating, body);
    if (!key || !given.success) return refused('bad-request');
    const taken = ledger.rate(key, JSON.stringify(given.output));
    return taken === 'key-reused' ? { ...refused('bad-request'), status: 422 } : { status: taken === 'new' ? 201 : 200, body: {} };
  },
  '/v1/identities/code': ({ identities }, body) => well(askCode, body, (ask) => told(identities.whoseCode(Buffer.from(ask.token, 'base64')))),
  '/v1/identities/phone': ({ identities }, body) => well(askPhoneCode, body, (ask) => told(identities.sendPhoneCode(ask.phone))),
  '/v1/identities/phone/check': ({ identities }, body) => well(checkPhoneCode, body, (ask) => told(identities.checkPhoneCode(ask.ticket, ask.code))),
  '/v1/identities/attestation': ({ identities }, body) => well(askAttestation, body, (ask) => told(identities.attest(Buffer.from(ask.helperToken, 'base64'), ask.helperPin, ask.person))),
  '/v1/identities/company': (office, body) => well(askActFor, body, (ask) => told(office.identities.mayActFor(ask.person, ask.company.code, ask.as, today(office)))),
};

async function submit(office: Office, body: unknown, key: string | null): Promise<Answer> {
  const { ledger, key: officeKey, now } = office;
  const given = v.safeParse(submission, body);
  if (!key || !given.success) return rejected(400, key ? 'bad-request' : 'no-key');
  const { localNumber, sealed } = given.output;
  const fingerprint = createHash('sha256').update([localNumber, sealed.keyId, sealed.enc, sealed.ciphertext].join('\n')).digest('base64');
  const before = ledger.known(key, fingerprint);
  if (before?.is === 'repeat') return ok({ cases: before.cases });
  if (before) return rejected(422, 'key-reused');
  if (!parseLocalNumber(localNumber).ok) return rejected(422, 'bad-local-number');
  if (sealed.keyId !== officeKey.keyId) return rejected(422, 'unknown-key');
  const opened = await officeKey.open(sealed, localNumber);
  if (opened === null) return rejected(422, 'cannot-open');
  const applied = v.safeParse(application, opened);
  if (!applied.success) return rejected(422, 'bad-application');
  const taken = ledger.take({ key, fingerprint, localNumber, items: applied.output.items, at: now(), today: today(office) });
  if (taken.is === 'key-reused') return rejected(422, 'key-reused');
  return { status: taken.is === 'new' ? 201 : 200, body: { cases: taken.cases } };
}

/** A question about a person: well put, with purpose and consent, about somebody known. */
function about<T extends { subject: Subject; purpose: Purpose }>(schema: v.GenericSchema<unknown, T>, body: unknown, answer: (who: KnownPerson, ask: T) => Answer | Promise<Answer>) {
  const ask = v.safeParse(schema, body);
  if (!ask.success) return refused('bad-request');
  const { purpose, subject } = ask.output;
  if (Object.values(purpose).some((part) => part.trim() === '') || Number.isNaN(Date.parse(purpose.consentAt))) return refused('no-consent');
  const who = findPerson(subject);
  return who ? answer(who, ask.output) : refused('no-such-person');
}

/** A question in itself: well put or a bad request. */
function well<T>(schema: v.GenericSchema<unknown, T>, body: unknown, answer: (ask: T) => Answer): Answer {
  const ask = v.safeParse(schema, body);
  return ask.success ? answer(ask.output) : refused('bad-request');
}
const told = (found: object | { readonly why: Refusal }): Answer => ('why' in found ? refused(found.why) : ok(found));

const refusalStatus: Readonly<Record<Refusal, number>> = { 'bad-request': 400, 'no-consent': 403, 'not-allowed': 403, 'no-such-person': 404, 'not-found': 404, 'expired': 410, 'used-up': 410, 'too-often': 429 };
const ok = (body: unknown): Answer => ({ status: 200, body });
const refused = (why: Refusal): Answer => ({ status: refusalStatus[why], body: { why } });
export const rejected = (status: number, reason: string): Answer => ({ status, body: { reason } });

/** The date in 枣庄 (UTC+8 all year), YYYY-MM-DD. */
const today = ({ now }: Office) => new Date(now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
