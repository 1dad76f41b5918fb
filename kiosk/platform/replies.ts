import * as v from 'valibot';
import type { Case, Certificate, CodeOwner, IdentifiedCompany, IdentifiedPerson, PlatformFact, Progress, Records } from './port.ts';

/** The shapes of openapi.yaml as they are believed here: unknown keys are dropped, anything else out of shape is malformed. */
const text = v.pipe(v.string(), v.maxLength(500));
const date = v.pipe(v.string(), v.isoDate());

export const factsReply = v.object({
  facts: v.array(v.object({ field: text, value: text, source: text, asOf: date })),
}) satisfies v.GenericSchema<unknown, { facts: PlatformFact[] }>;

export const certificatesReply = v.object({
  certificates: v.array(v.object({
    type: text, name: text, issuer: text, ref: text, grade: v.picklist(['A', 'B', 'C', 'D']), validTo: v.nullable(date),
  })),
}) satisfies v.GenericSchema<unknown, { certificates: Certificate[] }>;

export const recordsReply = v.pipe(
  v.object({ title: text, columns: v.array(text), rows: v.array(v.array(text)), source: text, asOf: date }),
  v.check((table) => table.rows.every((row) => row.length === table.columns.length), 'a row is as long as the columns'),
) satisfies v.GenericSchema<unknown, Records>;

export const printableReply = v.object({
  title: text, pages: v.pipe(v.number(), v.integer(), v.minValue(1)), verificationCode: text, pdf: v.string(),
});

export const submissionReply = v.object({
  cases: v.pipe(
    v.array(v.object({ item: text, number: v.pipe(v.string(), v.regex(/^\d{24}$/)), department: text })),
    v.minLength(1),
  ),
}) satisfies v.GenericSchema<unknown, { cases: Case[] }>;

export const progressReply = v.object({
  state: v.picklist(['received', 'accepted', 'needs-more', 'approved', 'refused']),
  at: v.pipe(v.string(), v.isoTimestamp()),
  department: text,
}) satisfies v.GenericSchema<unknown, Progress>;

const person = v.object({ name: v.pipe(text, v.minLength(1)), idNumber: v.pipe(v.string(), v.regex(/^[0-9A-Z]{15,18}$/)) }) satisfies v.GenericSchema<unknown, IdentifiedPerson>;
const company = v.object({ name: v.pipe(text, v.minLength(1)), code: v.pipe(v.string(), v.regex(/^[0-9A-Z]{18}$/)) }) satisfies v.GenericSchema<unknown, IdentifiedCompany>;
const seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400));

export const codeOwnerReply = v.variant('owner', [
  v.object({ owner: v.literal('person'), person, level: v.picklist(['card', 'person']), app: text }),
  v.object({ owner: v.literal('company'), company, holder: person, as: v.picklist(['legal-person', 'agent']), app: text }),
]) satisfies v.GenericSchema<unknown, CodeOwner>;

export const phoneTicketReply = v.object({ ticket: v.pipe(text, v.minLength(1)), againAfterSeconds: seconds, goodForSeconds: seconds });

export const phoneOwnerReply = v.union([
  v.object({ person }),
  v.object({ person: v.null(), triesLeft: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)) }),
]);

export const attestationReply = v.object({ person, attestation: v.pipe(text, v.minLength(1)), helper: text });

export const actForReply = v.object({ company, authorisation: v.nullable(text), until: v.nullable(date) });

export const refusalReply = v.object({ why: v.picklist(['no-such-person', 'no-consent', 'not-found', 'not-allowed', 'bad-request', 'expired', 'used-up', 'too-often']) });

/** A reason is a word, so that no back end can make the kiosk show or log a citizen's data. */
export const rejectionReply = v.object({ reason: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)) });

export const healthReply = v.object({ status: v.picklist(['up', 'down']) });
