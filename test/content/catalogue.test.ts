import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Item } from '../../content/schema/item.ts';
import { type Finding, readSheets } from '../../content/tools/read.ts';
import { findings, pack } from './pack.ts';
import { contentRoot } from './root.ts';

/** One row of the transcription of 山政办发〔2021〕10号. */
interface Row {
  readonly no: number; readonly name: string; readonly type: string | null; readonly notes: string;
  readonly stage: { readonly no: number; readonly name: string }; readonly scene: { readonly no: string; readonly name: string };
  readonly cityLead: string; readonly cityCooperating: readonly string[]; readonly districtLead: string; readonly districtCooperating: readonly string[];
  readonly subItems: readonly { readonly name: string; readonly type: string; readonly cityCooperating: readonly string[]; readonly districtCooperating: readonly string[] }[];
}
const transcription = path.resolve(import.meta.dirname, '../../../shared/catalog');
/** The transcription lies beside the checkout and is no part of it; without it what compares with it is skipped, and says so. */
const absent = !existsSync(transcription);
const said = (name: string) => (absent ? `${name} (skipped: no ../shared/catalog beside this checkout)` : name);
const rowsOf = (list: string): readonly Row[] => JSON.parse(readFileSync(path.join(transcription, `${list}-items.json`), 'utf8')) as Row[];
const printed = absent ? [] : [...rowsOf('enterprise').map((row) => ({ ...row, key: `E${row.no}` })), ...rowsOf('personal').map((row) => ({ ...row, key: `P${row.no}` }))];

const unread: Finding[] = [];
const sheets = readSheets(contentRoot, 'items/*/*/*.yaml', Item, unread, () => {});
const written = new Map(sheets.map((sheet) => [sheet.value.no, sheet]));
const itemOf = (key: string) => written.get(key)!.value;
const stagesOf = (key: string) => pack.stages[key.startsWith('P') ? 'person' : 'enterprise'];
const chinese = /\p{Script=Han}/u;

test('the content has nothing to mend', () => {
  expect(findings).toEqual([]);
  expect(unread).toEqual([]);
});

describe('the catalogue', () => {
  test('has 106 and 115 items, 113 variants, and 296 matters that stand alone', () => {
    const items = Object.values(pack.items);
    const variants = items.reduce((sum, i) => sum + i.variants.length, 0);
    expect(items.filter((i) => i.list === 'enterprise')).toHaveLength(106);
    expect(items.filter((i) => i.list === 'person')).toHaveLength(115);
    expect(variants).toBe(113);
    expect(variants + items.filter((i) => i.variants.length === 0).length).toBe(296);
  });

  test.skipIf(absent)(said('has exactly the printed numbers'), () => {
    expect([...written.keys()].sort()).toEqual(printed.map((row) => row.key).sort());
  });

  test.skipIf(absent)(said('has 6 and 11 stages with 15 and 25 scenes, numbered and named as printed, each once'), () => {
    for (const [list, letter, stageCount, sceneCount] of [['enterprise', 'E', 6, 15], ['person', 'P', 11, 25]] as const) {
      const stages = pack.stages[list];
      const rows = printed.filter((row) => row.key.startsWith(letter));
      expect(stages).toHaveLength(stageCount);
      expect(stages.flatMap((s) => s.scenes)).toHaveLength(sceneCount);
      expect(stages.map((s) => `${s.no} ${s.name}`)).toEqual([...new Set(rows.map((r) => `${r.stage.no} ${r.stage.name}`))]);
      expect(stages.flatMap((s) => s.scenes.map((c) => `${c.no} ${c.name}`))).toEqual([...new Set(rows.map((r) => `${r.scene.no} ${r.scene.name}`))]);
      expect(new Set(stages.map((s) => s.id)).size).toBe(stageCount);
      expect(new Set(stages.flatMap((s) => s.scenes.map((c) => c.id))).size).toBe(sceneCount);
    }
  });

  test.skipIf(absent)(said('has no department that no item names'), () => {
    for (const level of ['city', 'district'] as const) {
      const named = new Set(printed.flatMap((r) => (level === 'city' ? [r.cityLead, ...r.cityCooperating] : [r.districtLead, ...r.districtCooperating]).flatMap((name) => name.split('、'))));
      expect(pack.departments[level].map((d) => d.name).sort()).toEqual([...named].sort());
    }
  });
});

/** Without the transcription each item is still there by its number, so that what is skipped is counted. */
const compared = absent ? Object.values(pack.items).map((i) => ({ key: i.no, name: said(i.name) }) as (typeof printed)[number]) : printed;
describe.skipIf(absent).each(compared)('$key $name', (row) => {
  test('stands in its file word for word, with its type, stage and scene', () => {
    const item = itemOf(row.key);
    const stage = stagesOf(row.key).find((s) => s.scenes.some((c) => c.no === item.scene));
    const scene = stage?.scenes.find((c) => c.no === item.scene);
    expect({ name: item.name, type: item.type ?? null, stage: stage?.name, stageNo: stage?.no, scene: scene?.name, sceneNo: item.scene })
      .toEqual({ name: row.name, type: row.type, stage: row.stage.name, stageNo: String(row.stage.no), scene: row.scene.name, sceneNo: row.scene.no });
    expect(written.get(row.key)!.file).toBe(`items/${row.key.startsWith('P') ? 'person' : 'enterprise'}/${scene?.id}/${item.id}.yaml`);
  });

  test('names the departments of both levels', () => {
    const item = itemOf(row.key);
    expect([item.city, item.district]).toEqual([{ lead: row.cityLead, with: row.cityCooperating }, { lead: row.districtLead, with: row.districtCooperating }]);
  });

  test('has its variants in the order printed, with their types and departments', () => {
    const item = itemOf(row.key);
    expect(item.variants.map((v) => ({
      name: v.name, type: v.type,
      // A variant that names no department takes its item's.
      cityCooperating: v.city.length ? v.city : item.city.with, districtCooperating: v.district.length ? v.district : item.district.with,
    }))).toEqual(row.subItems);
  });

  test('keeps the doubts of its transcription, and has no others unless somebody wrote its steps', () => {
    const doubts = row.notes.split('DOUBT: ').slice(1).map((note) => note.replace(/; $/, '').trim());
    const { doubts: kept, steps, variants } = itemOf(row.key);
    if (steps ?? variants.some((v) => v.steps)) {
      // An authored item says its doubts in its author's words; one from the notes may not vanish.
      for (const doubt of doubts) expect(kept).toContain(doubt);
    } else {
      expect(kept).toEqual(doubts);
    }
  });
});

test('everything that is shown in a list has an English title, without Chinese characters', () => {
  const titled = [
    ...Object.values(pack.items).flatMap((i) => [[i.no, i.en], ...i.variants.map((v) => [`${i.no} ${v.id}`, v.en])]),
    ...Object.values(pack.chains).flatMap((c) => [[c.id, c.en], [c.id, c.plainEn], [c.id, c.appliesToEn], ...c.parts.map((p) => [`${c.id} ${p.item}`, p.form.en])]),
    ...[...pack.stages.person, ...pack.stages.enterprise].flatMap((s) => [[s.id, s.en], ...s.scenes.map((c) => [c.id, c.en])]),
    ...[...pack.departments.city, ...pack.departments.district].map((d) => [d.name, d.en]),
    ...Object.values(pack.materials).map((m) => [m.id, m.en]),
    ...Object.values(pack.fields).flatMap((f) => [[f.id, f.en.name], [f.id, f.en.ask], ...(Array.isArray(f.options) ? f.options.map((o) => [`${f.id} ${o.id}`, o.en]) : [])]),
  ];
  expect(titled.filter(([, en]) => !en?.trim() || chinese.test(en))).toEqual([]);
});

test('two matters of one scene are never called the same in English', () => {
  for (const list of ['person', 'enterprise'] as const) {
    const titles = Object.values(pack.items).filter((i) => i.list === list).map((i) => `${i.scene} ${i.en}`);
    expect(titles.filter((t, at) => titles.indexOf(t) !== at)).toEqual([]);
  }
});
