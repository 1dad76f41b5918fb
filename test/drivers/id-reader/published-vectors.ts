import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Hexadecimal bytes of commands, answers and cards as published; they lie beside the checkout and are no part of it. */
export interface PublishedVectors {
  readonly commands: Readonly<Record<string, string>>;
  readonly responses: Readonly<Record<string, string>>;
  readonly cards: Readonly<Record<string, { readonly textHex: string; readonly read3001Len: number; readonly read3001Header: string; readonly read3001Chk: string }>>;
}

const file = path.resolve(import.meta.dirname, '../../../../shared/devices/examples/idcard-vectors.json');
/** Without them the tests that need them are skipped, and say so in their names. */
export const absent = !existsSync(file);
export const said = (name: string) => (absent ? `${name} (skipped: no ../shared/devices/examples/idcard-vectors.json beside this checkout)` : name);
export const vectors: PublishedVectors = absent ? { commands: {}, responses: {}, cards: {} } : JSON.parse(readFileSync(file, 'utf8')) as PublishedVectors;
export const publishedCard = (name: string): Uint8Array => Uint8Array.from(Buffer.from(vectors.cards[name]!.textHex, 'hex'));
