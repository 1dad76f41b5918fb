import type { PackManifest } from '../../content/schema/manifest.ts';
import { officeCode } from '../../content/schema/manifest.ts';
import type { Chain, Item, Pack, SearchEntry, Site } from '../../content/schema/pack.ts';
import type { Field } from '../../content/schema/field.ts';
import type { Material } from '../../content/schema/pack.ts';
import type { List } from '../../content/schema/list.ts';
import type { Withdrawal } from '../../content/schema/rollout.ts';
import { coverageOf } from './coverage.ts';
import { fail, ok, type Result } from './result.ts';

/** One pack before it has a version: its files by name, each plain JSON. */
export interface PackSource { readonly pack: string; readonly kind: PackManifest['kind']; readonly title: string; readonly files: Readonly<Record<string, unknown>> }

/** More items than this in one scene of one department are laid in bins, so that a manifest stays small whatever the catalogue's size. */
const mostItemsInPack = 48;
const fieldBins = 16;
const materialBins = 8;

/**
 * The whole content as packs of small files: a change of one item, field or group of sentences changes one file, its manifest
 * and nothing else. The inverse of `assemblePack`. Throws when an item's lead department is in no table: the check comes first.
 */
export function splitPack(pack: Pack): PackSource[] {
  const codes = new Map(pack.departments.district.map(({ name, code }) => [name, code]));
  const search = groupBy(pack.search, (entry) => entry.id);
  const scenes = groupBy(Object.values(pack.items), (item) => `${leadCode(item, codes)}/${item.list}-${item.scene.replace('.', '-')}`);
  const items = [...scenes].flatMap(([name, members]): PackSource[] => {
    const bins = 2 ** Math.max(0, Math.ceil(Math.log2(members.length / mostItemsInPack)));
    const parts = groupBy(members, ({ id }) => (bins === 1 ? name : `${name}-b${binOf(id, bins)}`));
    return [...parts].map(([part, inside]) => ({
      pack: part, kind: 'items', title: `${inside[0]!.district.lead} · ${sceneTitle(pack, inside[0]!)}`,
      files: Object.fromEntries(inside.map((item) => [`items/${item.id}.json`, { item: { ...item, examples: [] }, search: search.get(item.id) ?? [] }])),
    }));
  });
  const texts = (['zh', 'en'] as const).map((language): PackSource => ({
    pack: `${officeCode}/texts-${language}`, kind: 'texts', title: language === 'zh' ? '界面文字 · 中文' : '界面文字 · English',
    files: Object.fromEntries([...groupBy(Object.entries(pack.texts[language]), ([key]) => key.split('.', 1)[0]!)].map(([group, sentences]) => [`texts/${language}/${group}.json`, Object.fromEntries(sentences)])),
  }));
  const shared: PackSource = {
    pack: `${officeCode}/shared`, kind: 'shared', title: '阶段、部门、数据元、材料、清单、一链办理、站点',
    files: {
      'stages.json': pack.stages, 'departments.json': pack.departments,
      ...Object.fromEntries(Object.values(pack.chains).map((chain) => [`chains/${chain.id}.json`, { chain: { ...chain, examples: [] }, search: search.get(chain.id) ?? [] }])),
      ...inBins('fields', fieldBins, pack.fields),
      ...inBins('materials', materialBins, pack.materials),
      ...Object.fromEntries(Object.values(pack.lists).map((list) => [`lists/${list.id}.json`, list])),
      ...Object.fromEntries(Object.values(pack.sites).map((site) => [`sites/${site.id}.json`, site])),
    },
  };
  return [...items, ...texts, shared].sort((a, b) => a.pack.localeCompare(b.pack, 'en'));
}

/** A file of a generation: which pack brought it, what it says, when it last changed (ISO). */
export interface ContentFile { readonly pack: string; readonly content: unknown; readonly at: string }
export type AssembleProblem = { readonly is: 'missing' | 'unknown-file' | 'not-its-department'; readonly name: string };

/**
 * Puts the files of one generation together again. The shapes of the files were checked before (content/schema/compiled.ts);
 * here it is looked whether they are all there, and whether each item comes from the department that leads it.
 */
export function assemblePack(files: Readonly<Record<string, ContentFile>>, withdrawn: readonly Withdrawal[]): Result<Pack, AssembleProblem> {
  const stages = files['stages.json']?.content as Pack['stages'] | undefined;
  const departments = files['departments.json']?.content as Pack['departments'] | undefined;
  if (!stages || !departments) return fail({ is: 'missing', name: stages ? 'departments.json' : 'stages.json' });
  const codes = new Map(departments.district.map(({ name, code }) => [name, code]));
  const items: Record<string, Item> = {};
  const chains: Record<string, Chain> = {};
  const fields: Record<string, Field> = {};
  const materials: Record<string, Material> = {};
  const lists: Record<string, List> = {};
  const sites: Record<string, Site> = {};
  const texts: Record<'zh' | 'en', Record<string, string>> = { zh: {}, en: {} };
  const search: SearchEntry[] = [];
  const changedAt: Record<string, string> = {};
  let builtAt = '';
  for (const [name, { pack, content, at }] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [folder, second] = name.split('/') as [string, string | undefined];
    if (at > builtAt) builtAt = at;
    if (folder !== 'items' && !pack.startsWith(`${officeCode}/`)) return fail({ is: 'not-its-department', name });
    switch (folder) {
      case 'stages.json': case 'departments.json': case 'media': case 'models': break;
      case 'items': {
        const { item, search: entries } = content as { item: Item; search: SearchEntry[] };
        if (name !== `items/${item.id}.json` || codes.get(item.district.lead) !== pack.split('/', 1)[0]) return fail({ is: 'not-its-department', name });
        items[item.id] = item;
        changedAt[item.id] = at;
        search.push(...entries);
        break;
      }
      case 'chains': {
        const { chain, search: entries } = content as { chain: Chain; search: SearchEntry[] };
        chains[chain.id] = chain;
        changedAt[chain.id] = at;
        search.push(...entries);
        break;
      }
      case 'fields': Object.assign(fields, content); break;
      case 'materials': Object.assign(materials, content); break;
      case 'lists': lists[(content as List).id] = content as List; break;
      case 'sites': sites[(content as Site).id] = content as Site; break;
      case 'texts': if (second === 'zh' || second === 'en') Object.assign(texts[second], content); break;
      default: return fail({ is: 'unknown-file', name });
    }
  }
  return ok({
    builtAt, stages, departments, items, chains, fields, materials, lists, sites, texts, search,
    coverage: coverageOf(Object.values(items)), changedAt,
    withdrawn: Object.fromEntries(withdrawn.map((one) => [one.item, { since: one.since, why: one.why, whyEn: one.whyEn ?? null }])),
  });
}

const leadCode = (item: Item, codes: ReadonlyMap<string, string>): string => {
  const code = codes.get(item.district.lead);
  if (code === undefined) throw new Error(`no department code for ${item.id}`);
  return code;
};

function sceneTitle(pack: Pack, item: Item): string {
  const scene = pack.stages[item.list].flatMap((stage) => stage.scenes).find(({ no }) => no === item.scene);
  return `${item.list === 'person' ? '个人' : '企业'} ${item.scene} ${scene?.name ?? ''}`.trim();
}

function inBins<T>(folder: string, bins: number, all: Readonly<Record<string, T>>): Record<string, Record<string, T>> {
  const parts = groupBy(Object.entries(all), ([id]) => `${folder}/${binOf(id, bins)}.json`);
  return Object.fromEntries([...parts].map(([name, entries]) => [name, Object.fromEntries(entries)]));
}

/** FNV-1a (32 bit) of the UTF-16 units, modulo `bins`: the same on every machine. */
export function binOf(id: string, bins: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return hash % bins;
}

function groupBy<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = by(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
