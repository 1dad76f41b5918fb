import type { Level } from '../core/ways.ts';
import type { Case } from '../platform/port.ts';
import type { Who } from './identification.ts';

/** One finished application, as the department gets it. Made in memory, sealed at once. */
export interface Application {
  readonly version: 1;
  readonly matter: string;
  readonly madeAt: string;
  readonly applicant: { readonly idType: '111'; readonly idNumber: string; readonly name: string };
  /** By what it is known who stood here, and how sure that is: `card` a document or an account, `person` and its owner. */
  readonly identity: { readonly level: Level; readonly proofs: Who['proofs'] };
  /** For which company, and by what right. */
  readonly company: Who['acting'];
  readonly items: readonly { readonly id: string; readonly no: string; readonly name: string; readonly variant: string | null; readonly department: string; readonly form: string; readonly rows: readonly { readonly field: string; readonly label: string; readonly value: string }[] }[];
  readonly facts: Readonly<Record<string, { readonly value: string; readonly source: string }>>;
  readonly materials: readonly { readonly id: string; readonly name: string; readonly held: string; readonly ref: string | null;
    /** Pages photographed here, each a JPEG; in base64 once it is sealed. */
    readonly pages?: readonly Uint8Array[];
  }[];
  readonly statement: string | null;
  readonly signature: readonly (readonly { readonly x: number; readonly y: number; readonly atMs: number }[])[];
}

/**
 * What came of handing in. `kept`: stored here for good and sent as soon as the network allows, not accepted yet.
 * `not-kept`: the disk refused, so nothing was promised and nothing was lost but time.
 */
export type HandedIn =
  | { readonly is: 'accepted'; readonly localNumber: string; readonly cases: readonly Case[] }
  | { readonly is: 'kept'; readonly localNumber: string }
  | { readonly is: 'rejected'; readonly localNumber: string; readonly reason: string }
  | { readonly is: 'not-kept' };
export type HandIn = (application: Application, today: string) => Promise<HandedIn>;
