import { describe, expect, test } from 'vitest';
import { ageInDays, changedOf, chinaTime } from '../../kiosk/core/content-age.ts';
import { isQuiet } from '../../kiosk/core/hours.ts';
import { isAtLeast, kioskVersion } from '../../kiosk/core/version.ts';
import { suspensionOf } from '../../kiosk/core/withdrawal.ts';
import { openKiosk } from '../../kiosk/models/kiosk.ts';
import { offerOf } from '../../kiosk/screens/offer-words.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { matter, pack } from '../content/pack.ts';
import { desk } from './desk.ts';

const demo = pack.sites['demo']!;
const records = () => matter('social-insurance-records', 'rights-record');
const withdrawn = { ...pack, withdrawn: { 'social-insurance-records': { since: '2026-11-30T08:00:00Z', why: '后台检修', whyEn: null } } };
const open = (content = pack) => { const bench = desk(); return { bench, kiosk: openKiosk(content, demo, bench.ports, { simulated: true }) }; };

describe('an item taken back', () => {
  test('cannot be begun, and what is offered of it says so; it is still there to be read about', () => {
    const { kiosk } = open(withdrawn);
    kiosk.start(records());
    expect([kiosk.place.value.is, kiosk.counts().visits]).toEqual(['idle', 0]);
    expect(offerOf(kiosk, records())).toMatchObject({ here: false, label: '暂停办理' });
    kiosk.item(records());
    expect(kiosk.place.value.is).toBe('item');
  });
  test('takes back every chain it is part of', () => {
    const [id, chain] = Object.entries(pack.chains)[0]!;
    const gone = { why: '停', since: '2026-11-30T08:00:00Z', whyEn: null };
    expect(suspensionOf({ items: {}, withdrawn: { [chain.parts[0]!.item]: gone } }, matter(id), '2026-11-30')).toEqual({ is: 'withdrawn', ...gone });
    expect(suspensionOf({ items: {}, withdrawn: { [id]: gone } }, matter(id), '2026-11-30')).toEqual({ is: 'withdrawn', ...gone });
    expect(suspensionOf({ items: {}, withdrawn: { 'social-insurance-records': gone } }, matter(id), '2026-11-30')).toBeUndefined();
  });
});

describe('an item that the list abolishes, or begins, from a day on', () => {
  const planned = (dates: Partial<Record<'effectiveFrom' | 'cancelledFrom', string>>, grade: 'A' | 'K' = 'A') => {
    const item = pack.items['social-insurance-records']!;
    const origin = { source: '某文件', grade, checked: '2026-11-30', area: '370406' };
    const identity = { ...item.elements.identity, ...Object.fromEntries(Object.entries(dates).map(([key, value]) => [key, { value, from: item.origins.length }])) };
    return { is: 'item' as const, item: { ...item, origins: [...item.origins, origin], elements: { ...item.elements, identity } }, variant: null };
  };
  const on = (day: string, of: ReturnType<typeof planned>) => suspensionOf(pack, of, day)?.is;
  test('is dealt with until the day before, and from the day on', () => {
    expect([on('2026-12-31', planned({ cancelledFrom: '2027-01-01' })), on('2027-01-01', planned({ cancelledFrom: '2027-01-01' }))]).toEqual([undefined, 'cancelled']);
    expect([on('2026-12-31', planned({ effectiveFrom: '2027-01-01' })), on('2027-01-01', planned({ effectiveFrom: '2027-01-01' }))]).toEqual(['not-yet', undefined]);
  });
  test('a day that nobody vouches for stops nobody', () => expect(on('2027-01-01', planned({ cancelledFrom: '2027-01-01' }, 'K'))).toBeUndefined());
});

describe('visits are counted, and nothing else about them', () => {
  test('begun and left, begun and forgotten', async () => {
    const { bench, kiosk } = open();
    kiosk.start(records());
    kiosk.leave();
    kiosk.start(records());
    await bench.time.pass(125_000);
    expect(kiosk.counts()).toEqual({ visits: 2, finished: 0, left: 1, timedOut: 1, errors: 0 });
  });
  test('a page that goes to another screen in the middle of one counts it as left, once', () => {
    const { kiosk } = open();
    kiosk.start(records());
    kiosk.home();
    kiosk.leave();
    kiosk.erred();
    expect(kiosk.counts()).toEqual({ visits: 1, finished: 0, left: 1, timedOut: 0, errors: 1 });
  });
});

test('the page may start again only when nobody is there: not in a visit, not at a screen, not at the last touch', async () => {
  const { bench, kiosk } = open();
  await bench.time.pass(5000);
  expect(kiosk.free()).toBe(true);
  kiosk.touched();
  expect(kiosk.free()).toBe(false);
  kiosk.start(records());
  await bench.time.pass(5000);
  expect(kiosk.free()).toBe(false);
  kiosk.leave();
  expect(kiosk.free()).toBe(true);
  kiosk.home();
  await bench.time.pass(5000);
  expect(kiosk.free()).toBe(false);
});

test('times are told on the clock in China, ages in whole days, and never below none', () => {
  expect(chinaTime('2026-11-30T16:30:00Z')).toBe('2026-12-01 00:30');
  const now = Date.parse('2026-11-30T08:00:00Z');
  expect(['2026-11-30T07:00:00Z', '2026-11-28T08:00:00Z', '2027-01-01T00:00:00Z'].map((at) => ageInDays(at, now))).toEqual([0, 2, 0]);
  expect([changedOf({ changedAt: { a: 'x' }, builtAt: 'y' }, 'a'), changedOf({ changedAt: {}, builtAt: 'y' }, 'toString')]).toEqual(['x', 'y']);
});

test('quiet hours belong to the day on which they begin', () => {
  const quiet = [{ days: ['1' as const], from: '22:00', to: '06:00' }];
  expect([['1', '21:59'], ['1', '22:00'], ['2', '05:59'], ['2', '06:00'], ['1', '05:00']].map(([weekday, time]) => isQuiet(quiet, { weekday: weekday!, time: time! }))).toEqual([false, true, true, false, false]);
});

test('versions are numbers, and this app’s is the one of its package', () => {
  expect(kioskVersion).toBe(packageFile.version);
  expect([['0.10.0', '0.9.9'], ['1.0.0', '1.0.0'], ['1.0.0', '1.0.1'], ['1.2.3', '2.0.0']].map(([own, needed]) => isAtLeast(own!, needed!))).toEqual([true, true, false, false]);
});
