import { describe, expect, test } from 'vitest';
import { noRollout } from '../../content/schema/rollout.ts';
import { catalogOf, day, item, kioskOf, little, packOf, publishChange, sources, start, worded } from './bench.ts';

const withdrawal = { item, since: '2026-11-30T08:00:00Z', why: '后台检修' };

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

describe('an item taken back', () => {
  test('is withdrawn at once from what is shown, before anything else is fetched', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    catalog.rollout = { ...noRollout, withdrawn: [withdrawal] };
    publishChange(catalog, little, worded(little, '新'), 2);
    kiosk.net.spoil = (path, bytes) => { if (path.startsWith('blobs/')) kiosk.net.away = true; return bytes; };
    await kiosk.look();
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

describe('time', () => {
  test('expired metadata stops updates, never service', async () => {
    const kiosk = await kioskOf(catalogOf());
    await kiosk.look();
    await kiosk.between();
    kiosk.now = start + 8 * day;
    kiosk.net.served = kiosk.now;
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ generation: 1, trouble: { is: 'expired' } });
  });
  test('a clock that is years ahead is told apart from an attack by what the server says', async () => {
    const kiosk = await kioskOf(catalogOf());
    kiosk.now = start + 1000 * day;
    kiosk.net.served = start;
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ trouble: { is: 'clock' } });
  });
  test('a clock that was set back makes nothing valid again', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    catalog.now = start + 20 * day;
    catalog.publish();
    kiosk.now = start + 20 * day;
    await kiosk.look();
    await kiosk.between();
    kiosk.now = start - 3000 * day;
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ trouble: { is: 'clock' }, newest: new Date(start + 20 * day).toISOString() });
    // The catalog falls silent for good: at its last signed time it has not yet expired, whatever the clock says.
    catalog.now = start + 40 * day;
    catalog.publish();
    await kiosk.look();
    expect(kiosk.state.newest).toBe(new Date(start + 40 * day).toISOString());
  });
  test('a version takes effect at its moment, without network', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    await kiosk.look();
    await kiosk.between();
    const from = start + 3 * 3_600_000;
    publishChange(catalog, little, worded(little, '年后'), 2, { validFrom: new Date(from).toISOString() }, true);
    await kiosk.look();
    expect(kiosk.state.waiting).toBeNull();
    kiosk.net.away = true;
    kiosk.now = from + 1000;
    await kiosk.restart();
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ waiting: { urgent: false }, trouble: { is: 'unreachable' } });
    expect((await kiosk.between()).pack.items[item]!.plain).toBe('年后');
  });
  test('a rollout begins at its moment, for those it means', async () => {
    const catalog = catalogOf();
    const kiosk = await kioskOf(catalog);
    const other = await kioskOf(catalog, { self: { channel: 'stable', site: 'elsewhere', kiosk: 'SD-0002' } });
    const from = start + 60_000;
    catalog.rollout = { ...noRollout, open: [{ id: 'r1', title: '试', packs: { [packOf(item)]: { to: 2, before: 1 } }, state: 'running', to: { channels: [], sites: ['demo'], percent: 0 }, from: new Date(from).toISOString() }] };
    publishChange(catalog, little, worded(little, '试点'), 2, {}, true);
    for (const one of [kiosk, other]) { await one.look(); await one.between(); }
    for (const one of [kiosk, other]) { one.now = from; await one.look(); }
    expect(other.state.waiting).toBeNull();
    expect((await kiosk.between()).pack.items[item]!.plain).toBe('试点');
  });
  test('it looks at the pace the catalog asks for, soon again while the line is away, and more and more seldom', async () => {
    const kiosk = await kioskOf(catalogOf());
    kiosk.engine.run();
    await kiosk.look();
    await new Promise((resolve) => { setTimeout(resolve); });
    expect(kiosk.dueIn).toBe(60_000);
    kiosk.net.away = true;
    const waits = [];
    for (let i = 0; i < 4; i++) { await kiosk.passes(); waits.push(kiosk.dueIn); }
    expect(waits).toEqual([20_000, 40_000, 80_000, 160_000]);
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
