import * as v from 'valibot';

type Issue = v.BaseIssue<unknown>;
type Keys = readonly (string | number)[];
export interface Explained { readonly keys: Keys; readonly says: string }
/** `lacks`, `means`: the key that is missing, or that an unknown one was meant to be; one misspelling is both. */
interface Said extends Explained { readonly lacks?: string; readonly means?: string | undefined }

/** Turns validation issues into sentences for a maintainer. Of a union's branches the one that fits best is explained. */
export function explain(issues: readonly Issue[], schema: unknown): Explained[] {
  return told(issues, schema, []).map(({ keys, says }) => ({ keys, says }));
}

function told(issues: readonly Issue[], schema: unknown, base: Keys): Said[] {
  const all = issues.flatMap((issue): Said[] => {
    const keys = [...base, ...(issue.path ?? []).map((p) => p.key as string | number)];
    if (issue.type === 'union') return ofUnion(issue, schema, keys);
    if (issue.type === 'strict_object' && issue.expected === 'never') return unknownKeys(issue, schema, keys);
    if (issue.type === 'strict_object' && issue.received === 'undefined') {
      const lacks = String(keys.at(-1));
      return [{ keys: keys.slice(0, -1), says: `${where(keys.slice(0, -1))}缺少“${lacks}”`, lacks }];
    }
    return [{ keys, says: `${where(keys)}：${sentence(issue)}` }];
  });
  const at = (s: Said, key: string | undefined) => JSON.stringify([s.lacks === undefined ? s.keys.slice(0, -1) : s.keys, key]);
  const meant = new Set(all.flatMap((s) => (s.means === undefined ? [] : [at(s, s.means)])));
  return all.filter((s) => s.lacks === undefined || !meant.has(at(s, s.lacks)));
}

function ofUnion(issue: Issue, schema: unknown, keys: Keys): Said[] {
  const branches = nodesAt(schema, keys).flatMap(leaves).map((node) => v.safeParse(node as unknown as v.GenericSchema, issue.input).issues ?? []);
  const inside = branches.filter((issues) => issues.every((i) => (i.path?.length ?? 0) > 0)).map((issues) => told(issues, schema, keys));
  const best = inside.reduce<Said[] | undefined>((least, one) => (least && least.length <= one.length ? least : one), undefined);
  if (best) return best;
  const root = ownWords(issue) ? issue : (branches.at(-1)?.find((i) => !i.path?.length) ?? issue);
  return [{ keys, says: `${where(keys)}：${sentence(root)}` }];
}

/** The validator names only the first unknown key of an object; a maintainer wants all of them. */
function unknownKeys(issue: Issue, schema: unknown, keys: Keys): Said[] {
  const parent = keys.slice(0, -1);
  const known = keysAt(schema, parent);
  const written = Object.keys((issue.path?.at(-1) as { readonly input?: object } | undefined)?.input ?? {});
  const unknown = [String(keys.at(-1)), ...written.filter((key) => key !== keys.at(-1) && !known.includes(key))];
  return unknown.map((key) => {
    if (known.includes(key)) return { keys: [...parent, key], says: `“${key}”不能写在这里` };
    const means = nearest(key, known.filter((k) => !written.includes(k)));
    return { keys: [...parent, key], says: `不认识“${key}”这一项${means ? `，是不是想写“${means}”？` : ''}`, means };
  });
}

const where = (keys: Keys) => (keys.length ? keys.map((k) => (typeof k === 'number' ? `第 ${k + 1} 个` : k)).join(' › ') : '文件');

const ownWords = (issue: Issue) => !issue.message.startsWith('Invalid ');
/** The schema's own words, or what the validator says in English, for maintainers. */
function sentence(issue: Issue): string {
  if (ownWords(issue)) return issue.message;
  switch (issue.type) {
    case 'string': return '应当是一段文字';
    case 'array': return '应当是列表：每项一行，前面写“- ”';
    case 'strict_object': case 'record': return '应当是一组“名字: 值”';
    case 'picklist': case 'literal': return `只能写${issue.expected?.replace(/[()]/g, '').replaceAll(' | ', '、').replaceAll(/"([^"]*)"/g, '“$1”').replaceAll('”、“', '”“') ?? ''}`;
    case 'min_length': return Array.isArray(issue.input) ? `至少要有 ${String(issue.requirement)} 项` : '不能为空';
    case 'iso_date': return '日期写成 2026-11-23';
    default: return '写法不对';
  }
}

interface Node { readonly type?: string; readonly entries?: Record<string, Node>; readonly wrapped?: Node; readonly pipe?: readonly Node[]; readonly item?: Node; readonly options?: readonly Node[]; readonly value?: Node }

/** The schemas that stand at a path, over all branches of the unions on the way. */
function nodesAt(schema: unknown, keys: Keys): Node[] {
  let nodes = [schema as Node];
  for (const key of keys) {
    nodes = nodes.flatMap(flat).flatMap((n) => (n.entries?.[key] ? [n.entries[key]] : n.type === 'array' && n.item ? [n.item] : n.type === 'record' && n.value ? [n.value] : []));
  }
  return [...new Set(nodes)];
}
/** The keys a schema knows at a path: what an unknown key may have been meant to be. */
const keysAt = (schema: unknown, keys: Keys): string[] => [...new Set(nodesAt(schema, keys).flatMap(flat).flatMap((n) => Object.keys(n.entries ?? {})))];

/** The branches of a union and of the unions within it, each with its checks; anything else is its own only branch. */
function leaves(node: Node): Node[] {
  if (node.type === 'union' && node.options) return node.options.flatMap(leaves);
  if (node.wrapped) return leaves(node.wrapped);
  if (node.pipe?.[0] && node.pipe[0] !== node && (node.pipe[0].type === 'union' || node.pipe[0].wrapped)) return leaves(node.pipe[0]);
  return [node];
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

/** Characters put in, left out, wrong, or two neighbours swapped. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), swapped ? before[j - 2]! + 1 : Infinity);
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
