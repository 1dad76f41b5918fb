import * as v from 'valibot';

/** What the stand-in accepts: openapi.yaml read from the other side. */
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const subject = v.strictObject({ idType: v.picklist(['111', '001']), idNumber: v.pipe(v.string(), v.regex(/^[0-9A-Z]{18}$/)), name: word });
// Each may be empty here: an empty one is `no-consent`, not `bad-request`.
const purpose = v.strictObject({ item: v.string(), kiosk: v.string(), site: v.string(), consentAt: v.string() });
const asked = { subject, purpose };
const names = v.pipe(v.array(word), v.minLength(1), v.maxLength(100));

export const askFacts = v.strictObject({ ...asked, fields: names });
export const askCertificates = v.strictObject({ ...asked, types: names });
export const askRecords = v.strictObject({ ...asked, query: word, years: v.pipe(v.array(v.pipe(v.string(), v.regex(/^\d{4}$/))), v.minLength(1), v.maxLength(30)) });
export const askProgress = v.strictObject({ caseNumber: v.pipe(v.string(), v.regex(/^\d{24}$/)) });

const base64 = v.pipe(v.string(), v.base64());
const askedFor = v.strictObject({ item: word, kiosk: word, site: word });
const token = v.pipe(base64, v.minLength(1), v.maxLength(8192));
const digits = (least: number, most: number) => v.pipe(v.string(), v.regex(new RegExp(`^\\d{${least},${most}}$`)));
const number18 = v.pipe(v.string(), v.regex(/^[0-9A-Z]{18}$/));

export const askCode = v.strictObject({ token, purpose: askedFor });
export const askPhoneCode = v.strictObject({ phone: v.pipe(v.string(), v.regex(/^1\d{10}$/)), purpose: askedFor });
export const checkPhoneCode = v.strictObject({ ticket: word, code: digits(4, 8) });
export const askAttestation = v.strictObject({
  helperToken: token, helperPin: digits(4, 12), person: v.strictObject({ name: word, idNumber: number18 }),
  seen: v.picklist(['card', 'other-document', 'known-personally']), purpose: askedFor,
});
export const askActFor = v.strictObject({ person: subject, company: v.strictObject({ code: number18 }), as: v.picklist(['legal-person', 'agent']), purpose: askedFor });

export const submission = v.strictObject({
  localNumber: word,
  sealed: v.strictObject({ suite: v.literal('DHKEM-P256-HKDF-SHA256/HKDF-SHA256/AES-256-GCM'), keyId: word, enc: base64, ciphertext: v.pipe(base64, v.maxLength(12_000_000)) }),
});

const jpeg = v.pipe(base64, v.check((text) => Buffer.from(text.slice(0, 4), 'base64').subarray(0, 2).toString('hex') === 'ffd8', 'a JPEG'));

/** All the stand-in wants of an opened application: which items it is for, and that photographed pages are pictures. The rest is the office's. */
export const application = v.looseObject({
  items: v.pipe(
    v.array(v.looseObject({ id: word, department: word })), v.minLength(1), v.maxLength(20),
    v.check((items) => new Set(items.map(({ id }) => id)).size === items.length, 'one case per item'),
  ),
  materials: v.optional(v.array(v.looseObject({ id: word, held: word, pages: v.optional(v.pipe(v.array(jpeg), v.minLength(1), v.maxLength(100))) }))),
});

export const rating = v.strictObject({
  score: v.picklist([1, 2, 3, 4, 5]), reasons: v.pipe(v.array(word), v.maxLength(20)), item: word,
  caseNumber: v.nullable(v.pipe(v.string(), v.regex(/^\d{24}$/))), areaCode: v.literal('370406000000'), channel: v.literal(5), kiosk: word,
});

/** The key of an Idempotency-Key header (a quoted structured-field string), or null. */
export function idempotencyKey(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? /^"([\x21\x23-\x5b\x5d-\x7e]{1,255})"$/.exec(header)?.[1] ?? null : null;
}
