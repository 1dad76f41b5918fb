import type { Value } from '../yaml-document.ts';

/** One element as a form shows it; as YAML it is a plain value, a value with its source, or `null` with a reason. */
export interface Written { readonly mode: 'value' | 'none' | 'unknown'; readonly value: Value | undefined; readonly reason: string; readonly origin: Origin | null }
export interface Origin { readonly source?: string; readonly grade?: string; readonly checked?: string; readonly area?: string }
const originKeys = ['source', 'grade', 'checked', 'area'] as const;

export function readElement(value: Value | undefined): Written {
  if (value === undefined) return { mode: 'unknown', value: undefined, reason: '', origin: null };
  if (typeof value !== 'object' || Array.isArray(value) || !('value' in value)) return { mode: 'value', value, reason: '', origin: null };
  const map = value as Readonly<Record<string, Value>>;
  const origin = Object.fromEntries(originKeys.flatMap((key) => (typeof map[key] === 'string' ? [[key, map[key]]] : []))) as Origin;
  const own = Object.keys(origin).length > 0 ? origin : null;
  return map['value'] === 'null' ? { mode: 'none', value: undefined, reason: String(map['reason'] ?? ''), origin: own } : { mode: 'value', value: map['value'], reason: '', origin: own };
}

export function writeElement({ mode, value, reason, origin }: Written): Value | undefined {
  if (mode === 'unknown') return undefined;
  const from = originKeys.flatMap((key): [string, string][] => (origin?.[key] ? [[key, origin[key]]] : []));
  if (mode === 'none') return { value: 'null', reason, ...Object.fromEntries(from) };
  const known = value ?? '';
  return from.length > 0 ? { value: known, ...Object.fromEntries(from) } : known;
}
