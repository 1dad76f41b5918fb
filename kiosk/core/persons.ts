/** One person on a list such as the shareholders, read from the identity card or typed; `share` in whole per cent. */
export interface Person { readonly name: string; readonly number: string; readonly share: number }

/** A persons value as the visit stores it. Whatever is not a list of persons is an empty list. */
export function readPersons(value: string | undefined): readonly Person[] {
  if (!value) return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed.filter(isPerson) : [];
  } catch {
    return [];
  }
}
export const writePersons = (persons: readonly Person[]): string => JSON.stringify(persons);
const isPerson = (x: unknown): x is Person =>
  typeof x === 'object' && x !== null && 'name' in x && typeof x.name === 'string' && 'number' in x && typeof x.number === 'string' && 'share' in x && typeof x.share === 'number';

export type PersonsProblem = 'none' | 'shares-not-100' | 'same-person-twice' | 'zero-share' | 'too-many';
/** 公司法 第42条: one to fifty shareholders; the shares of all make 100 per cent. */
export function personsProblem(persons: readonly Person[]): PersonsProblem | undefined {
  if (persons.length === 0) return 'none';
  if (new Set(persons.map((p) => p.number)).size !== persons.length) return 'same-person-twice';
  if (persons.length > 50) return 'too-many';
  if (persons.some((p) => !(p.share > 0))) return 'zero-share';
  return persons.reduce((sum, p) => sum + p.share, 0) === 100 ? undefined : 'shares-not-100';
}
