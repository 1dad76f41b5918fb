import { describe, expect, test } from 'vitest';
import type { CodeScanner, ScanOutcome } from '../../../drivers/code-scanner/port.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A scanner and the hand that holds codes up to it. */
export interface CodeScannerBench {
  readonly clock: VirtualClock;
  readonly scanner: CodeScanner;
  /** Holds up a code and waits until the scanner has sent all of it. */
  show(code: string): Promise<void>;
  /** Holds up a code of which only the first half was sent when this returns; the rest follows when called. */
  showHalf?(code: string): Promise<() => Promise<void>>;
  setUnplugged?(unplugged: boolean): void;
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const token = (text: string): ScanOutcome => ({ is: 'scanned', code: { kind: 'token', bytes: bytesOf(text), goodForMs: 60_000 } });
const ours = 'SD-0001-20261104-0042-0';

/** What every scanner of codes must do. */
export function testCodeScanner(name: string, make: () => CodeScannerBench) {
  describe(name, () => {
    test('says ready', async () => {
      const { clock, scanner } = make();
      expect(await clock.until(scanner.status())).toEqual({ is: 'ready' });
    });
    test('gives a code held up while somebody waits, and tells the screen that it waits', async () => {
      const { clock, scanner, show } = make();
      const seen: string[] = [];
      const outcome = scanner.scan({ deadlineMs: 20_000, onProgress: (progress) => seen.push(progress) });
      await clock.pass(3000);
      await show('https://example.invalid/?t=a1B2c3');
      expect(await clock.until(outcome)).toEqual(token('https://example.invalid/?t=a1B2c3'));
      expect(seen).toEqual(['waiting']);
    });
    test.each([ours, ours.toLowerCase(), 'ST01-20261104-123456-Z'])('knows a number of ours: %s', async (number) => {
      const { clock, scanner, show } = make();
      const outcome = scanner.scan({ deadlineMs: 20_000 });
      await show(number);
      expect(await clock.until(outcome)).toEqual({ is: 'scanned', code: { kind: 'local-number', number: number.toUpperCase() } });
    });
    test.each(['SD-0001-20261304-0042-0', 'SD-0001-20261104-42-0', `${ours}1`, `https://x.invalid/${ours}`, '20261104-0042-0'])('takes anything else for a token: %s', async (text) => {
      const { clock, scanner, show } = make();
      const outcome = scanner.scan({ deadlineMs: 20_000 });
      await show(text);
      expect(await clock.until(outcome)).toEqual(token(text));
    });
    test('ends at the deadline when no code comes', async () => {
      const { clock, scanner } = make();
      expect(await clock.until(scanner.scan({ deadlineMs: 5000 }))).toEqual({ is: 'timed-out' });
      expect(clock.now()).toBe(5000);
    });
    test('ends at once when called off, before and while waiting', async () => {
      const { clock, scanner } = make();
      expect(await clock.until(scanner.scan({ deadlineMs: 5000, signal: AbortSignal.abort() }))).toEqual({ is: 'cancelled' });
      const stop = new AbortController();
      const outcome = scanner.scan({ deadlineMs: 60_000, signal: stop.signal });
      await clock.pass(2000);
      stop.abort();
      expect(await clock.until(outcome)).toEqual({ is: 'cancelled' });
      expect(clock.now()).toBe(2000);
    });
    test('two scans at once take turns, and the second keeps its own deadline', async () => {
      const { clock, scanner, show } = make();
      const first = scanner.scan({ deadlineMs: 10_000 });
      expect(await clock.until(scanner.scan({ deadlineMs: 2000 }))).toEqual({ is: 'timed-out' });
      const third = scanner.scan({ deadlineMs: 10_000 });
      await show('code-for-the-first');
      await show('code-for-the-third');
      expect([await clock.until(first), await clock.until(third)]).toEqual([token('code-for-the-first'), token('code-for-the-third')]);
    });
    test('a code for which nobody waits is given to nobody later', async () => {
      const { clock, scanner, show } = make();
      await show('the-code-of-somebody-else');
      const outcome = scanner.scan({ deadlineMs: 5000 });
      await clock.pass(1000);
      await show('code-of-this-person');
      await show('another-code-after-it');
      expect(await clock.until(outcome)).toEqual(token('code-of-this-person'));
      expect(await clock.until(scanner.scan({ deadlineMs: 5000 }))).toEqual({ is: 'timed-out' });
    });
    test('a code begun before anyone waited is given to nobody, and the next one is whole', async () => {
      const { clock, scanner, show, showHalf } = make();
      if (!showHalf) return;
      const rest = await showHalf('the-long-code-of-somebody-else');
      const outcome = scanner.scan({ deadlineMs: 5000 });
      await rest();
      await clock.pass(500);
      await show('code-of-this-person');
      expect(await clock.until(outcome)).toEqual(token('code-of-this-person'));
    });
    test('half a code is no code', async () => {
      const { clock, scanner, show, showHalf } = make();
      if (!showHalf) return;
      const first = scanner.scan({ deadlineMs: 5000 });
      await showHalf('half-of-somebodys-code');
      expect(['unreadable', 'timed-out']).toContain((await clock.until(first)).is);
      const outcome = scanner.scan({ deadlineMs: 20_000 });
      await show('code-of-this-person');
      expect(await clock.until(outcome)).toEqual(token('code-of-this-person'));
    });
    test('a code longer than any code is unreadable, and the next one is read', async () => {
      const { clock, scanner, show } = make();
      const outcome = scanner.scan({ deadlineMs: 200_000 });
      await show('x'.repeat(3000));
      expect(await clock.until(outcome)).toEqual({ is: 'unreadable' });
      const next = scanner.scan({ deadlineMs: 20_000 });
      await show('code-of-this-person');
      expect(await clock.until(next)).toEqual(token('code-of-this-person'));
    });
    test('an unplugged scanner ends the wait at once, tells its watchers, and comes back', async () => {
      const { clock, scanner, show, setUnplugged } = make();
      if (!setUnplugged) return;
      await clock.until(scanner.status());
      const seen: string[] = [];
      const stop = scanner.watch((status) => seen.push(status.is));
      const outcome = scanner.scan({ deadlineMs: 20_000 });
      await clock.pass(1000);
      setUnplugged(true);
      expect(await clock.until(outcome)).toEqual({ is: 'offline', why: 'no-wire' });
      expect(await clock.until(scanner.scan({ deadlineMs: 20_000 }))).toEqual({ is: 'offline', why: 'no-wire' });
      setUnplugged(false);
      const again = scanner.scan({ deadlineMs: 20_000 });
      await show('code-of-this-person');
      expect(await clock.until(again)).toEqual(token('code-of-this-person'));
      stop();
      setUnplugged(true);
      expect(seen).toEqual(['offline', 'ready']);
    });
  });
}
