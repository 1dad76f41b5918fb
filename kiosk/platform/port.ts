/**
 * What the kiosk needs of the government's back end (一网通办). Never rejects; every call ends by `deadlineMs`.
 * kiosk/platform/openapi.yaml is the same contract for those who build the other side.
 */
export interface Platform {
  /** Reached and willing? Cheap; asked on a timer so that the kiosk knows before the citizen starts. */
  health(ask: Deadline): Promise<'up' | 'down'>;
  /** Values the government already holds, so that nobody is asked for them. */
  facts(ask: AskFacts & Deadline): Promise<Reply<{ readonly facts: readonly PlatformFact[] }>>;
  /** E-certificates that stand in for papers (电子证照, 免提交). */
  certificates(ask: AskCertificates & Deadline): Promise<Reply<{ readonly certificates: readonly Certificate[] }>>;
  /** A table to look at on the screen, such as a person's social insurance records. */
  records(ask: AskRecords & Deadline): Promise<Reply<Records>>;
  /** The same as an official A4 document with a verification code. */
  printable(ask: AskRecords & Deadline): Promise<Reply<Printable>>;
  /**
   * Hands in one sealed application. The same `key` gives the same case however often it is sent (Idempotency-Key,
   * draft-ietf-httpapi-idempotency-key-header). `unknown` when no answer came: it may or may not have arrived.
   */
  submit(ask: { readonly key: string; readonly localNumber: string; readonly sealed: Sealed } & Deadline): Promise<SubmitReply>;
  /** Where a case stands. The number travels in the body, never in a URL. */
  progress(ask: { readonly caseNumber: string } & Deadline): Promise<Reply<Progress>>;
  /** One rating (好差评) of one visit; voluntary. The same `key` counts once. */
  rate(ask: { readonly key: string; readonly rating: Rating } & Deadline): Promise<Reply<Record<never, never>>>;
  /** Whose code of 爱山东, of the e-ID (网号网证) or of the electronic business licence (电子营业执照) this is. The token is opaque, short-lived and used up by asking. */
  whoseCode(ask: { readonly token: Uint8Array; readonly purpose: AskedFor } & Deadline): Promise<Reply<CodeOwner>>;
  /** Sends a code to this number. Whether anybody is registered by it is not told: the answer is the same. */
  sendPhoneCode(ask: { readonly phone: string; readonly purpose: AskedFor } & Deadline): Promise<Reply<{ readonly ticket: string; readonly againAfterSeconds: number; readonly goodForSeconds: number }>>;
  /** Whose phone it is, once the code sent is typed in. `triesLeft` of a wrong code; 0: a new one must be sent. */
  checkPhoneCode(ask: { readonly ticket: string; readonly code: string } & Deadline): Promise<Reply<{ readonly person: IdentifiedPerson } | { readonly person: null; readonly triesLeft: number }>>;
  /** A helper says who stands here, with the helper's own code and PIN; the back end keeps who attested what. `attested` may be typed by the helper. */
  attest(ask: { readonly helperToken: Uint8Array; readonly helperPin: string; readonly person: { readonly name: string; readonly idNumber: string }; readonly seen: 'card' | 'other-document' | 'known-personally'; readonly purpose: AskedFor } & Deadline): Promise<Reply<{ readonly person: IdentifiedPerson; readonly attestation: string; readonly helper: string }>>;
  /** Whether this person may act for this company: its legal representative, or an agent with an authorisation on file. */
  mayActFor(ask: { readonly person: Subject; readonly company: { readonly code: string }; readonly as: 'legal-person' | 'agent'; readonly purpose: AskedFor } & Deadline): Promise<Reply<{ readonly company: IdentifiedCompany; readonly authorisation: string | null; readonly until: string | null }>>;
}

/** Why an identity is asked for; consent to data is another matter (`Purpose`). */
export interface AskedFor { readonly item: string; readonly kiosk: string; readonly site: string }
/** `sex`, `birth` and `address` are not given: derived, or asked. */
export interface IdentifiedPerson { readonly name: string; readonly idNumber: string }
/** `code`: unified social credit code, GB 32100. */
export interface IdentifiedCompany { readonly name: string; readonly code: string }
/** `level`: how sure the issuer was when the code was made: `person` means the app had checked a living face or the like. */
export type CodeOwner =
  | { readonly owner: 'person'; readonly person: IdentifiedPerson; readonly level: 'card' | 'person'; readonly app: string }
  | { readonly owner: 'company'; readonly company: IdentifiedCompany; readonly holder: IdentifiedPerson; readonly as: 'legal-person' | 'agent'; readonly app: string };

export interface Deadline { readonly deadlineMs: number; readonly signal?: AbortSignal }
export type Reply<T> = ({ readonly is: 'ok' } & T) | { readonly is: 'refused'; readonly why: Refusal } | { readonly is: 'unreachable' } | { readonly is: 'malformed' };
/** `no-such-person`: the back end knows nobody by this number; `no-consent`: purpose or consent missing; `not-found`: nothing held.
 * `expired`, `used-up`: a code of before; `too-often`: ask again later. */
export type Refusal = 'no-such-person' | 'no-consent' | 'not-found' | 'not-allowed' | 'bad-request' | 'expired' | 'used-up' | 'too-often';

/** Who is asked about. `idType` per GA/T 2000.156: 111 resident identity card, 001 unified social credit code. */
export interface Subject { readonly idType: '111' | '001'; readonly idNumber: string; readonly name: string }
/** Why it is asked: goes with every call that touches personal data (who, where, which matter, why). */
export interface Purpose { readonly item: string; readonly kiosk: string; readonly site: string; readonly consentAt: string }

export interface AskFacts { readonly subject: Subject; readonly purpose: Purpose; readonly fields: readonly string[] }
/** `field` is a content field id; `source` names the register in words for the citizen; `asOf` YYYY-MM-DD. */
export interface PlatformFact { readonly field: string; readonly value: string; readonly source: string; readonly asOf: string }

export interface AskCertificates { readonly subject: Subject; readonly purpose: Purpose; readonly types: readonly string[] }
/** Trust grade per 国办函〔2016〕108号: A issuing body, B window verified, C citizen's upload, D self-made. `ref` is opaque. */
export interface Certificate {
  readonly type: string; readonly name: string; readonly issuer: string; readonly ref: string;
  readonly grade: 'A' | 'B' | 'C' | 'D'; readonly validTo: string | null;
}

/** `query` is named by the item's content, e.g. `social-insurance-rights`; `years` are four digits each. */
export interface AskRecords { readonly subject: Subject; readonly purpose: Purpose; readonly query: string; readonly years: readonly string[] }
export interface Records {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly source: string;
  readonly asOf: string;
}
export interface Printable { readonly pdf: Uint8Array; readonly pages: number; readonly verificationCode: string; readonly title: string }

/** HPKE (RFC 9180) base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; all base64. */
export interface Sealed { readonly suite: 'DHKEM-P256-HKDF-SHA256/HKDF-SHA256/AES-256-GCM'; readonly keyId: string; readonly enc: string; readonly ciphertext: string }

export type SubmitReply =
  | { readonly is: 'accepted'; readonly cases: readonly Case[] }
  /** The back end looked at it and says no: a person must act. `reason` is a word, never a citizen's data. */
  | { readonly is: 'rejected'; readonly reason: string }
  /** Certainly not taken: try again, not before `afterMs` if given. */
  | { readonly is: 'try-later'; readonly afterMs?: number }
  /** No answer, or a broken one: it may have been taken. Only the same key may be sent again. */
  | { readonly is: 'unknown' };
/** One 办件 per item of the application. `number`: 24 digits, 区划6 + 类别3 + yyyyMMdd + 1 + 流水6. */
export interface Case { readonly item: string; readonly number: string; readonly department: string }

export interface Progress { readonly state: 'received' | 'accepted' | 'needs-more' | 'approved' | 'refused'; readonly at: string; readonly department: string }

/** GB/T 39735; channel `pf` 5 = 政务大厅其它终端. Score 5 非常满意 … 1 非常不满意. Nothing names the citizen. */
export interface Rating {
  readonly score: 1 | 2 | 3 | 4 | 5;
  readonly reasons: readonly string[];
  readonly item: string;
  readonly caseNumber: string | null;
  readonly areaCode: '370406000000';
  readonly channel: 5;
  readonly kiosk: string;
}
