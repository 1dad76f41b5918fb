import { describe, expect, test } from 'vitest';
import { noRollout } from '../../content/schema/rollout.ts';
import { catalogOf, day, item, kioskOf, little, packOf, publishChange, start, worded } from './bench.ts';

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
    // Signed, under higher numbers, and over before what this kiosk has seen: by its own clock it would have ten years left.
    catalog.now = start + 5 * day;
    publishChange(catalog, little, worded(little, '旧'), 2);
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ waiting: null, trouble: { is: 'clock' } });
    catalog.now = start + 40 * day;
    catalog.publish();
    await kiosk.look();
    expect(kiosk.state).toMatchObject({ waiting: { urgent: false }, newest: new Date(start + 40 * day).toISOString() });
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
