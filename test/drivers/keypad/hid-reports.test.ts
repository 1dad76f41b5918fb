// A pad on a wire: the reports of a keyboard, and what is struck by them.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keypads } from '../../../drivers/index.ts';
import { simHidPad } from '../../../drivers/keypad/hid-keys/device.ts';
import { hidKeypad } from '../../../drivers/keypad/hid-keys/driver.ts';
import { reportOf, strikeReports } from '../../../drivers/keypad/hid-keys/reports.ts';
import { keyTable } from '../../../drivers/keypad/hid-keys/table.ts';
import { padKeys } from '../../../drivers/keypad/pad-keys.ts';
import type { PadKey } from '../../../drivers/keypad/port.ts';
import { listeners, watched } from '../../../drivers/transport/listeners.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import type { Wire, WireState } from '../../../drivers/transport/wire.ts';
import { testKeypad } from '../contract/keypad.ts';
import { nearTo } from '../near.ts';
import { virtualClock } from '../virtual-clock.ts';

/** A wire that hands over within the call, as the contract strikes its keys within one turn. */
function straight(): { readonly near: Wire; readonly far: Wire } {
  const state = watched<WireState>('open');
  const end = () => listeners<Uint8Array>();
  const [near, far] = [end(), end()];
  const wire = (hears: typeof near, tells: typeof far): Wire => ({ async send(bytes) { tells.tell(bytes); return 'sent'; }, listen: hears.add, get state() { return state.value; }, watch: state.watch, close() {} });
  return { near: wire(near, far), far: wire(far, near) };
}
for (const name of ['arrows', 'function-keys']) {
  testKeypad(`simulated pad on a wire, ${name}`, () => {
    const { near, far } = straight();
    const keys = new EventTarget();
    const table = keyTable({ table: name });
    strikeReports(near, keys);
    const pad = simHidPad(far, { table });
    return { keypad: hidKeypad(keys, { table }), press: pad.press, hold: (key) => pad.hold(key, 11) };
  });
}

/** Codes that were struck, and a hand that sends bytes. */
function bench() {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  const keys = new EventTarget();
  const struck: string[] = [];
  keys.addEventListener('keydown', (event) => struck.push((event as Event & { code: string }).code));
  strikeReports(near, keys);
  return { clock, line, struck, far, async send(...reports: readonly Uint8Array[]) { for (const one of reports) await far.send(one); await clock.pass(10); } };
}

describe('reports of a pad', () => {
  test('have the bytes of the standard: Enter is usage 28, F13 is 68', () => {
    expect([reportOf(['Enter']), reportOf(['F13', 'ArrowUp']), reportOf([])].map((one) => Buffer.from(one).toString('hex'))).toEqual(['0000280000000000', '0000685200000000', '0000000000000000']);
  });
  test('strike a key when it goes down, another beside it, and the same again only after it was up', async () => {
    const b = bench();
    await b.send(reportOf(['ArrowUp']), reportOf(['ArrowUp']), reportOf(['ArrowUp', 'F1']), reportOf(['F1']), reportOf([]), reportOf(['ArrowUp']));
    expect(b.struck).toEqual(['ArrowUp', 'F1', 'ArrowUp']);
  });
  test('cut in pieces are the same reports', async () => {
    const b = bench();
    b.line.chunkBytes = 3;
    await b.send(reportOf(['Enter']), reportOf([]), reportOf(['Escape']));
    expect(b.struck).toEqual(['Enter', 'Escape']);
  });
  test('begun before the plug was pulled strike nothing afterwards', async () => {
    const b = bench();
    await b.send(reportOf(['Enter']).subarray(0, 5));
    b.line.unplug();
    b.line.plug();
    await b.send(reportOf(['Escape']));
    expect(b.struck).toEqual(['Escape']);
  });
  test('of letters, and bytes of any kind, strike none but the keys of a pad', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
      const b = bench();
      await b.send(bytes);
      expect(b.struck.filter((code) => !/^(?:Arrow(?:Up|Down|Left|Right)|(?:Numpad)?Enter|Escape|Backspace|Tab|F\d{1,2}|AudioVolume(?:Up|Down))$/.test(code))).toEqual([]);
    }), { numRuns: 500 });
    const b = bench();
    await b.send(Uint8Array.of(0, 0, 0x04, 0x1e, 0, 0, 0, 0));
    expect(b.struck).toEqual([]);
  });
});

test('the model of a configuration hears its pad on the wire and on the keys beside it', async () => {
  const { near, far } = straight();
  const keys = new EventTarget();
  const keypad = await keypads['hid-keys']!(nearTo({ wire: near, keys }));
  const heard: PadKey[] = [];
  keypad.listen((key) => heard.push(key));
  const pad = simHidPad(far, { table: keyTable({}) });
  for (const key of padKeys) pad.press(key);
  expect([heard, pad.presses]).toEqual([padKeys, padKeys.length]);
});
