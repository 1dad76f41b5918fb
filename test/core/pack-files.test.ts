import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileName, packName } from '../../content/schema/manifest.ts';
import { loadPack } from '../../content/tools/load.ts';
import { assemblePack, type ContentFile, type PackSource, splitPack } from '../../kiosk/core/pack-files.ts';
import * as v from 'valibot';

const { pack } = loadPack(path.resolve(import.meta.dirname, '../../content'), '2026-11-30T08:00:00.000Z');
const sources = splitPack(pack);
const filesOf = (all: readonly PackSource[], at = '2026-11-30T08:00:00.000Z'): Record<string, ContentFile> =>
  Object.fromEntries(all.flatMap(({ pack, files }) => Object.entries(files).map(([name, content]) => [name, { pack, content, at }] as const)));
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === 'examples' ? [] : one)));

describe('content in small files', () => {
  test('put together again it is the content it was, and says when each item last changed', () => {
    const again = assemblePack(filesOf(sources), []);
    if (!again.ok) throw new Error(JSON.stringify(again.problem));
    const { changedAt, search, ...rest } = again.value;
    const { changedAt: _none, search: searched, ...was } = pack;
    expect(json(rest)).toEqual(json(was));
    expect(search.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(searched.toSorted((a, b) => a.id.localeCompare(b.id)));
    expect(Object.keys(changedAt)).toHaveLength(Object.keys(pack.items).length + Object.keys(pack.chains).length);
  });
  test('every name is one a manifest may have, and no pack is large', () => {
    for (const { pack, files } of sources) {
      expect(v.is(packName, pack)).toBe(true);
      for (const name of Object.keys(files)) expect([name, v.is(fileName, name)]).toEqual([name, true]);
      expect(Object.keys(files).length).toBeLessThanOrEqual(72);
    }
  });
  test('a change of one sentence of one item changes one file', () => {
    const changed = structuredClone(pack) as typeof pack;
    const id = Object.keys(pack.items)[100]!;
    (changed.items[id] as { plain: string }).plain = '换个说法';
    const before = filesOf(sources);
    const after = filesOf(splitPack(changed));
    expect(Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]))).toEqual([`items/${id}.json`]);
  });
  test.each([
    ['an item in the pack of a department that does not lead it', { ...filesOf(sources), 'items/social-insurance-records.json': { ...filesOf(sources)['items/social-insurance-records.json']!, pack: 'police/person-1-1' } }, 'not-its-department'],
    ['texts in the pack of a department', { ...filesOf(sources), 'texts/zh/idle.json': { ...filesOf(sources)['texts/zh/idle.json']!, pack: 'police/texts-zh' } }, 'not-its-department'],
    ['an item under another name', { ...filesOf(sources), 'items/other.json': filesOf(sources)['items/social-insurance-records.json']! }, 'not-its-department'],
    ['a file nobody knows', { ...filesOf(sources), 'surprise/one.json': { pack: 'office/shared', content: {}, at: '' } }, 'unknown-file'],
    ['no stages', Object.fromEntries(Object.entries(filesOf(sources)).filter(([name]) => name !== 'stages.json')), 'missing'],
  ])('%s is refused', (_what, files, is) => {
    expect(assemblePack(files as Record<string, ContentFile>, [])).toMatchObject({ ok: false, problem: { is } });
  });
  test('a withdrawn item says why', () => {
    const again = assemblePack(filesOf(sources), [{ item: 'social-insurance-records', since: '2026-11-30T08:00:00Z', why: '后台检修' }]);
    expect(again.ok && again.value.withdrawn['social-insurance-records']).toEqual({ since: '2026-11-30T08:00:00Z', why: '后台检修', whyEn: null });
  });
  test('a scene with very many items is laid in bins that stay where they are when an item is added', () => {
    const one = Object.values(pack.items)[0]!;
    const many = (n: number) => ({ ...pack, items: Object.fromEntries(Array.from({ length: n }, (_, i) => [`item-${i}`, { ...one, id: `item-${i}` }])), search: [], chains: {} });
    const packs = (n: number) => splitPack(many(n)).filter(({ kind }) => kind === 'items');
    expect(packs(48)).toHaveLength(1);
    expect(packs(190)).toHaveLength(4);
    expect(Math.max(...packs(190).map(({ files }) => Object.keys(files).length))).toBeLessThan(64);
    const where = (all: readonly PackSource[]) => new Map(all.flatMap(({ pack, files }) => Object.keys(files).map((name) => [name, pack] as const)));
    const after = where(packs(191));
    for (const [name, place] of where(packs(190))) expect(after.get(name)).toBe(place);
  });
});
