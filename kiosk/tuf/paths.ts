import { sha256 } from './bytes.ts';
import type { Delegations, Role } from './metadata.ts';

/** A relative path that stays below its base wherever it is put: no `..`, no empty segment, no `\`, no control character. */
export const isSafePath = (path: string): boolean => path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..') && !/[\\\p{Cc}]/u.test(path);

/** A role that may speak for a path, with what its delegator says of it. */
export interface Delegate { readonly name: string; readonly role: Role; readonly terminating: boolean }

/** The roles that may speak for the path, in the order in which they are asked (§5.6.7). */
export async function delegatesFor({ roles, succinct_roles: succinct }: Delegations, path: string): Promise<readonly Delegate[]> {
  const hashed = succinct !== undefined || roles?.some((role) => role.path_hash_prefixes !== undefined) ? await sha256(new TextEncoder().encode(path)) : '';
  // §4.5, TAP 15: the bin is the first `bit_length` bits of the path's hash; bins are terminating.
  if (succinct !== undefined) {
    const bin = Math.floor(Number.parseInt(hashed.slice(0, 8), 16) / 2 ** (32 - succinct.bit_length));
    const digits = Math.ceil(succinct.bit_length / 4);
    return [{ name: `${succinct.name_prefix}-${bin.toString(16).padStart(digits, '0')}`, role: succinct, terminating: true }];
  }
  return (roles ?? [])
    .filter((role) => (role.path_hash_prefixes?.some((prefix) => hashed.startsWith(prefix)) ?? false) || (role.paths?.some((pattern) => matches(pattern, path)) ?? false))
    .map((role) => ({ name: role.name, role, terminating: role.terminating }));
}

/** Whether `name` may be a bin of these succinct roles; which paths belong to it only the hash says. */
export function isBinOf({ name_prefix: prefix, bit_length: bits }: { readonly name_prefix: string; readonly bit_length: number }, name: string): boolean {
  const digits = name.slice(prefix.length + 1);
  return name.startsWith(`${prefix}-`) && digits.length === Math.ceil(bits / 4) && /^[0-9a-f]+$/.test(digits) && Number.parseInt(digits, 16) < 2 ** bits;
}

/** §4.5: `*`, `?` and `[…]` as in a shell: none of them reaches beyond a `/`. */
export function matches(pattern: string, path: string): boolean {
  const [patterns, segments] = [pattern.split('/'), path.split('/')];
  return patterns.length === segments.length && patterns.every((one, i) => matchesSegment(pieces(one), [...segments[i]!]));
}

/** `many`: any characters, also none; otherwise one character that passes. */
type Piece = 'many' | ((char: string) => boolean);

function pieces(pattern: string): Piece[] {
  const chars = [...pattern];
  const found: Piece[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    // A bracket right after the opening one is a member; an opening one without an end is itself.
    const end = char === '[' ? chars.indexOf(']', i + (chars[i + 1] === '!' ? 3 : 2)) : -1;
    if (char === '*') found.push('many');
    else if (char === '?') found.push(() => true);
    else if (end >= 0) {
      found.push(setOf(chars.slice(i + 1, end)));
      i = end;
    } else found.push((one) => one === char);
  }
  return found;
}

function setOf(chars: readonly string[]): (char: string) => boolean {
  if (chars[0] === '!') {
    const within = setOf(chars.slice(1));
    return (char) => !within(char);
  }
  const ranges: [from: number, to: number][] = [];
  for (let i = 0; i < chars.length; i++) {
    const isRange = chars[i + 1] === '-' && i + 2 < chars.length;
    ranges.push([chars[i]!.codePointAt(0)!, chars[isRange ? i + 2 : i]!.codePointAt(0)!]);
    if (isRange) i += 2;
  }
  return (char) => ranges.some(([from, to]) => char.codePointAt(0)! >= from && char.codePointAt(0)! <= to);
}

/** Goes back to the last `*` only, so that no pattern takes more than length times length. */
function matchesSegment(pattern: readonly Piece[], chars: readonly string[]): boolean {
  let [at, star, from] = [0, -1, 0];
  for (let i = 0; i < chars.length;) {
    const piece = pattern[at];
    if (piece === 'many') [star, from, at] = [at, i, at + 1];
    else if (piece?.(chars[i]!)) [i, at] = [i + 1, at + 1];
    else if (star >= 0) [from, i, at] = [from + 1, from + 1, star + 1];
    else return false;
  }
  return pattern.slice(at).every((piece) => piece === 'many');
}
