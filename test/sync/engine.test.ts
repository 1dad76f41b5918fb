import { describe, expect, test } from 'vitest';
import { catalogOf, item, kioskOf, little, packOf, publishChange, sources, start, worded } from './bench.ts';

describe('a kiosk that looks', () => {
  test('takes what the catalog lists, and shows it from the next start on', async () => {
    const kiosk = await kioskOf(catalogOf());
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ generation: 0, waiting: { generation: 1, urgent: false }, trouble: null, newest: new Date(start).toISOString() });
    const { pack, generation, onTrial } = await kiosk.between();
    expect({ generation, onTrial }).toEqual({ generation: 1, onTrial: true });
    expect(pack.items[item]!.plain).toBe(little.items[item]!.plain);
    expect(pack.changedAt[item]).toBe(new Date(start).toISOString());
    expect(kiosk.state).toMatchObject({ generation: 1, waiting: null });
  });
  test('fetches at its first start only what the app has not brought with it', async () => {
    const catalog = catalogOf(worded(little, '查社保缴费'));
    const kiosk = await kioskOf(catalog, { seeded: true });
    await kiosk.look();
    expect(kiosk.net.asked.filter((path) => path.startsWith('blobs/'))).toHaveLength(1);
    expect((await kiosk.between()).pack.items[item]!.plain).toBe('查社保缴费');
  });
  test('asks for two small files and writes nothing when nothing has changed', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    await kiosk.look();
    const { writes } = kiosk.kept;
    kiosk.net.asked.length = 0;
    await kiosk.look();
    expect(kiosk.net.asked).toEqual(['metadata/2.root.json', 'metadata/timestamp.json']);
    expect(kiosk.kept.writes).toBe(writes);
  });
  test('fetches one file, its manifest and the metadata above when one wording changes', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    publishChange(catalog, little, worded(little, '查社保缴费'), 2);
    kiosk.net.asked.length = 0;
    await kiosk.look();
    expect(kiosk.net.asked.filter((path) => path.startsWith('blobs/'))).toHaveLength(1);
    expect(kiosk.net.asked.filter((path) => path.startsWith('targets/'))).toHaveLength(1);
    expect((await kiosk.between()).pack.items[item]!.plain).toBe('查社保缴费');
  });
  test('goes on where it stopped when the line was cut in the middle', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    let left = 10;
    kiosk.net.spoil = (path, bytes) => { if (path.startsWith('blobs/') && left-- <= 0) kiosk.net.away = true; return bytes; };
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ waiting: null, trouble: { is: 'unreachable' } });
    kiosk.net.away = false;
    kiosk.net.spoil = (_path, bytes) => bytes;
    const before = kiosk.net.asked.filter((path) => path.startsWith('blobs/')).length;
    await kiosk.look();
    expect(kiosk.state.waiting).not.toBeNull();
    const blobs = kiosk.net.asked.filter((path) => path.startsWith('blobs/'));
    expect(before).toBeGreaterThanOrEqual(10);
    expect(blobs.length).toBeLessThan(new Set(blobs).size + 5);
  });
  test('keeps the last two generations and throws away what neither names', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    let before = little;
    for (const [i, plain] of ['甲', '乙', '丙', '丁'].entries()) {
      await kiosk.look();
      await kiosk.between();
      await kiosk.look();
      const next = worded(before, plain);
      publishChange(catalog, before, next, i + 2);
      before = next;
    }
    await kiosk.look();
    await kiosk.between();
    await kiosk.look();
    expect([...kiosk.kept.stores.generations.keys()].sort()).toEqual(['4', '5']);
    const files = new Set(sources(before).flatMap(({ files: all }) => Object.keys(all)));
    const manifests = sources(before).length;
    // Each once, the item and its manifest twice, and the rollout.
    expect(kiosk.kept.stores.blobs.size).toBeLessThanOrEqual(files.size + manifests + 3);
  });
});

describe('content that must not be shown', () => {
  const spoilt = async (more: (catalog: ReturnType<typeof catalogOf>) => void) => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    more(catalog);
    await kiosk.look();
    return kiosk;
  };
  test('a file that lost its hash on the way is refused, and what is shown stays', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    publishChange(catalog, little, worded(little, '查社保缴费'), 2);
    kiosk.net.spoil = (path, bytes) => (path.startsWith('blobs/') ? bytes.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) : bytes);
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ generation: 1, waiting: null, trouble: { is: 'refused', detail: { is: 'wrong-hash' } } });
  });
  test('a well signed item without its name holds up nobody else', async () => {
    const kiosk = await spoilt((catalog) => {
      const bad = { ...little, items: { ...little.items, [item]: { ...little.items[item]!, name: '' } } };
      const also = { ...bad, texts: { ...bad.texts, zh: { ...bad.texts.zh, 'idle.start': '开始' } } };
      publishChange(catalog, little, also, 2);
    });
    expect(kiosk.state).toMatchObject({ trouble: { is: 'content', pack: packOf(item), file: `items/${item}.json` }, waiting: { generation: 2 } });
    const { pack } = await kiosk.between();
    expect(pack.texts.zh['idle.start']).toBe('开始');
    expect(pack.items[item]!.name).toBe(little.items[item]!.name);
  });
  test('texts that lost a sentence are not taken', async () => {
    const kiosk = await spoilt((catalog) => {
      const { 'idle.start': _lost, ...zh } = little.texts.zh;
      publishChange(catalog, little, { ...little, texts: { ...little.texts, zh } }, 2);
    });
    expect(kiosk.state).toMatchObject({ waiting: null, trouble: { is: 'content', pack: 'office/texts-zh' } });
  });
  test('an item that needs a field nobody has is not taken', async () => {
    const kiosk = await spoilt((catalog) => {
      const steps = [{ do: 'fill', title: '问', en: 'Ask', fields: ['no-such-field'] }] as never;
      publishChange(catalog, little, { ...little, items: { ...little.items, [item]: { ...little.items[item]!, steps } } }, 2);
    });
    expect(kiosk.state).toMatchObject({ waiting: null, trouble: { is: 'content', pack: packOf(item) } });
  });
  test('a pack for a newer kiosk waits for it, and the rest does not', async () => {
    const kiosk = await spoilt((catalog) => publishChange(catalog, little, worded(little, '新'), 2, { kiosk: '9.0.0' }));
    expect(kiosk.state).toMatchObject({ waiting: null, trouble: { is: 'kiosk-too-old', pack: packOf(item), needs: '9.0.0' } });
  });
  test('a manifest that calls itself another pack is not taken', async () => {
    const kiosk = await spoilt((catalog) => {
      catalog.unlist(packOf(item), 1);
      catalog.listRaw(packOf(item), 2, JSON.stringify({ pack: 'police/person-1-1', version: 2, kind: 'items', title: '别人的', made: '2026-11-30T08:00:00Z', kiosk: '0.1.0', files: {} }));
      catalog.publish();
    });
    expect(kiosk.state).toMatchObject({ waiting: null, trouble: { is: 'content', pack: packOf(item) } });
  });
  test('a lower version in place of the one shown is refused as a rollback', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    publishChange(catalog, little, worded(little, '二'), 2);
    await kiosk.look();
    await kiosk.between();
    catalog.unlist(packOf(item), 2);
    catalog.list(sources().find(({ pack }) => pack === packOf(item))!, 1);
    catalog.publish();
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ waiting: null, trouble: { is: 'refused', detail: { is: 'rollback' } } });
    expect((await kiosk.restart()).pack.items[item]!.plain).toBe('二');
  });
});

test('a disk that takes nothing is told of, whenever it stops, and what is shown stays', async () => {
  const catalog = catalogOf();
  for (let takes = 0; takes < 12; takes++) {
    const kiosk = await kioskOf(catalog);
    kiosk.kept.takes = takes;
    await kiosk.look();
    kiosk.kept.takes = Infinity;
    if (!kiosk.state.waiting) expect(kiosk.state.trouble).toEqual({ is: 'storage' });
    expect((await kiosk.restart()).generation).toBe(0);
    await kiosk.look();
    expect(kiosk.state.waiting).not.toBeNull();
  }
});

test('a terminal set up for another catalog trusts nothing of the old, and takes the new one from its first version', async () => {
  const catalog = catalogOf();
  publishChange(catalog, little, worded(little, '旧'), 5);
  const kiosk = await kioskOf(catalog);
  await kiosk.look();
  await kiosk.between();
  const another = await kioskOf(catalogOf(worded(little, '另一个')), { kept: kiosk.kept });
  await another.look();
  expect(another.state).toMatchObject({ trouble: null });
  expect((await another.between()).pack.items[item]!.plain).toBe('另一个');
});

test('a large file comes in pieces, and goes on at the piece where the line was cut', async () => {
  const catalog = catalogOf();
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const large = new Uint8Array(5 * 1024 * 1024 + 77).map((_, i) => bytes[i % 65_536]! ^ (i >> 16));
  catalog.list({ pack: 'office/media', kind: 'media', title: '大文件', files: { 'media/film.bin': large } }, 1);
  catalog.publish();
  const kiosk = await kioskOf(catalog);
  let pieces = 0;
  kiosk.net.spoil = (_path, part) => { if (part.length === 1024 * 1024 && ++pieces === 3) kiosk.net.away = true; return part; };
  await kiosk.look();
  expect(kiosk.state.trouble).toEqual({ is: 'unreachable' });
  kiosk.net.away = false;
  await kiosk.restart();
  await kiosk.look();
  expect(kiosk.state.waiting).not.toBeNull();
  const asked = kiosk.net.asked.filter((path) => / \d+$/.test(path)).map((path) => Number(path.split(' ')[1]) / 1024 / 1024);
  expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
  expect(kiosk.kept.stores.chunks.size).toBe(0);
});
