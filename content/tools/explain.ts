import type * as v from 'valibot';

type Issue = v.BaseIssue<unknown>;
export interface Explained { readonly keys: readonly (string | number)[]; readonly says: string }

/** Turns validation issues into sentences for a maintainer. Of a union's branches the one that came furthest is explained. */
export function explain(issues: readonly Issue[], schema: unknown, base: readonly (string | number)[] = []): Explained[] {
  return issues.flatMap((issue) => {
    const keys = [...base, ...(issue.path ?? []).map((p) => p.key as string | number)];
    if (issue.type === 'union' && issue.issues?.length) {
      const depth = Math.max(...issue.issues.map((i) => i.path?.length ?? 0));
      const deepest = issue.issues.filter((i) => (i.path?.length ?? 0) === depth);
      if (depth > 0) return explain(dedupe(deepest), schema, keys);
      return [{ keys, says: `${where(keys)}：${deepest.at(-1)!.message}` }];
    }
    if (issue.type === 'strict_object' && issue.expected === 'never') {
      const known = keysAt(schema, keys.slice(0, -1));
      const key = String(keys.at(-1));
      const guess = nearest(key, known);
      return [{ keys, says: `不认识“${key}”这一项${guess ? `，是不是想写“${guess}”？` : ''}` }];
    }
    if (issue.type === 'strict_object' && issue.received === 'undefined') return [{ keys: keys.slice(0, -1), says: `${where(keys.slice(0, -1))}缺少“${String(keys.at(-1))}”` }];
    return [{ keys, says: `${where(keys)}：${issue.message}` }];
  });
}

const where = (keys: readonly (string | number)[]) => (keys.length ? keys.map((k) => (typeof k === 'number' ? `第 ${k + 1} 个` : k)).join(' › ') : '文件');
const dedupe = (issues: readonly Issue[]) => [...new Map(issues.map((i) => [JSON.stringify([i.path?.map((p) => p.key), i.message]), i])).values()];

interface Node { readonly type?: string; readonly entries?: Record<string, Node>; readonly wrapped?: Node; readonly pipe?: readonly Node[]; readonly item?: Node; readonly options?: readonly Node[]; readonly value?: Node }

/** The keys a schema knows at a path, over all branches of its unions: what an unknown key may have been meant to be. */
function keysAt(schema: unknown, keys: readonly (string | number)[]): string[] {
  let nodes = flat(schema as Node);
  for (const key of keys) nodes = nodes.flatMap((n) => (n.entries?.[key] ? flat(n.entries[key]) : n.type === 'array' && n.item ? flat(n.item) : n.type === 'record' && n.value ? flat(n.value) : []));
  return [...new Set(nodes.flatMap((n) => Object.keys(n.entries ?? {})))];
}
function flat(node: Node): Node[] {
  if (node.wrapped) return flat(node.wrapped);
  if (node.options && typeof node.options[0] === 'object') return node.options.flatMap(flat);
  if (node.pipe?.[0] && node.pipe[0] !== node) return flat(node.pipe[0]);
  return [node];
}

/** The known key with the smallest edit distance, if it is close enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const scored = known.map((k) => [distance(word.toLowerCase(), k.toLowerCase()), k] as const).sort((a, b) => a[0] - b[0]);
  const best = scored[0];
  return best && best[0] <= Math.max(1, Math.floor(word.length / 3)) ? best[1] : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
