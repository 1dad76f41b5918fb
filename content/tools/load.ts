import path from 'node:path';
import { pinyin } from 'pinyin-pro';
import type * as v from 'valibot';
import { Chain } from '../schema/chain.ts';
import { Departments } from '../schema/department.ts';
import { FieldFile } from '../schema/field.ts';
import { Item } from '../schema/item.ts';
import { List } from '../schema/list.ts';
import { MaterialFile } from '../schema/material.ts';
import type { Pack, SearchEntry } from '../schema/pack.ts';
import { Site } from '../schema/site.ts';
import { Stages } from '../schema/stage.ts';
import { Texts } from '../schema/text.ts';
import { coverageOf } from '../../kiosk/core/coverage.ts';
import { compileItem, compileMaterial, compileSite } from './compile.ts';
import { checkLinks, type Kind } from './link.ts';
import { type Finding, type KeptSheets, readSheets, type Sheet } from './read.ts';

/** What a load keeps for the next one, where the content is loaded again after each change. */
export interface Kept { readonly sheets: KeptSheets; readonly search: Map<string, SearchEntry> }

/** Reads all of content/, checks it and builds the pack. The pack is only good when there are no findings. */
export function loadPack(root: string, builtAt: string, kept?: Kept): { pack: Pack; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const lost = new Set<Kind>();
  const read = <S extends v.GenericSchema>(kind: Kind, glob: string, schema: S) => readSheets(root, glob, schema, findings, () => lost.add(kind), kept?.sheets);
  const items = read('items', 'items/*/*/*.yaml', Item);
  const chains = read('chains', 'chains/*.yaml', Chain);
  const fields = read('fields', 'fields/*.yaml', FieldFile);
  const materials = read('materials', 'materials/*.yaml', MaterialFile);
  const lists = read('lists', 'lists/*.yaml', List);
  const sites = read('sites', 'sites/*.yaml', Site);
  const stages = read('stages', 'stages.yaml', Stages)[0]?.value;
  const departments = read('departments', 'departments.yaml', Departments)[0]?.value;
  const texts = read('texts', 'texts/*.yaml', Texts);
  for (const sheet of [...items, ...chains, ...lists, ...sites]) sameAsFileName(sheet, findings);

  const compiled = items.map((s) => compileItem(s.value));
  const search = (id: string, names: readonly string[], en: string) => {
    const name = JSON.stringify([id, names, en]);
    const entry = kept?.search.get(name) ?? searchEntry(id, names, en);
    kept?.search.set(name, entry);
    return entry;
  };
  const pack: Pack = {
    builtAt,
    stages: stages ?? { from: { source: '', grade: 'K', checked: builtAt.slice(0, 10) }, person: [], enterprise: [] },
    departments: departments ?? { from: { source: '', grade: 'K', checked: builtAt.slice(0, 10) }, city: [], district: [] },
    items: byId(items.map((s, i) => [s, ['id'], compiled[i]!]), findings),
    chains: byId(chains.map((s) => [s, ['id'], s.value]), findings),
    fields: byId(fields.flatMap((s) => s.value.fields.map((f, i) => [s, ['fields', i, 'id'], f] as const)), findings),
    materials: byId(materials.flatMap((s) => s.value.materials.map((m, i) => [s, ['materials', i, 'id'], compileMaterial(m)] as const)), findings),
    lists: byId(lists.map((s) => [s, ['id'], s.value]), findings),
    sites: byId(sites.map((s) => [s, ['id'], compileSite(s.value)]), findings),
    texts: { zh: flatTexts(texts, 'zh'), en: flatTexts(texts, 'en') },
    search: [
      ...compiled.map((i) => search(i.id, [i.plain ?? '', i.name, ...i.words, ...i.variants.map((x) => x.name)], i.en)),
      ...chains.map((c) => search(c.value.id, [c.value.plain, c.value.name, ...c.value.words], c.value.en)),
    ],
    coverage: coverageOf(compiled), changedAt: {}, withdrawn: {},
  };
  sameNumbers(items, findings);
  if (!lost.has('texts')) sameTexts(texts, findings);
  checkLinks(pack, { items, chains, fields, sites, lists }, lost, findings);
  return { pack, findings: findings.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line) };
}

function byId<T extends { readonly id: string }>(entries: readonly (readonly [sheet: Sheet<unknown>, at: readonly (string | number)[], value: T])[], findings: Finding[]): Record<string, T> {
  const all: Record<string, T> = {};
  const seen = new Map<string, string>();
  for (const [sheet, at, value] of entries) {
    const line = sheet.line(at);
    const other = seen.get(value.id);
    if (other !== undefined) findings.push({ file: sheet.file, line, says: `“${value.id}”已经在 ${other} 用过了，每个名字只能用一次` });
    seen.set(value.id, `${sheet.file}:${line}`);
    all[value.id] = value;
  }
  return all;
}

function sameAsFileName(sheet: Sheet<{ readonly id: string }>, findings: Finding[]) {
  const name = path.basename(sheet.file, '.yaml');
  if (sheet.value.id !== name) findings.push({ file: sheet.file, line: sheet.line(['id']), says: `id 应当和文件名一样，写成“${name}”` });
}

function sameNumbers(items: readonly Sheet<{ readonly no: string }>[], findings: Finding[]) {
  const seen = new Map<string, string>();
  for (const sheet of items) {
    const other = seen.get(sheet.value.no);
    if (other) findings.push({ file: sheet.file, line: sheet.line(['no']), says: `编号 ${sheet.value.no} 已经是 ${other}` });
    seen.set(sheet.value.no, sheet.file);
  }
}

const flatTexts = (sheets: readonly Sheet<Texts>[], language: string) =>
  Object.fromEntries(sheets.filter((s) => path.basename(s.file, '.yaml') === language).flatMap((s) =>
    Object.entries(s.value).flatMap(([group, keys]) => Object.entries(keys).map(([key, sentence]) => [`${group}.${key}`, sentence]))));

/** Both languages must have the same sentences with the same blanks. */
function sameTexts(sheets: readonly Sheet<Texts>[], findings: Finding[]) {
  const zh = flatTexts(sheets, 'zh');
  const en = flatTexts(sheets, 'en');
  const blanks = (s: string) => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join();
  for (const [mine, theirs, file] of [[zh, en, 'texts/en.yaml'], [en, zh, 'texts/zh.yaml']] as const) {
    for (const key of Object.keys(mine)) {
      const [group, name] = key.split('.') as [string, string];
      const sheet = sheets.find((s) => s.file === file);
      const line = sheet?.line([group, name]) ?? 1;
      if (theirs[key] === undefined) findings.push({ file, line, says: `缺少“${key}”这一句` });
      else if (blanks(mine[key]!) !== blanks(theirs[key])) findings.push({ file, line, says: `“${key}”里的 {…} 与另一种语言不一致` });
    }
  }
}

function searchEntry(id: string, names: readonly string[], en: string): SearchEntry {
  const text = names.join('|');
  const spell = (pattern: 'pinyin' | 'first') => names.map((n) => pinyin(n.replace(/[^\p{Script=Han}]/gu, ''), { toneType: 'none', type: 'array', pattern, v: true }).join('')).join('|');
  return { id, text: `${text}|${en.toLowerCase()}`, pinyin: spell('pinyin'), initials: spell('first') };
}
