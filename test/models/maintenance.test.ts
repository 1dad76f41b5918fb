import { describe, expect, test } from 'vitest';
import { absentSmartCardReader } from '../../drivers/absent.ts';
import type { SelfTest } from '../../drivers/device.ts';
import { simIndicator } from '../../drivers/indicator/sim.ts';
import { simKeypad } from '../../drivers/keypad/sim.ts';
import { simCodeScanner } from '../../drivers/code-scanner/sim.ts';
import { maintenanceAttention, openKiosk } from '../../kiosk/models/kiosk.ts';
import type { Maintenance } from '../../kiosk/models/maintenance.ts';
import type { Ports } from '../../kiosk/models/ports.ts';
import { matter, pack } from '../content/pack.ts';
import { adult, desk, type Desk } from './desk.ts';
import { reachableFrom } from './reachable.ts';

const demo = pack.sites['demo']!;
function open(change: (ports: Ports, bench: Desk) => Ports = (ports) => ports) {
  const bench = desk();
  const kiosk = openKiosk(pack, demo, change(bench.ports, bench), { simulated: true });
  return { bench, kiosk };
}
type Open = ReturnType<typeof open>;
const placeOf = ({ kiosk }: Open) => kiosk.place.value;
function doorOf(it: Open) {
  const place = placeOf(it);
  if (place.is !== 'door') throw new Error(`at ${place.is}`);
  return place.door;
}
async function enter(it: Open, pin = '25802580') {
  it.kiosk.status();
  it.kiosk.knock();
  const door = doorOf(it);
  await it.bench.time.pass(1);
  door.type(pin);
  await it.bench.time.until(door.open());
}
async function inside(change?: (ports: Ports, bench: Desk) => Ports): Promise<Open & { readonly maintenance: Maintenance }> {
  const it = open(change);
  await enter(it);
  const place = placeOf(it);
  if (place.is !== 'maintenance') throw new Error(`at ${place.is}`);
  return { ...it, maintenance: place.maintenance };
}

describe('the door', () => {
  test('opens to the PIN and to nothing shorter, and what was typed is gone at once', async () => {
    const it = open();
    it.kiosk.knock();
    const door = doorOf(it);
    await it.bench.time.pass(1);
    expect(door.state.value).toEqual({ is: 'shut' });
    door.type('2580258');
    await door.open();
    expect([door.state.value, door.typed.value]).toEqual([{ is: 'shut' }, '2580258']);
    door.type('25802580');
    const opening = door.open();
    expect(door.typed.value).toBe('');
    await opening;
    expect([placeOf(it).is, it.kiosk.maintenance.value]).toEqual(['maintenance', 'on']);
    expect([...reachableFrom(it.kiosk.place.value).texts].filter((text) => text.includes('2580'))).toEqual([]);
  });
  test('says what is wrong, and stays', async () => {
    const it = open();
    await enter(it, '25802581');
    expect(doorOf(it).state.value).toEqual({ is: 'wrong', triesLeft: 4 });
  });
  test('looks again by itself when a lock is over', async () => {
    let locked = true;
    const it = open((ports) => ({ ...ports, door: { ...ports.door, look: async () => (locked ? { is: 'locked', forMs: 60_000 } : { is: 'shut' }) } }));
    it.kiosk.knock();
    await it.bench.time.pass(1);
    expect(doorOf(it).state.value.is).toBe('locked');
    locked = false;
    it.kiosk.touched();
    await it.bench.time.pass(60_000);
    expect(doorOf(it).state.value.is).toBe('shut');
  });
  test('that opens after the person went away is shut again, and nobody is let in', async () => {
    let answer = () => {};
    const it = open((ports) => ({ ...ports, door: { ...ports.door, open: () => new Promise((resolve) => { answer = () => resolve({ is: 'open', session: 's' }); }) } }));
    it.kiosk.knock();
    const door = doorOf(it);
    await it.bench.time.pass(1);
    door.type('25802580');
    void door.open();
    it.kiosk.leave();
    answer();
    await it.bench.time.pass(1);
    expect([placeOf(it).is, it.kiosk.maintenance.value, it.bench.door.ends]).toEqual(['idle', 'off', 1]);
  });
  test('is found outside opening hours too, when maintainers come', async () => {
    const bench = desk({ at: '2026-11-23T03:00' });
    const kiosk = openKiosk(pack, { ...demo, hours: [{ days: ['1'], open: '09:00', close: '17:00' }] }, bench.ports, { simulated: true });
    expect(kiosk.outOfService.value).toBe(true);
    kiosk.status();
    expect(kiosk.outOfService.value).toBe(false);
    kiosk.knock();
    expect(kiosk.outOfService.value).toBe(false);
    kiosk.leave();
    expect(kiosk.outOfService.value).toBe(true);
  });
});

describe('a maintainer’s stay', () => {
  test('ends by itself after five minutes without a touch, asked half a minute before', async () => {
    const it = await inside();
    await it.bench.time.pass(maintenanceAttention.askAfterMs - 100);
    expect(it.kiosk.asking.value).toBe(false);
    await it.bench.time.pass(200);
    expect(it.kiosk.asking.value).toBe(true);
    await it.bench.time.pass(30_000);
    expect([placeOf(it).is, it.kiosk.maintenance.value, it.bench.door.ends]).toEqual(['idle', 'off', 1]);
    expect(maintenanceAttention.askAfterMs + maintenanceAttention.wipeAfterMs).toBe(300_000);
  });
  test('goes on with each touch, and the host is told once a minute', async () => {
    const it = await inside();
    for (let n = 0; n < 60; n++) { await it.bench.time.pass(10_000); it.kiosk.touched(); }
    expect([placeOf(it).is, it.bench.door.stays]).toEqual(['maintenance', 10]);
  });
  test('ends when the host no longer knows of it, but not when the host is only away', async () => {
    const it = await inside();
    it.bench.door.session = 'unreachable';
    await it.bench.time.pass(61_000);
    it.kiosk.touched();
    await it.bench.time.pass(1);
    expect(placeOf(it).is).toBe('maintenance');
    it.bench.door.session = 'ended';
    await it.bench.time.pass(61_000);
    it.kiosk.touched();
    await it.bench.time.pass(1);
    expect(placeOf(it).is).toBe('idle');
  });
  test('leaves settings and light as a visit does', async () => {
    const it = await inside();
    it.kiosk.switchLarge();
    it.kiosk.leave();
    expect([it.kiosk.large.value, it.kiosk.place.value, it.kiosk.maintenance.value]).toEqual([false, { is: 'idle' }, 'off']);
  });
});

describe('self-tests', () => {
  test('run one after the other and are summed up: passed, failed, and what only trying tells', async () => {
    const running: string[] = [];
    let most = 0;
    const slow = (bench: Desk, name: string, outcome: SelfTest) => async () => {
      running.push(name);
      most = Math.max(most, running.length);
      await new Promise<void>((resolve) => { bench.time.after(500, resolve); });
      running.splice(running.indexOf(name), 1);
      return outcome;
    };
    const it = await inside((ports, bench) => ({
      ...ports,
      idReader: { ...bench.idReader, selfTest: slow(bench, 'reader', { is: 'passed', device: 'SAM 05.01' }) },
      receiptPrinter: { ...bench.receiptPrinter, selfTest: slow(bench, 'receipt', { is: 'failed', why: 'not-ready' }) },
      documentPrinter: { ...bench.documentPrinter, selfTest: slow(bench, 'document', { is: 'busy' }) },
      signature: { ...bench.signature, selfTest: slow(bench, 'signature', { is: 'cannot-tell' }) },
    }));
    expect(it.maintenance.summary.value).toBeNull();
    const all = it.maintenance.testAll();
    await it.bench.time.pass(700);
    expect([it.maintenance.testingAll.value, it.maintenance.tests.value['id-reader'], it.maintenance.tests.value['receipt-printer'], it.maintenance.summary.value]).toEqual([true, { is: 'passed', device: 'SAM 05.01' }, { is: 'running' }, null]);
    await it.bench.time.until(all);
    expect([most, it.maintenance.testingAll.value, it.maintenance.summary.value]).toEqual([1, false, { passed: 1, failed: 1, untold: 2 }]);
  });
  test('of a device that never answers end as “no answer”, and the others still run', async () => {
    const it = await inside((ports, bench) => ({ ...ports, idReader: { ...bench.idReader, selfTest: () => new Promise<SelfTest>(() => {}) } }));
    await it.bench.time.until(it.maintenance.testAll());
    expect(it.maintenance.tests.value['id-reader']).toEqual({ is: 'failed', why: 'no-answer' });
    expect(it.maintenance.summary.value).toMatchObject({ failed: 1 });
  });
  test('tell what is so: a printer without paper fails, with paper it passes', async () => {
    const it = await inside();
    it.bench.receiptPrinter.setProblem({ is: 'no-paper' });
    await it.bench.time.until(it.maintenance.test('receipt-printer'));
    expect(it.maintenance.tests.value['receipt-printer']).toEqual({ is: 'failed', why: 'not-ready' });
    it.bench.receiptPrinter.setProblem(null);
    await it.bench.time.until(it.maintenance.test('receipt-printer'));
    expect(it.maintenance.tests.value['receipt-printer']?.is).toBe('passed');
  });
});

describe('trying a device', () => {
  test('reads a card, tells its kind and the surname, and keeps nothing of it', async () => {
    const it = await inside();
    it.maintenance.tryOut('id-reader');
    const trying = it.maintenance.trying.value!;
    const reading = trying.readCard();
    it.bench.idReader.lay(adult);
    await it.bench.time.until(reading);
    expect(trying.card.value).toEqual({ is: 'read', kind: 'resident', masked: '周**' });
    const { texts } = reachableFrom(it.kiosk.place.value);
    expect([adult.name, adult.number, adult.address].filter((secret) => [...texts].some((text) => text.includes(secret)))).toEqual([]);
    it.maintenance.endTryOut('works');
    expect([trying.card.value, it.maintenance.verdicts.value]).toEqual([{ is: 'idle' }, { 'id-reader': 'works' }]);
  });
  test('stops a reader that still waits when the maintainer leaves', async () => {
    const it = await inside();
    it.maintenance.tryOut('id-reader');
    const reading = it.maintenance.trying.value!.readCard();
    await it.bench.time.pass(10);
    it.kiosk.leave();
    it.bench.idReader.lay(adult);
    await it.bench.time.until(reading);
    expect(it.kiosk.place.value).toEqual({ is: 'idle' });
  });
  test('prints a slip, and of one of which nobody knows asks whoever looks', async () => {
    const it = await inside();
    it.maintenance.tryOut('receipt-printer');
    const trying = it.maintenance.trying.value!;
    await it.bench.time.until(trying.printSlip([{ is: 'rule' }]));
    expect([trying.slip.state.value, it.bench.receiptPrinter.papers.length]).toEqual([{ is: 'printed' }, 1]);
    it.bench.receiptPrinter.failNext({ is: 'indeterminate' });
    await it.bench.time.until(trying.printSlip([{ is: 'rule' }]));
    expect(trying.slip.state.value).toEqual({ is: 'indeterminate' });
    trying.slip.tell(false);
    expect(trying.slip.state.value.is).toBe('not-printed');
  });
  test('prints a sheet, and of one of which nobody knows asks as well', async () => {
    const it = await inside();
    it.maintenance.tryOut('document-printer');
    const trying = it.maintenance.trying.value!;
    const sheet = { pdf: new Uint8Array([1]), title: 't' };
    await it.bench.time.until(trying.printSheet(sheet));
    expect([trying.sheet.value, it.bench.documentPrinter.printed.map(({ pages }) => pages)]).toEqual([{ is: 'printed' }, [1]]);
    it.bench.documentPrinter.failNext({ is: 'indeterminate', pagesDone: 0 });
    await it.bench.time.until(trying.printSheet(sheet));
    trying.tellSheet(true);
    expect(trying.sheet.value).toEqual({ is: 'printed' });
    await it.bench.time.pass(1);
    expect(it.kiosk.supplies.books.value.tray.used).toBe(2);
  });
  test('scans a code and tells its kind and length, never the code', async () => {
    const scanner = simCodeScanner();
    const it = await inside((ports) => ({ ...ports, codeScanner: scanner, fitted: new Set([...ports.fitted, 'code-scanner' as const]) }));
    it.maintenance.tryOut('code-scanner');
    const trying = it.maintenance.trying.value!;
    const scanning = trying.scanCode();
    await it.bench.time.pass(1);
    scanner.show('SECRET-CODE-OF-SOMEBODY');
    await scanning;
    expect(trying.scan.value).toEqual({ is: 'scanned', kind: 'token', length: 23 });
    expect([...reachableFrom(it.kiosk.place.value).texts].some((text) => text.includes('SECRET'))).toBe(false);
  });
  test('lights one light at a time and leaves none on', async () => {
    const lights = simIndicator();
    const it = await inside((ports) => ({ ...ports, indicator: lights, fitted: new Set([...ports.fitted, 'indicator' as const]) }));
    it.maintenance.tryOut('indicator');
    const trying = it.maintenance.trying.value!;
    const [first, second] = trying.lights;
    await trying.light(first!);
    await trying.light(second!);
    expect([trying.lit.value, lights.lit]).toEqual([second, new Map([[second, 'medium']])]);
    it.maintenance.endTryOut();
    await it.bench.time.pass(1);
    expect(lights.lit.size).toBe(0);
  });
  test('shows the key that was pressed, and hears none afterwards', async () => {
    const keypad = simKeypad();
    const it = await inside((ports) => ({ ...ports, keypad, fitted: new Set([...ports.fitted, 'keypad' as const]) }));
    it.maintenance.tryOut('keypad');
    const trying = it.maintenance.trying.value!;
    trying.listenToKeys();
    keypad.press('louder');
    expect(trying.pressed.value).toBe('louder');
    it.maintenance.endTryOut('fails');
    keypad.press('ok');
    expect([trying.pressed.value, it.maintenance.verdicts.value.keypad]).toEqual([null, 'fails']);
  });
  test('of a device that is not there says so and ends', async () => {
    const it = await inside((ports) => ({ ...ports, smartCard: absentSmartCardReader, fitted: new Set([...ports.fitted, 'camera' as const, 'smart-card' as const]) }));
    it.maintenance.tryOut('camera');
    await it.maintenance.trying.value!.openCamera();
    expect(it.maintenance.trying.value!.camera.value).toEqual({ is: 'offline' });
    it.maintenance.tryOut('smart-card');
    await it.maintenance.trying.value!.readCard();
    expect(it.maintenance.trying.value!.card.value).toEqual({ is: 'offline' });
  });
});

describe('a rejected application', () => {
  test('is sent again or deleted by its key, and what the disk refused is named', async () => {
    const it = await inside();
    await it.maintenance.resend('key-a', 'SD-1');
    await it.maintenance.discard('key-b', 'SD-2');
    expect([it.bench.dealtWith, it.maintenance.unkept.value]).toEqual([['retry key-a', 'discard key-b'], null]);
    const other = await inside((ports) => ({ ...ports, rejected: { retry: async () => 'not-done', discard: async () => 'not-done' } }));
    await other.maintenance.discard('key-b', 'SD-2');
    expect(other.maintenance.unkept.value).toBe('SD-2');
  });
});

test('a matter looked at during nothing of this leads back to the list, never to the door', () => {
  const { kiosk } = open();
  kiosk.knock();
  kiosk.item(matter('care-elsewhere'));
  expect(kiosk.place.value).toMatchObject({ is: 'item', from: { is: 'home' } });
});
