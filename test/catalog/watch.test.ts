// What the fleet page says of kiosks.
import { describe, expect, test } from 'vitest';
import { adoptionOf, duration, healthOf, sayAdoption, sayHealth, worstFirst } from '../../content/catalog/fleet/watch.ts';
import { openFleetStore } from '../../content/catalog/fleet/open-store.ts';
import { placeIn } from '../../content/catalog/fleet/halt-watch.ts';
import type { OpenRollout } from '../../content/schema/rollout.ts';
import { beat, iso, noon } from './heartbeats.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
type More = Parameters<typeof beat>[2];
const health = (more: More = {}, { heardAgo = minute, at = noon - heardAgo }: { heardAgo?: number; at?: number } = {}) => healthOf(
  { heardAt: noon - heardAgo, heartbeat: beat('SD-0001', at, more) },
  { now: noon, reportSeconds: 300, say: (key) => ({ 'facility.id-reader': '身份证读卡器', 'state.offline': '连不上' })[key] },
);
const says = (...of: Parameters<typeof health>) => health(...of).findings.map(({ weight, says }) => `${weight} ${says}`);

test('a kiosk that does well is said in a word', () => {
  expect(health()).toMatchObject({ weight: 'fine', silent: false, findings: [], contentAgeMs: 11 * minute, clockAheadMs: 0 });
  expect(sayHealth(health())).toBe('✓ SD-0001（demo） 正常');
});
describe('what is wrong is said in a sentence', () => {
  test.each<[string, More, Parameters<typeof health>[1], string[]]>([
    ['silent', {}, { heardAgo: 2 * hour }, ['notice 已 2 小时没有消息']],
    ['silent for days', {}, { heardAgo: 3 * day }, ['alarm 已 3 天没有消息', 'notice 内容是 3 天前的']],
    ['two reports lost are not silence yet', {}, { heardAgo: 15 * minute }, []],
    ['applications not delivered', { outbox: { waiting: 2, oldestSeconds: 5 * 3600 } }, {}, ['notice 2 件申请没有送达，最早的等了 5 小时']],
    ['applications not delivered for days', { outbox: { waiting: 2, oldestSeconds: 2 * 86_400 } }, {}, ['alarm 2 件申请没有送达，最早的等了 2 天']],
    ['one that waits for a moment only', { outbox: { waiting: 1, oldestSeconds: 20 } }, {}, []],
    ['applications rejected', { outbox: { rejected: 1 } }, {}, ['alarm 1 件申请被退回，要人处理']],
    ['catalog not reachable', { content: { trouble: 'unreachable' } }, {}, ['notice 连不上目录']],
    ['refused, with its detail', { content: { trouble: 'refused.wrong-hash' } }, {}, ['alarm 取到的内容与签名对不上，没有采用']],
    ['fell back', { content: { trouble: 'fell-back', fellBack: 1 } }, {}, ['alarm 新内容没能显示，退回了上一代']],
    ['fell back, and since then something else', { content: { trouble: 'unreachable', fellBack: 2 } }, {}, ['alarm 2 代内容没能显示，退回了上一代', 'notice 连不上目录']],
    ['a word of a newer kiosk', { content: { trouble: 'moon-phase' } }, {}, ['notice 内容没有更新：moon-phase']],
    ['content of last week', { content: { newest: iso(noon - 8 * day) } }, {}, ['alarm 内容是 8 天前的']],
    ['never any content', { content: { newest: null } }, {}, ['notice 还没有从目录取到过内容']],
    ['a clock ahead', {}, { at: noon - minute + 20 * minute }, ['notice 时钟快 20 分钟']],
    ['a clock behind by years', { content: { newest: iso(noon) } }, { at: noon - 800 * day }, ['alarm 时钟慢 799 天']],
    ['a device offline, one without paper, one of a kind we have no word for', { devices: { 'receipt-printer': 'no-paper', 'id-reader': 'offline', camera: 'absent', robot: 'asleep' } }, {}, ['alarm 身份证读卡器：连不上', 'alarm robot：asleep', 'notice receipt-printer：no-paper']],
    ['storage not persistent, and errors', { persisted: false, counts: { errors: 3 } }, {}, ['notice 浏览器没有答应长久保存数据', 'notice 页面启动以来出错 3 次']],
  ])('%s', (_what, more, when, expected) => expect(says(more, when)).toEqual(expected));
});
test('the worst come first: alarms, then more findings, then the longest silent', () => {
  const named = (kiosk: string, more: More, heardAgo = minute) => healthOf({ heardAt: noon - heardAgo, heartbeat: beat(kiosk, noon - heardAgo, more) }, { now: noon, reportSeconds: 300 });
  const all = [named('A-FINE', {}), named('B-NOTICE', { persisted: false }), named('C-ALARM', { outbox: { rejected: 1 } }), named('D-TWO', { outbox: { rejected: 1 }, persisted: false }), named('E-SILENT', {}, hour), named('F-SILENT-LONGER', {}, 2 * hour)];
  expect(worstFirst(all).map(({ kiosk }) => kiosk)).toEqual(['D-TWO', 'C-ALARM', 'F-SILENT-LONGER', 'E-SILENT', 'B-NOTICE', 'A-FINE']);
});
test('lengths of time', () => expect([0, 59_999, minute, 59 * minute, hour, 23 * hour, day, 400 * day].map(duration)).toEqual(['0 秒', '59 秒', '1 分钟', '59 分钟', '1 小时', '23 小时', '1 天', '400 天']));

test('adoption says who has it, who is meant and has not, and who is silent', async () => {
  const rollout: OpenRollout = { id: 'r17', title: '改时限', packs: { 'police/person-1-1': { to: 12, before: 11 } }, state: 'running', to: { channels: ['canary'], sites: [], percent: 20 } };
  const ids = Array.from({ length: 200 }, (_, n) => `SD-${n}`);
  const store = await openFleetStore('sqlite::memory:');
  for (const id of ids) await store.keep(beat(id, noon, { content: { packs: { 'police/person-1-1': placeIn('r17', id) < 15 ? 12 : 11 } } }), id === 'SD-7' ? noon - 2 * hour : noon);
  const [adoption] = adoptionOf(rollout, await store.kiosks(), { now: noon, heardMs: hour });
  await store.close();
  const below = (percent: number) => ids.filter((id) => id !== 'SD-7' && placeIn('r17', id) < percent).length;
  expect(adoption).toEqual({ pack: 'police/person-1-1', to: 12, before: 11, meant: below(20), showing: below(15), waiting: below(20) - below(15), silent: 1 });
  expect(sayAdoption(adoption!)).toBe(`police/person-1-1 第 12 版：${below(20)} 台中 ${below(15)} 台已用，${below(20) - below(15)} 台还没有；另有 1 台没有消息`);
  // Halted, it still says whom it had meant.
  expect(adoptionOf({ ...rollout, state: 'halted' }, [], { now: noon, heardMs: hour })).toEqual([{ pack: 'police/person-1-1', to: 12, before: 11, meant: 0, showing: 0, waiting: 0, silent: 0 }]);
});
