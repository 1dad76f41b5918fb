import { describe, expect, test } from 'vitest';
import type { Site } from '../../content/schema/pack.ts';
import type { ResidentCard } from '../../drivers/id-reader/port.ts';
import { attention, openKiosk } from '../../kiosk/models/kiosk.ts';
import type { Visit } from '../../kiosk/models/visit.ts';
import { matter, pack } from '../content/pack.ts';
import { citizenNumber } from '../drivers/people.ts';
import { cardOf, desk, walk, type Desk } from './desk.ts';
import { reachableFrom } from './reachable.ts';

const demo = pack.sites['demo']!;
function open(options: { readonly at?: string; readonly site?: Site } = {}) {
  const bench = desk(options);
  return { bench, kiosk: openKiosk(pack, options.site ?? demo, bench.ports, { simulated: true }) };
}
const records = () => matter('social-insurance-records', 'rights-record');
const visitOf = (kiosk: ReturnType<typeof openKiosk>): Visit => {
  const place = kiosk.place.value;
  if (place.is !== 'visit') throw new Error(`at ${place.is}`);
  return place.visit;
};

/** Somebody of whom no content and no simulator knows anything. */
const stranger: ResidentCard = {
  kind: 'resident', name: '欧阳不在', sex: '2', nation: '11', birth: '1975-03-09', address: '山东省枣庄市示范区没有巷77号', number: citizenNumber('1975-03-09', '288'), issuer: '示范市公安局', validFrom: '2020-01-01', validTo: '2040-01-01',
};
const secrets = [stranger.name, stranger.number, stranger.address, '19900000099', '没有公司'];
const tells = (kiosk: unknown) => { const { texts } = reachableFrom(kiosk); return secrets.filter((s) => [...texts].some((t) => t.includes(s))); };
function knows(bench: Desk) {
  bench.platform.facts = async () => ({ is: 'ok', facts: [{ field: 'mobile-phone', value: '19900000099', source: '示范库', asOf: '2026-11-23' }] });
  bench.platform.certificates = async () => ({ is: 'ok', certificates: [{ type: 'household-register', name: '户口簿', issuer: '示范局', ref: `ref-${stranger.number}`, grade: 'A', validTo: null }] });
}

describe('a kiosk left alone', () => {
  test('asks after 90 seconds whether somebody is still there, and wipes after 30 more', async () => {
    const { bench, kiosk } = open();
    kiosk.home();
    await bench.time.pass(89_900);
    expect([kiosk.asking.value, kiosk.place.value.is]).toEqual([false, 'home']);
    await bench.time.pass(200);
    expect([kiosk.asking.value, kiosk.place.value.is]).toEqual([true, 'home']);
    await bench.time.pass(29_700);
    expect(kiosk.place.value.is).toBe('home');
    await bench.time.pass(300);
    expect([kiosk.asking.value, kiosk.place.value.is]).toEqual([false, 'idle']);
    expect(attention).toEqual({ askAfterMs: 90_000, wipeAfterMs: 30_000 });
  });
  test('does not ask anybody who touches it now and then', async () => {
    const { bench, kiosk } = open();
    kiosk.home();
    for (let i = 0; i < 10; i++) { await bench.time.pass(80_000); kiosk.touched(); }
    expect([kiosk.asking.value, kiosk.place.value.is]).toEqual([false, 'home']);
  });
  test('gives more time to somebody who answers that they are there', async () => {
    const { bench, kiosk } = open();
    kiosk.start(records());
    await bench.time.pass(95_000);
    expect(kiosk.asking.value).toBe(true);
    kiosk.stillHere();
    expect(kiosk.asking.value).toBe(false);
    await bench.time.pass(89_000);
    expect([kiosk.asking.value, kiosk.place.value.is]).toEqual([false, 'visit']);
    await bench.time.pass(2000);
    expect(kiosk.asking.value).toBe(true);
  });
  test('does not take a touch beside the question for an answer, but waits on', async () => {
    const { bench, kiosk } = open();
    kiosk.start(records());
    await bench.time.pass(115_000);
    kiosk.touched();
    expect(kiosk.asking.value).toBe(true);
    await bench.time.pass(29_000);
    expect(kiosk.place.value.is).toBe('visit');
    await bench.time.pass(2000);
    expect(kiosk.place.value.is).toBe('idle');
  });
  test('on its first screen asks nobody', async () => {
    const { bench, kiosk } = open();
    kiosk.touched();
    await bench.time.pass(600_000);
    expect([kiosk.asking.value, kiosk.place.value.is]).toEqual([false, 'idle']);
  });
  test('counts from the last screen, whoever opened it, and only once', async () => {
    const { bench, kiosk } = open();
    kiosk.home();
    await bench.time.pass(60_000);
    kiosk.stage('person', 'birth');
    await bench.time.pass(60_000);
    kiosk.search('ydjy');
    await bench.time.pass(60_000);
    expect([kiosk.asking.value, kiosk.place.value]).toEqual([false, { is: 'search', typed: 'ydjy' }]);
    await bench.time.pass(60_001);
    expect(kiosk.place.value.is).toBe('idle');
  });
});

describe('leaving', () => {
  test('puts every setting back for the next person', () => {
    const { kiosk } = open();
    kiosk.home('enterprise');
    kiosk.switchLanguage();
    kiosk.switchLarge();
    kiosk.switchSound();
    kiosk.help(true);
    kiosk.askToLeave();
    expect([kiosk.language.value, kiosk.large.value, kiosk.sound.value, kiosk.helping.value, kiosk.leaving.value]).toEqual(['en', true, false, true, true]);
    expect(kiosk.say.value('bar.back')).toBe(pack.texts.en['bar.back']);
    kiosk.leave();
    expect([kiosk.language.value, kiosk.large.value, kiosk.sound.value, kiosk.helping.value, kiosk.leaving.value, kiosk.asking.value, kiosk.place.value]).toEqual(['zh', false, true, false, false, false, { is: 'idle' }]);
    expect(kiosk.say.value('bar.back')).toBe(pack.texts.zh['bar.back']);
  });
  test('is asked about first, and may be thought better of', () => {
    const { kiosk } = open();
    kiosk.start(records());
    kiosk.askToLeave();
    expect([kiosk.leaving.value, kiosk.place.value.is]).toEqual([true, 'visit']);
    kiosk.stay();
    expect([kiosk.leaving.value, kiosk.place.value.is]).toEqual([false, 'visit']);
  });
  test('stops a card reader that still waits, however one leaves', async () => {
    for (const leave of ['leave', 'home', 'item', 'time'] as const) {
      const { bench, kiosk } = open();
      kiosk.start(records());
      const visit = visitOf(kiosk);
      void visit.identity.read(300_000);
      await bench.time.pass(100);
      expect(visit.identity.state.value).toEqual({ is: 'waiting' });
      if (leave === 'time') await bench.time.pass(121_000);
      else if (leave === 'item') kiosk.item(visit.matter, { is: 'home', list: 'person' });
      else kiosk[leave]();
      bench.idReader.lay(stranger);
      await bench.time.pass(3000);
      expect([leave, visit.identity.state.value, visit.learned.value.card]).toEqual([leave, { is: 'idle' }, {}]);
    }
  });
  test('leaves nothing of the visit within reach: not the visit, no name, number, address or phone', async () => {
    const { bench, kiosk } = open();
    knows(bench);
    kiosk.start(matter('care-elsewhere'));
    const visit = visitOf(kiosk);
    await walk(bench, visit, stranger, { 'care-reason': 'working', destination: '310115', 'start-date': '2026-12-01', 'work-unit': '没有公司' }, 'check');
    visit.edit('work-unit');
    await visit.look('social-insurance-rights', 'query-years');
    await bench.time.until(visit.printDocument('social-insurance-rights', 'query-years'));
    // The walker sees what it should see: otherwise finding nothing would prove nothing.
    expect(tells(kiosk)).toEqual(secrets);
    bench.asked.length = 0;
    kiosk.leave();
    await bench.time.pass(1000);
    expect(tells(kiosk)).toEqual([]);
    expect(reachableFrom(kiosk).things.has(visit)).toBe(false);
  });
  test('leaves nothing either when one turns from the visit to the guide, nor when time runs out', async () => {
    for (const how of ['guide', 'time'] as const) {
      const { bench, kiosk } = open();
      knows(bench);
      kiosk.start(matter('care-elsewhere'));
      await walk(bench, visitOf(kiosk), stranger, {}, 'ask:care-reason');
      expect(tells(kiosk).length).toBeGreaterThan(2);
      if (how === 'guide') kiosk.item(matter('care-elsewhere')); else await bench.time.pass(121_000);
      expect([how, kiosk.place.value.is, tells(kiosk)]).toEqual([how, how === 'guide' ? 'item' : 'idle', []]);
    }
  });
  test('from one visit into the next takes nothing along', async () => {
    const { bench, kiosk } = open();
    kiosk.start(records());
    await bench.identify(visitOf(kiosk), stranger);
    kiosk.start(matter('care-elsewhere'));
    expect(visitOf(kiosk).facts.value).toMatchObject({});
    expect(tells(kiosk)).toEqual([]);
  });
});

describe('closing time', () => {
  const office: Site = { ...demo, hours: [{ days: ['1', '2', '3', '4', '5'], open: '09:00', close: '17:00' }], night: { from: '18:00', to: '06:00' } };
  test('does not put out anybody who is being served', async () => {
    const { bench, kiosk } = open({ at: '2026-11-23T16:59', site: office });
    kiosk.start(records());
    const visit = visitOf(kiosk);
    await bench.time.pass(75_000);
    expect(kiosk.local.value.time).toBe('17:00');
    expect([kiosk.outOfService.value, kiosk.place.value.is]).toEqual([false, 'visit']);
    await walk(bench, visit, cardOf('adult'), { 'query-years': '2026' });
    expect(visit.stop.value.id).toBe('farewell');
    kiosk.leave();
    expect([kiosk.outOfService.value, kiosk.place.value.is]).toEqual([true, 'idle']);
  });
  test('closes every other screen, and the morning opens them again', async () => {
    const { bench, kiosk } = open({ at: '2026-11-23T16:59', site: office });
    kiosk.home();
    expect(kiosk.outOfService.value).toBe(false);
    await bench.time.pass(70_000);
    expect(kiosk.outOfService.value).toBe(true);
    await bench.time.pass(16 * 3_600_000);
    expect([kiosk.local.value, kiosk.outOfService.value]).toEqual([{ weekday: '2', time: '09:00' }, false]);
  });
  test('has nothing to do with night, which darkens the screen', async () => {
    const { bench, kiosk } = open({ at: '2026-11-23T17:59', site: office });
    expect(kiosk.night.value).toBe(false);
    await bench.time.pass(70_000);
    expect(kiosk.night.value).toBe(true);
  });
});

describe('a maintainer\'s tool that wants the devices', () => {
  test('waits for whoever is being served, then the kiosk serves nobody until it is done', async () => {
    const { bench, kiosk } = open();
    kiosk.start(records());
    let made = false;
    void kiosk.makeWay().finally(() => { made = true; });
    await bench.time.pass(1000);
    expect([made, kiosk.outOfService.value, kiosk.place.value.is]).toEqual([false, false, 'visit']);
    kiosk.leave();
    await bench.time.pass(10);
    expect([made, kiosk.outOfService.value, kiosk.reserved.value]).toEqual([true, true, true]);
    kiosk.home('person');
    expect(kiosk.outOfService.value).toBe(true);
    kiosk.serveAgain();
    expect(kiosk.outOfService.value).toBe(false);
  });
  test('has its way at once where nobody is served, and staff still see the state of the kiosk', async () => {
    const { bench, kiosk } = open();
    await bench.time.until(kiosk.makeWay());
    expect(kiosk.outOfService.value).toBe(true);
    kiosk.status();
    expect(kiosk.outOfService.value).toBe(false);
  });
});

describe('finding one’s way', () => {
  test('to an item remembers where one came from, never another item or a visit', () => {
    const { kiosk } = open();
    kiosk.stage('person', 'birth');
    kiosk.item(matter('birth-certificate'));
    expect(kiosk.place.value).toMatchObject({ is: 'item', from: { is: 'stage', stage: 'birth' } });
    kiosk.item(matter('care-elsewhere'));
    expect(kiosk.place.value).toMatchObject({ is: 'item', from: { is: 'stage', stage: 'birth' } });
    kiosk.start(matter('care-elsewhere'));
    kiosk.item(matter('care-elsewhere'));
    expect(kiosk.place.value).toMatchObject({ is: 'item', from: { is: 'home' } });
  });
  test('to another screen closes the help that lay over the last', () => {
    const { kiosk } = open();
    kiosk.help(true);
    kiosk.status();
    expect([kiosk.helping.value, kiosk.place.value.is]).toEqual([false, 'status']);
  });
  test('loads the pinyin table once, and does without it', async () => {
    const { bench } = open();
    let asked = 0;
    const kiosk = openKiosk(pack, demo, { ...bench.ports, pinyinTable: async () => { asked++; return asked === 1 ? null : { a: '啊' }; } }, { simulated: false });
    await kiosk.loadPinyin();
    expect(kiosk.pinyin.value).toBeNull();
    await kiosk.loadPinyin();
    await kiosk.loadPinyin();
    expect([kiosk.pinyin.value, asked]).toEqual([{ a: '啊' }, 2]);
  });
});

test('a notice printed for one person is not offered to the next as just printed', async () => {
  const { bench, kiosk } = open();
  kiosk.item(matter('birth-certificate'));
  await bench.time.until(kiosk.noticePaper.value.print([{ is: 'title', text: '一次告知单' }]));
  expect(kiosk.noticePaper.value.state.value).toEqual({ is: 'printed' });
  kiosk.leave();
  expect(kiosk.noticePaper.value.state.value).toEqual({ is: 'idle' });
});

test('what waits to be sent is counted in words and numbers that name nobody', () => {
  const { kiosk } = open();
  kiosk.outboxChanged({ waiting: 2, rejected: [{ key: 'a', localNumber: 'SD-0001-20261123-0001-A', item: 'care-elsewhere', reason: 'duplicate' }] });
  expect(kiosk.outbox.value).toMatchObject({ waiting: 2, rejected: [{ reason: 'duplicate' }] });
});
