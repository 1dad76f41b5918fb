import type { KeyPath, Value } from './yaml-document.ts';

/** One key that says something else than before; `undefined`: not written. */
export interface Change { readonly at: KeyPath; readonly before: Value | undefined; readonly after: Value | undefined }
type Map_ = { readonly [key: string]: Value };

const isMap = (value: Value | undefined): value is Map_ => typeof value === 'object' && !Array.isArray(value);
/** A value with its source, or a source itself, is one statement: half of one and half of another is neither. */
const isStatement = (value: Value | undefined) => isMap(value) && !('id' in value) && ['value', 'source', 'rule', 'all', 'any', 'field'].some((key) => key in value);
const idsOf = (value: Value | undefined): string[] | undefined => {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const ids = (value as readonly Value[]).map((one) => (isMap(one) && typeof one['id'] === 'string' ? one['id'] : undefined));
  return ids.every((id) => id !== undefined) && new Set(ids).size === ids.length ? ids : undefined;
};

/** What differs, key by key; members of lists are told apart by their id where they have one. */
export function changesBetween(before: Value | undefined, after: Value | undefined, at: KeyPath = []): Change[] {
  if (same(before, after)) return [];
  if (isMap(before) && isMap(after) && !isStatement(before) && !isStatement(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => changesBetween(own(before, key), own(after, key), [...at, key]));
  }
  const [was, is] = [idsOf(before), idsOf(after)];
  if (was && is && inSameOrder(was, is)) {
    const member = (list: Value | undefined, ids: readonly string[], id: string) => (list as readonly Value[])[ids.indexOf(id)];
    return [...new Set([...was, ...is])].flatMap((id) => changesBetween(member(before, was, id), member(after, is, id), [...at, `#${id}`]));
  }
  return [{ at, before, after }];
}

const own = (map: Map_, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined);
const inSameOrder = (a: readonly string[], b: readonly string[]) => same(a.filter((id) => b.includes(id)), b.filter((id) => a.includes(id)));

/** Deep equality of plain values, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((key) => Object.hasOwn(y, key) && same(x[key], y[key]));
}

/** What stands at a place in a plain value. */
export function lookAt(value: Value | undefined, at: KeyPath): Value | undefined {
  return at.reduce<Value | undefined>((here, key) => {
    if (Array.isArray(here)) return (here as readonly Value[]).find((one) => isMap(one) && `#${String(one['id'])}` === key);
    return isMap(here) ? own(here, key) : undefined;
  }, value);
}

/** Whether one place lies within the other. */
export const overlaps = (a: KeyPath, b: KeyPath): boolean => a.slice(0, Math.min(a.length, b.length)).every((key, i) => key === b[i]);
export const placeName = (at: KeyPath): string => JSON.stringify(at);
