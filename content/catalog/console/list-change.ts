import * as v from 'valibot';
import { fail, ok, type Result } from '../../../kiosk/core/result.ts';
import { matterTypes } from '../../schema/item.ts';
import type { Pack } from '../../schema/pack.ts';
import { keysAt } from './kinds.ts';
import { type KeyPath, parseSheet, setAt, sheetText, type Value } from './yaml-document.ts';

const words = v.pipe(v.string(), v.trim(), v.minLength(1, '有必填的没有填'), v.maxLength(300));
const date = v.pipe(v.string(), v.isoDate('日期写成 2026-11-30'));
const optional = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(300)), '');
/** By which document: asked of every change of the province's list. */
const because = {
  document: v.pipe(words, v.description('文件名和文号')), dated: date, source: v.pipe(words, v.description('在哪里看到的原文')), grade: v.picklist(['A', 'B']),
  area: v.pipe(v.string(), v.regex(/^\d{6}$/, '区划代码是 6 位数字')), effective: date, why: optional,
};
/** 新增、取消、下放、变更. */
export const ListChange = v.variant('kind', [
  v.strictObject({
    kind: v.literal('add'), ...because, list: v.picklist(['person', 'enterprise']), id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{2,60}$/, '代号只用小写字母、数字和连字符，以字母开头')),
    no: v.pipe(v.string(), v.regex(/^[EP]\d{1,3}$/, '编号写成 E107 或 P116')), name: words, en: words, plain: optional, type: v.picklist(matterTypes), scene: v.pipe(v.string(), v.regex(/^\d{1,2}\.\d$/, '请选场景')), cityLead: words, districtLead: words,
  }),
  v.strictObject({ kind: v.literal('cancel'), ...because, item: words }),
  v.strictObject({ kind: v.literal('delegate'), ...because, item: words, level: words, body: words, districtLead: optional }),
  v.strictObject({ kind: v.literal('change'), ...because, item: words, name: optional, en: optional, plain: optional, type: v.optional(v.picklist(matterTypes)), scene: optional, cityLead: optional, districtLead: optional }),
]);
export type ListChange = v.InferOutput<typeof ListChange>;
export const listChangeNames = { add: '新增', cancel: '取消', delegate: '下放', change: '变更' } as const;

export interface Written { readonly file: string; readonly text: string; readonly item: string; readonly name: string; readonly says: string }
type Refused = { readonly says: string };

/** The change of the province's list as a change of one file; what stands there already and its comments stay. `fileOf`: the file of an item and its text. */
export function writeListChange(change: ListChange, pack: Pack, today: string, fileOf: (item: string) => { readonly file: string; readonly text: string } | undefined): Result<Written, Refused> {
  const from = (value: string) => ({ value, source: change.source, grade: change.grade, checked: today, area: change.area });
  const departments = [[change.kind === 'add' || change.kind === 'change' ? change.cityLead : '', 'city'], [change.kind === 'cancel' ? '' : change.districtLead, 'district']] as const;
  for (const [name, level] of departments) if (name !== '' && !pack.departments[level].some((one) => one.name === name)) return fail({ says: `部门表里没有“${name}”，请从列表里选。` });
  const mark = from(`${change.document}（${change.dated}）${listChangeNames[change.kind]}，${change.effective} 起`);
  if (change.kind === 'add') return added(change, pack, today, mark);

  const item = pack.items[change.item];
  const found = fileOf(change.item);
  if (!item || !found) return fail({ says: '没有这个事项，请从列表里选。' });
  const doc = parseSheet(found.text);
  const set = (at: KeyPath, value: Value | undefined) => setAt(doc, at, value, (place) => keysAt('items', place));
  set(['identity', 'version'], mark);
  const told = (says: string): Result<Written, Refused> => ok({ file: found.file, text: sheetText(doc), item: item.id, name: item.name, says });
  if (change.kind === 'cancel') {
    set(['identity', 'state'], from('取消'));
    set(['identity', 'cancelledFrom'], from(change.effective));
    return told(`取消“${item.name}”，${change.effective} 起`);
  }
  if (change.kind === 'delegate') {
    set(['identity', 'effectiveFrom'], from(change.effective));
    set(['owner', 'body'], from(change.body));
    set(['owner', 'level'], from(change.level));
    if (change.districtLead !== '') set(['district', 'lead'], change.districtLead);
    return told(`下放“${item.name}”给${change.body}（${change.level}），${change.effective} 起`);
  }
  const parts: [at: KeyPath, value: string | undefined][] = [[['name'], change.name], [['en'], change.en], [['plain'], change.plain], [['type'], change.type], [['scene'], change.scene], [['city', 'lead'], change.cityLead], [['district', 'lead'], change.districtLead]];
  const wanted = parts.filter((part): part is [KeyPath, string] => part[1] !== undefined && part[1] !== '');
  if (wanted.length === 0) return fail({ says: '没有写要变更什么。' });
  if (change.type !== undefined && item.variants.length > 0) return fail({ says: '这个事项有子项，类型写在子项上，请在事项页里改。' });
  for (const [at, value] of wanted) set(at, value);
  set(['identity', 'effectiveFrom'], from(change.effective));
  return told(`变更“${item.name}”：${wanted.map(([at, value]) => `${({ name: '名称', en: '英文名称', plain: '群众的叫法', type: '类型', scene: '场景', city: '市级牵头部门', district: '区级牵头部门' } as const)[at[0] as 'name']}改为“${value}”`).join('，')}，${change.effective} 起`);
}

function added(change: Extract<ListChange, { kind: 'add' }>, pack: Pack, today: string, mark: Value): Result<Written, Refused> {
  if (pack.items[change.id] ?? pack.chains[change.id]) return fail({ says: `代号“${change.id}”已经有了，请换一个。` });
  const taken = Object.values(pack.items).find(({ no }) => no === change.no);
  if (taken) return fail({ says: `编号 ${change.no} 已经是“${taken.name}”。` });
  if (change.no.startsWith('P') !== (change.list === 'person')) return fail({ says: '个人事项的编号以 P 开头，企业事项以 E 开头。' });
  const scene = pack.stages[change.list].flatMap(({ scenes }) => scenes).find(({ no }) => no === change.scene);
  if (!scene) return fail({ says: '没有这个场景，请从列表里选。' });
  const from = { source: `${change.document}；${change.source}`, grade: change.grade, checked: today, area: change.area };
  const doc = parseSheet('{}');
  doc.contents = null;
  const set = (at: KeyPath, value: Value) => setAt(doc, at, value, (place) => keysAt('items', place));
  const head: [string, string][] = [['id', change.id], ['no', change.no], ['name', change.name], ['en', change.en], ['plain', change.plain], ['type', change.type], ['scene', change.scene]];
  for (const [key, value] of head) if (value !== '') set([key], value);
  set(['city'], { lead: change.cityLead });
  set(['district'], { lead: change.districtLead });
  set(['depth'], 'guide');
  set(['by'], ['apply']);
  set(['from'], from);
  set(['identity', 'version'], mark);
  set(['identity', 'effectiveFrom'], change.effective);
  return ok({ file: `items/${change.list}/${scene.id}/${change.id}.yaml`, text: sheetText(doc), item: change.id, name: change.name, says: `新增“${change.name}”（${change.no}），${change.effective} 起` });
}
