import { describe, expect, test } from 'vitest';
import { noRollout } from '../../content/schema/rollout.ts';
import { catalogOf, item, kioskOf, little, publishChange, sources, worded } from './bench.ts';

const withdrawal = { item, since: '2026-11-30T08:00:00Z', why: '后台检修' };

describe('an item taken back', () => {
  test('is withdrawn at once from what is shown, before anything else is fetched', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    catalog.rollout = { ...noRollout, withdrawn: [withdrawal] };
    publishChange(catalog, little, worded(little, '新'), 2);
    let meanwhile: unknown;
    kiosk.net.spoil = (path, bytes) => { if (path.startsWith('blobs/')) { meanwhile ??= kiosk.state.waiting; kiosk.net.away = true; } return bytes; };
    await kiosk.look();
    expect(meanwhile).toMatchObject({ urgent: true });
    expect(kiosk.state).toMatchObject({ waiting: { urgent: true } });
    const { pack } = await kiosk.between();
    expect(pack.withdrawn[item]).toMatchObject({ why: '后台检修' });
  });
  test('is withdrawn from the built-in content too, and given back', async () => {
    const catalog = catalogOf();
    for (const { pack } of sources()) catalog.unlist(pack, 1);
    catalog.rollout = { ...noRollout, withdrawn: [withdrawal] };
    catalog.publish();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    expect((await kiosk.between()).pack.withdrawn[item]).toBeDefined();
    catalog.rollout = noRollout;
    catalog.publish();
    await kiosk.look();
    expect(kiosk.state.waiting?.urgent).toBe(false);
    expect((await kiosk.between()).pack.withdrawn).toEqual({});
  });
  test('stays withdrawn when the generation is given up', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    catalog.rollout = { ...noRollout, withdrawn: [withdrawal] };
    publishChange(catalog, little, worded(little, '新'), 2);
    await kiosk.look();
    await kiosk.engine.activate(kiosk.state.waiting!.generation);
    for (let i = 0; i < 3; i++) await kiosk.restart({ seen: false });
    const { pack } = await kiosk.restart();
    expect(pack.items[item]!.plain).toBe(little.items[item]!.plain);
    expect(pack.withdrawn[item]).toBeDefined();
  });
});

describe('a generation that cannot be shown', () => {
  const given = async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    publishChange(catalog, little, worded(little, '新'), 2);
    await kiosk.look();
    await kiosk.engine.activate(kiosk.state.waiting!.generation);
    return { catalog, kiosk };
  };
  test('is tried twice, for a power cut may have been in the way, then given up and not taken again', async () => {
    const { kiosk } = await given();
    const shown = [];
    for (let i = 0; i < 3; i++) shown.push((await kiosk.restart({ seen: false })).generation);
    expect(shown).toEqual([2, 2, 1]);
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ generation: 1, waiting: null, fellBack: 1, trouble: { is: 'fell-back', generation: 2 } });
  });
  test('makes room for the next', async () => {
    const { catalog, kiosk } = await given();
    for (let i = 0; i < 3; i++) await kiosk.restart({ seen: false });
    await kiosk.look();
    publishChange(catalog, worded(little, '新'), worded(little, '更新'), 3);
    await kiosk.look();
    expect((await kiosk.between()).pack.items[item]!.plain).toBe('更新');
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ fellBack: 0, trouble: null });
  });
  test('falls back at once when the disk lost a file, and fetches it again', async () => {
    const { kiosk } = await given();
    await kiosk.restart();
    const generation = kiosk.kept.stores.generations.get('2') as { files: Record<string, { sha256: string }> };
    kiosk.kept.stores.blobs.delete(generation.files[`items/${item}.json`]!.sha256);
    expect((await kiosk.restart()).generation).toBe(1);
    await kiosk.look();
    expect((await kiosk.between()).pack.items[item]!.plain).toBe('新');
  });
  test('is mended when a file was damaged without losing its length', async () => {
    const { kiosk } = await given();
    await kiosk.restart();
    const generation = kiosk.kept.stores.generations.get('2') as { files: Record<string, { sha256: string }> };
    const { sha256 } = generation.files[`items/${item}.json`]!;
    const bytes = kiosk.kept.stores.blobs.get(sha256) as Uint8Array;
    kiosk.kept.stores.blobs.set(sha256, bytes.map((byte, i) => (i === 30 ? byte ^ 1 : byte)));
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ waiting: { generation: 2, urgent: true } });
    expect(kiosk.kept.stores.blobs.get(sha256)).toEqual(bytes);
    expect(await kiosk.engine.activate(2)).toBe('activated');
  });
  test('goes down to the built-in content when both are lost', async () => {
    const { kiosk } = await given();
    await kiosk.restart();
    kiosk.kept.stores.blobs.clear();
    expect((await kiosk.restart()).generation).toBe(0);
  });
});
