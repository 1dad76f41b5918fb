import { describe, expect, test } from 'vitest';
import { hidWedgeScanner } from '../../../drivers/code-scanner/hid-wedge/driver.ts';
import { hidKeypad } from '../../../drivers/keypad/hid-keys/driver.ts';
import { keyTable } from '../../../drivers/keypad/hid-keys/table.ts';
import { padKeys } from '../../../drivers/keypad/pad-keys.ts';
import type { PadKey } from '../../../drivers/keypad/port.ts';
import type { Settings } from '../../../drivers/near.ts';
import { testKeypad } from '../contract/keypad.ts';
import { virtualClock } from '../virtual-clock.ts';

type More = Partial<Pick<KeyboardEvent, 'key' | 'repeat' | 'isComposing' | 'ctrlKey' | 'altKey'>>;

/** A page that hears keys after the pad did; `reached` are those that came through. */
function bench(settings: Settings = {}, { scannerFirst = false, scannerLast = false } = {}) {
  const clock = virtualClock();
  const keys = new EventTarget();
  const table = keyTable(settings);
  if (scannerFirst) hidWedgeScanner(keys, { clock });
  const keypad = hidKeypad(keys, { table });
  const heard: PadKey[] = [];
  const reached: string[] = [];
  async function strike(code: string, { key = code, ...more }: More = {}, afterMs = 100) {
    await clock.pass(afterMs);
    const event = Object.assign(new Event('keydown', { cancelable: true }), { code, key, repeat: false, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more });
    Object.defineProperty(event, 'timeStamp', { value: clock.now() });
    keys.dispatchEvent(event);
    return event;
  }
  const hear = () => {
    const stop = keypad.listen((key) => heard.push(key));
    if (scannerLast) hidWedgeScanner(keys, { clock });
    keys.addEventListener('keydown', (event) => reached.push((event as Event & { code: string }).code));
    return stop;
  };
  const codeOf = (key: PadKey) => Object.keys(table).find((code) => table[code] === key)!;
  return { clock, keys, keypad, heard, reached, strike, hear, press: (key: PadKey) => { void strike(codeOf(key), {}, 0); }, hold: (key: PadKey) => { for (let i = 0; i <= 10; i++) void strike(codeOf(key), { repeat: i > 0 }, 0); } };
}
/** Keys of the contract are struck within one turn: events are made at once, without a clock. */
function struck(settings: Settings) {
  const keys = new EventTarget();
  const table = keyTable(settings);
  let ms = 0;
  const strike = (key: PadKey, repeat: boolean) => {
    const code = Object.keys(table).find((one) => table[one] === key)!;
    const event = Object.assign(new Event('keydown', { cancelable: true }), { code, key: code, repeat, isComposing: false, ctrlKey: false, altKey: false, metaKey: false });
    Object.defineProperty(event, 'timeStamp', { value: ms += 100 });
    keys.dispatchEvent(event);
  };
  return { keypad: hidKeypad(keys, { table }), press: (key: PadKey) => strike(key, false), hold: (key: PadKey) => { for (let i = 0; i <= 10; i++) strike(key, i > 0); } };
}
for (const table of ['arrows', 'function-keys']) testKeypad(`keypad posing as a keyboard, ${table}`, () => struck({ table }));

describe('keys of a pad', () => {
  test('go no further than to whoever listens, and reach the page untouched when nobody does', async () => {
    const b = bench();
    const stop = b.hear();
    const event = await b.strike('Enter');
    expect([event.defaultPrevented, b.heard, b.reached]).toEqual([true, ['ok'], []]);
    stop();
    const after = await b.strike('Enter');
    expect([after.defaultPrevented, b.heard, b.reached]).toEqual([false, ['ok'], ['Enter']]);
  });
  test('with Ctrl or Alt, in an input method, or of no use to the pad stay the page\'s', async () => {
    const b = bench();
    b.hear();
    await b.strike('ArrowUp', { ctrlKey: true });
    await b.strike('ArrowLeft', { altKey: true });
    await b.strike('Enter', { isComposing: true });
    await b.strike('Tab');
    await b.strike('KeyA', { key: 'a' });
    expect([b.heard, b.reached]).toEqual([[], ['ArrowUp', 'ArrowLeft', 'Enter', 'Tab', 'KeyA']]);
  });
  test.each([{ scannerFirst: true }, { scannerLast: true }])('are told from the Enter that ends a scanned code: %o', async (order) => {
    const b = bench({}, order);
    b.hear();
    for (const char of 'TOKEN-1234') await b.strike(`Key${char}`, { key: char }, 5);
    await b.strike('Enter', {}, 5);
    expect(b.heard).toEqual([]);
    await b.strike('Enter', {}, 400);
    expect(b.heard).toEqual(['ok']);
  });
  test('left and right move the caret in a box that holds text; the others are the pad\'s there too', async () => {
    const b = bench();
    b.hear();
    const box = { value: '周', setRangeText() {} };
    const inBox = async (code: string) => {
      await b.clock.pass(100);
      const event = Object.assign(new Event('keydown', { cancelable: true }), { code, key: code, repeat: false, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, composedPath: () => [box] });
      Object.defineProperty(event, 'timeStamp', { value: b.clock.now() });
      b.keys.dispatchEvent(event);
    };
    for (const code of ['ArrowLeft', 'ArrowRight', 'ArrowDown', 'Enter']) await inBox(code);
    expect([b.heard, b.reached]).toEqual([['down', 'ok'], ['ArrowLeft', 'ArrowRight']]);
    box.value = '';
    await inBox('ArrowLeft');
    expect(b.heard).toEqual(['down', 'ok', 'left']);
  });
});

describe('a configuration', () => {
  test('chooses a table, and moves single keys', () => {
    expect(keyTable({ table: 'function-keys' })).toMatchObject({ F13: 'up', F17: 'ok', F22: 'softer' });
    expect(keyTable({ help: 'F24', back: 'Backspace' })).toMatchObject({ F24: 'help', Backspace: 'back', ArrowUp: 'up' });
    expect(Object.keys(keyTable({ help: 'F24', back: 'Backspace' }))).not.toContain('Escape');
  });
  test('that names no table or one unknown gets arrows, with every key of a pad', () => {
    for (const settings of [{}, { table: 'constructor' }, { table: 7 }] as const) expect(new Set(Object.values(keyTable(settings)))).toEqual(new Set(padKeys));
  });
});
