import { describe, expect, test } from 'vitest';
import type { Keypad, PadKey } from '../../../drivers/keypad/port.ts';

/** A keypad and the finger on it. */
export interface KeypadBench {
  readonly keypad: Keypad;
  /** Presses a key and lets go. */
  press(key: PadKey): void;
  /** Keeps a key down until the pad has repeated it ten times, where it repeats keys. */
  hold(key: PadKey): void;
}

/** What every tactile keypad must do. */
export function testKeypad(name: string, make: () => KeypadBench) {
  describe(name, () => {
    test('says ready, and tests itself as far as it can', async () => {
      const { keypad } = make();
      expect(await keypad.status()).toEqual({ is: 'ready' });
      expect(['passed', 'cannot-tell']).toContain((await keypad.selfTest()).is);
    });
    test('tells of each of its keys, in order, once for each press', () => {
      const b = make();
      const heard: PadKey[] = [];
      b.keypad.listen((key) => heard.push(key));
      for (const key of b.keypad.capabilities.keys) b.press(key);
      b.press('ok');
      b.press('ok');
      expect(heard).toEqual([...b.keypad.capabilities.keys, 'ok', 'ok']);
      expect(heard.length).toBeGreaterThan(7);
    });
    test('takes a key kept down for one press', () => {
      const b = make();
      const heard: PadKey[] = [];
      b.keypad.listen((key) => heard.push(key));
      b.hold('down');
      b.hold('ok');
      expect(heard).toEqual(['down', 'ok']);
    });
    test('is heard by everybody who listens, and by nobody who stopped', () => {
      const b = make();
      const first: PadKey[] = [];
      const second: PadKey[] = [];
      const stop = b.keypad.listen((key) => first.push(key));
      const stopSecond = b.keypad.listen((key) => second.push(key));
      b.press('up');
      stop();
      b.press('help');
      stopSecond();
      b.press('back');
      expect([first, second]).toEqual([['up'], ['up', 'help']]);
    });
    test('gives nobody the keys pressed before they listened', () => {
      const b = make();
      b.press('ok');
      const heard: PadKey[] = [];
      b.keypad.listen((key) => heard.push(key));
      expect(heard).toEqual([]);
      b.press('up');
      expect(heard).toEqual(['up']);
    });
    test('tells no status that did not change, and lets its watchers go', () => {
      const b = make();
      const seen: string[] = [];
      const stop = b.keypad.watch(({ is }) => seen.push(is));
      b.press('ok');
      stop();
      expect(seen).toEqual([]);
    });
  });
}
