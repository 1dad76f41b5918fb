import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import YAML from 'yaml';
import { explain } from './explain.ts';

/** A sentence an editor can act on: where, and what to do. */
export interface Finding { readonly file: string; readonly line: number; readonly says: string }

/** One parsed file with the way back from a key path to its line. */
export interface Sheet<T> { readonly file: string; readonly value: T; line(keys: readonly (string | number)[]): number }

/** What was read of each file last: a file whose text is the same is not read again. For who loads the content again and again. */
export type KeptSheets = Map<string, { readonly source: string; readonly schema: unknown; readonly sheet: Sheet<unknown> | undefined; readonly findings: readonly Finding[] }>;

/**
 * Reads every file of a glob below `root`, strictly: findings are collected from all files, never only the first.
 * `onLost` is told when a file could not be made sense of, so that nobody looks in vain for what stands in it.
 */
export function readSheets<S extends v.GenericSchema>(root: string, glob: string, schema: S, findings: Finding[], onLost: () => void, kept?: KeptSheets): Sheet<v.InferOutput<S>>[] {
  const files = globSync(glob, { cwd: root }).map((file) => file.split(path.sep).join('/')).sort();
  return files.flatMap((file) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    const before = kept?.get(file);
    const known = before?.source === source && before.schema === schema ? before : undefined;
    const found: Finding[] = [];
    const sheet = known ? known.sheet as Sheet<v.InferOutput<S>> | undefined : readSheet(source, file, schema, found);
    if (!known) kept?.set(file, { source, schema, sheet, findings: found });
    findings.push(...(known?.findings ?? found));
    if (!sheet) onLost();
    return sheet ?? [];
  });
}

function readSheet<S extends v.GenericSchema>(source: string, file: string, schema: S, findings: Finding[]): Sheet<v.InferOutput<S>> | undefined {
  const lines = new YAML.LineCounter();
  // "failsafe" keeps every value text: 011203 stays 011203 and an 18-digit number keeps its last digit.
  const doc = YAML.parseDocument(source, { schema: 'failsafe', lineCounter: lines, uniqueKeys: true });
  const say = (line: number, says: string) => findings.push({ file, line, says });
  const lineOf = (node: unknown) => lines.linePos(YAML.isNode(node) ? (node.range?.[0] ?? 0) : 0).line;
  for (const error of doc.errors) say(lines.linePos(error.pos[0]).line, `这一处不是合法的 YAML：${yamlErrors[error.code] ?? error.message.split(/ at line|\n/)[0]}`);
  if (doc.errors.length > 0) return undefined;
  if (!YAML.isMap(doc.contents)) { say(1, '文件应当是一组“名字: 值”'); return undefined; }
  // One visitor for all kinds: of several, only the most particular would be called for a node.
  let aliased = false;
  YAML.visit(doc, {
    Node: (_, node) => {
      aliased ||= YAML.isAlias(node);
      if (YAML.isAlias(node) || node.anchor) say(lineOf(node), '不使用 YAML 锚点和别名（& 和 *），请把内容写全');
      if (!YAML.isAlias(node) && node.tag) say(lineOf(node), '不使用 YAML 标签（!）');
      if (YAML.isScalar(node) && node.type === 'PLAIN' && node.comment != null) say(lineOf(node), '“#”后面的文字会被当成注释丢掉；要么另起一行，要么给整个值加引号');
    },
  });
  if (aliased) return undefined;

  const line = (keys: readonly (string | number)[]) => {
    for (let n = keys.length; n > 0; n--) {
      const pair = pairAt(doc, keys.slice(0, n));
      if (pair) return lineOf(pair);
    }
    return 1;
  };
  const parsed = v.safeParse(schema, doc.toJS());
  if (!parsed.success) {
    for (const { keys, says } of explain(parsed.issues, schema)) say(line(keys), says);
    return undefined;
  }
  return { file, value: parsed.output, line };
}

const yamlErrors: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: '同一项写了两次',
  MULTIPLE_DOCS: '一个文件里只写一份内容，不用“---”分开',
  TAB_AS_INDENT: '缩进只用空格，不用制表符',
  BLOCK_AS_IMPLICIT_KEY: '值里有冒号加空格，要给整个值加引号',
};

/** The key node at a path, so that a finding about an unknown key points at the key, not at the file. */
function pairAt(doc: YAML.Document, keys: readonly (string | number)[]): unknown {
  const parent = keys.length > 1 ? doc.getIn(keys.slice(0, -1), true) : doc.contents;
  const last = keys.at(-1);
  if (YAML.isMap(parent)) return parent.items.find((pair) => String(pair.key) === String(last))?.key;
  if (YAML.isSeq(parent)) return parent.items[Number(last)];
  return undefined;
}
