import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

const bytes = (n: number) => v.pipe(v.string(), v.base64(), v.check((text) => Buffer.from(text, 'base64').length === n, `要 ${n} 字节的 base64`));
/** A PIN as the terminal keeps it: never the PIN itself. Both base64. */
export const PinHash = v.strictObject({ salt: bytes(16), hash: bytes(32) });
export type PinHash = v.InferOutput<typeof PinHash>;

/** At least eight digits: what is asked for at the screen can be watched, and is all that stands before the devices. */
export const pinShape = /^\d{8,16}$/;
/** About a tenth of a second and 64 MiB on a terminal of today: at the door the lock-out counts, this is for a hash that was carried off. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;

export async function hashPin(pin: string, salt: Buffer = randomBytes(16)): Promise<PinHash> {
  return { salt: salt.toString('base64'), hash: (await derived(pin, salt)).toString('base64') };
}

/** Takes as long for a wrong PIN as for the right one. */
export async function isPin(pin: string, { salt, hash }: PinHash): Promise<boolean> {
  return timingSafeEqual(await derived(pin, Buffer.from(salt, 'base64')), Buffer.from(hash, 'base64'));
}

/** Why a PIN is no good; null when it is. A row, or one digit again and again, is what everybody tries first. */
export function pinProblem(pin: string): 'not-digits' | 'too-easy' | null {
  if (!pinShape.test(pin)) return 'not-digits';
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  return steps.size === 1 ? 'too-easy' : null;
}

function derived(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => { scrypt(pin, salt, 32, cost, (trouble, key) => (trouble ? reject(trouble) : resolve(key))); });
}
