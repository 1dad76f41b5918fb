import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hidWedgeScanner } from '../../../drivers/code-scanner/hid-wedge/driver.ts';
import { testCodeScanner, token } from '../contract/code-scanner.ts';
import { virtualClock } from '../virtual-clock.ts';

type Pressed = { readonly key: string; readonly code?: string; readonly isComposing?: boolean; readonly repeat?: boolean; readonly ctrlKey?: boolean; readonly shiftKey?: boolean };

/** A page: keys that nobody swallowed reach its field, as `reached`; `typed` is what was given back. */
function bench() {
  const clock = virtualClock();
  const keys = new EventTarget();
  const reached: string[] = [];
  const typed: string[] = [];
  const scanner = hidWedgeScanner(keys, { clock, onTyped: (text) => { typed.push(text); reached.push(...text); } });
  keys.addEventListener('keydown', (event) => { if (!event.defaultPrevented) reached.push((event as Event & Pressed).key); });
  async function press(pressed: Pressed | string, afterMs = 5) {
    await clock.pass(afterMs);
    const event = Object.assign(new Event('keydown', { cancelable: true }), { code: '', isComposing: false, repeat: false, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false }, typeof pressed === 'string' ? { key: pressed } : pressed);
    Object.defineProperty(event, 'timeStamp', { value: clock.now() });
    keys.dispatchEvent(event);
  }
  async function type(text: Iterable<string>, gapMs: number) { for (const char of text) await press(char, gapMs); }
  return {
    clock, keys, reached, typed, scanner, press, type,
    async show(code: string, end = 'Enter') { await clock.pass(200); await type(code, 1); await press(end, 1); await clock.pass(1); },
    async showHalf(code: string) {
      await clock.pass(200);
      await type(code.slice(0, 9), 5);
      return async () => { await type(code.slice(9), 5); await press('Enter'); };
    },
  };
}
testCodeScanner('scanner posing as a keyboard', bench);

describe('keys of a scanner', () => {
  test('never reach the page, whether somebody waits or not', async () => {
    const b = bench();
    await b.show('SECRET-TOKEN-1');
    const outcome = b.scanner.scan({ deadlineMs: 9000 });
    await b.show('SECRET-TOKEN-2', 'Tab');
    expect(await b.clock.until(outcome)).toEqual(token('SECRET-TOKEN-2'));
    await b.clock.pass(1000);
    expect(b.reached).toEqual([]);
  });
  test('never reach the page even when the terminator is missing', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 9000 });
    await b.type('SECRET-TOKEN', 5);
    expect(await b.clock.until(outcome)).toEqual({ is: 'unreadable' });
    expect(b.reached).toEqual([]);
  });
  test('may come with Shift between them, and digits are read by their place on the keyboard', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 9000 });
    for (const [key, code] of [['&', 'Digit1'], ['é', 'Digit2'], ['Shift', 'ShiftLeft'], ['A', 'KeyA'], ['3', 'Numpad3'], ['x', 'KeyX'], ['y', 'KeyY'], ['Enter', 'Enter']] as const) await b.press({ key, code });
    expect(await b.clock.until(outcome)).toEqual(token('12A3xy'));
  });
  test('on their way into an input method are left alone', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 1000 });
    for (const key of 'nihaoa') await b.press({ key, isComposing: true });
    await b.press({ key: 'Enter', isComposing: true });
    expect(await b.clock.until(outcome)).toEqual({ is: 'timed-out' });
    expect(b.reached.join('')).toBe('nihaoaEnter');
  });
  test('are no longer swallowed when the scanner is closed', async () => {
    const b = bench();
    b.scanner.close();
    await b.show('LETTERS');
    expect(b.reached.join('')).toBe('LETTERSEnter');
  });
});

describe('keys of a person', () => {
  test.each([60, 120, 300])('struck every %i ms all reach the page, in order, and are no code', async (gapMs) => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 20_000 });
    await b.type([...'zhou 370499', 'Backspace', '8', 'Enter'], gapMs);
    await b.clock.pass(500);
    expect(b.reached).toEqual([...'zhou 370499', 'Backspace', '8', 'Enter']);
    expect(await b.clock.until(outcome)).toEqual({ is: 'timed-out' });
  });
  test('struck two or five at once reach the page', async () => {
    const b = bench();
    await b.type('ab', 20);
    await b.clock.pass(400);
    await b.type([...'hello', 'Enter'], 20);
    await b.clock.pass(400);
    expect(b.reached).toEqual([...'abhello', 'Enter']);
  });
  test('kept down are no code, however fast they repeat', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 5000 });
    await b.press('a');
    for (let i = 0; i < 12; i++) await b.press({ key: 'a', repeat: true }, 30);
    await b.press('Enter', 30);
    expect(await b.clock.until(outcome)).toEqual({ is: 'timed-out' });
    expect(b.reached.join('')).toBe(`${'a'.repeat(13)}Enter`);
  });
  test('mixed with a scanner\'s are told apart by the pause between them', async () => {
    const b = bench();
    const outcome = b.scanner.scan({ deadlineMs: 5000 });
    await b.type('ab', 100);
    await b.clock.pass(60);
    await b.show('TOKEN-123456');
    await b.type('cd', 100);
    await b.clock.pass(300);
    expect(await b.clock.until(outcome)).toEqual(token('TOKEN-123456'));
    expect(b.reached.join('')).toBe('abcd');
  });
  test('with Ctrl, and a space that presses a button, pass at once', async () => {
    const b = bench();
    await b.press({ key: 'a', ctrlKey: true });
    await b.press(' ', 100);
    expect(b.reached).toEqual(['a', ' ']);
    expect(b.typed).toEqual([]);
  });
});

test('whatever is typed, nothing throws, nothing is lost that a person typed, and the next code is read', async () => {
  const key = fc.record({ key: fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom('Enter', 'Tab', 'Shift', 'Process', 'Dead', 'F5', 'Unidentified', '𠮷', '')), code: fc.constantFrom('', 'Digit1', 'KeyA'), isComposing: fc.boolean(), repeat: fc.boolean(), ctrlKey: fc.boolean() });
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(key, fc.integer({ min: 0, max: 90 })), { maxLength: 40 }), async (presses) => {
    const b = bench();
    const first = b.scanner.scan({ deadlineMs: 6000 });
    for (const [pressed, afterMs] of presses) await b.press(pressed, afterMs);
    const outcome = await b.clock.until(first);
    expect(['scanned', 'unreadable', 'timed-out']).toContain(outcome.is);
    if (presses.every(([, afterMs]) => afterMs > 50)) {
      await b.clock.pass(200);
      expect(b.reached).toHaveLength(presses.flatMap(([{ key }]) => key).length);
    }
    const next = b.scanner.scan({ deadlineMs: 5000 });
    await b.show('code-after-garbage');
    expect(await b.clock.until(next)).toEqual(token('code-after-garbage'));
  }), { numRuns: 300 });
});
