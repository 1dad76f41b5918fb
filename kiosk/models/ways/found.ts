import type { Band } from '../../face/port.ts';
import type { IdentifiedCompany, IdentifiedPerson } from '../../platform/port.ts';

/** What a way found out. `values`: content field ids, no more than the way knows; the rest is asked as usual. */
export interface Found {
  readonly person: IdentifiedPerson;
  readonly level: 'card' | 'person';
  readonly values: Readonly<Record<string, string>>;
  readonly proof: PersonProof;
  /** Only by an electronic licence: for whom this person acts. */
  readonly company?: ActingFor;
}

/** By what it is known who stands here, as the department is told. */
export type PersonProof =
  | { readonly way: 'id-card' }
  | { readonly way: 'social-card' }
  /** `app`: whose code, in the platform's words. */
  | { readonly way: 'app-code'; readonly app: string }
  | { readonly way: 'phone' }
  /** `attestation`: its number at the back end, which keeps who attested what. */
  | { readonly way: 'helper'; readonly helper: string; readonly attestation: string; readonly seen: Seen }
  | { readonly way: 'company-code'; readonly app: string };
/** `guardian`: who consented for a child. */
export interface FaceProof { readonly way: 'face'; readonly band: Band; readonly pack: string; readonly guardian: { readonly name: string; readonly number: string } | null }

/** By what a helper knows somebody. */
export const seenBy = ['card', 'other-document', 'known-personally'] as const;
export type Seen = (typeof seenBy)[number];

/** For which company, and by what right. `until` YYYY-MM-DD. */
export interface ActingFor { readonly company: IdentifiedCompany; readonly as: 'legal-person' | 'agent'; readonly by: 'company-code' | 'register'; readonly authorisation: string | null; readonly until: string | null }

/** The field ids of content by which forms name the company that somebody acts for. */
export const factsOfCompany = ({ company: { name, code } }: ActingFor): Readonly<Record<string, string>> => ({ 'acting-company-name': name, 'acting-company-code': code });
export const factsOfPerson = ({ name, idNumber }: IdentifiedPerson): Readonly<Record<string, string>> => ({ 'person-name': name, 'id-number': idNumber });
