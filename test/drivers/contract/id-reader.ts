import { describe, expect, test } from 'vitest';
import type { IdReader, ResidentCard } from '../../../drivers/id-reader/port.ts';
import { elder, person } from '../people.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A reader and the hand that lays cards on it. */
export interface IdReaderBench {
  readonly clock: VirtualClock;
  readonly reader: IdReader;
  lay(card: ResidentCard): void;
  layOfKind(letter: string): void;
  pull(): void;
  setSilent(silent: boolean): void;
}

/** What every reader of identity cards must do. `letters` of kinds that its protocol can express and that it must refuse. */
export function testIdReader(name: string, make: () => IdReaderBench, { letters = ['J', 'I', 'Y', 'Q'] }: { readonly letters?: readonly string[] } = {}) {
  describe(name, () => {
    test('says ready', async () => {
      const { clock, reader } = make();
      expect(await clock.until(reader.status())).toEqual({ is: 'ready' });
    });
    test('reads a card that lies there already', async () => {
      const { clock, reader, lay } = make();
      lay(person);
      expect(await clock.until(reader.read({ deadlineMs: 20_000 }))).toEqual({ is: 'read', card: person });
    });
    test('reads a card laid on while waiting, and tells the screen of both', async () => {
      const { clock, reader, lay } = make();
      const seen: string[] = [];
      const outcome = reader.read({ deadlineMs: 20_000, onProgress: (progress) => seen.push(progress) });
      await clock.pass(3000);
      lay(elder);
      expect(await clock.until(outcome)).toEqual({ is: 'read', card: elder });
      expect(seen).toEqual(['waiting', 'reading']);
    });
    test('ends at the deadline when no card comes', async () => {
      const { clock, reader } = make();
      expect(await clock.until(reader.read({ deadlineMs: 5000 }))).toEqual({ is: 'timed-out' });
      expect(clock.now()).toBeLessThan(5100);
    });
    test('ends at once when called off, before and while waiting', async () => {
      const { clock, reader } = make();
      expect(await clock.until(reader.read({ deadlineMs: 5000, signal: AbortSignal.abort() }))).toEqual({ is: 'cancelled' });
      const stop = new AbortController();
      const outcome = reader.read({ deadlineMs: 60_000, signal: stop.signal });
      await clock.pass(2000);
      stop.abort();
      const from = clock.now();
      expect(await clock.until(outcome)).toEqual({ is: 'cancelled' });
      expect(clock.now() - from).toBeLessThan(50);
    });
    test('two reads at once take turns, and the second keeps its own deadline', async () => {
      const { clock, reader, lay } = make();
      const first = reader.read({ deadlineMs: 10_000 });
      expect(await clock.until(reader.read({ deadlineMs: 2000 }))).toEqual({ is: 'timed-out' });
      expect(clock.now()).toBeLessThan(2100);
      lay(person);
      expect(await clock.until(first)).toMatchObject({ is: 'read' });
    });
    test('a card read once is not read again until it was lifted', async () => {
      const { clock, reader, lay, pull } = make();
      lay(person);
      await clock.until(reader.read({ deadlineMs: 5000 }));
      expect(await clock.until(reader.read({ deadlineMs: 3000 }))).toEqual({ is: 'timed-out' });
      const outcome = reader.read({ deadlineMs: 20_000 });
      await clock.pass(1000);
      pull();
      await clock.pass(1000);
      lay(person);
      expect(await clock.until(outcome)).toMatchObject({ is: 'read' });
    });
    test('a card forgotten on the reader is noticed, before and after it was read', async () => {
      const { clock, reader, lay, pull } = make();
      if (!reader.capabilities.detectsRemoval) {
        expect(await clock.until(reader.cardPresent())).toBe('unknown');
        lay(person);
        expect(await clock.until(reader.cardPresent())).toBe('unknown');
        return;
      }
      expect(await clock.until(reader.cardPresent())).toBe('absent');
      lay(person);
      expect(await clock.until(reader.cardPresent())).toBe('present');
      await clock.until(reader.read({ deadlineMs: 5000 }));
      expect(await clock.until(reader.cardPresent())).toBe('present');
      pull();
      expect(await clock.until(reader.cardPresent())).toBe('absent');
    });
    test.each(letters)('a card of kind %s is refused, not read as a resident card', async (kind) => {
      const { clock, reader, layOfKind } = make();
      layOfKind(kind);
      expect(await clock.until(reader.read({ deadlineMs: 5000 }))).toEqual({ is: 'unknown-card', kind });
    });
    test('a reader that falls silent is offline, and ready again when it speaks', async () => {
      const { clock, reader, lay, setSilent } = make();
      await clock.until(reader.status());
      setSilent(true);
      expect(await clock.until(reader.read({ deadlineMs: 20_000 }))).toEqual({ is: 'offline', why: 'no-answer' });
      expect(await clock.until(reader.status())).toEqual({ is: 'offline', why: 'no-answer' });
      setSilent(false);
      lay(person);
      expect(await clock.until(reader.read({ deadlineMs: 20_000 }))).toMatchObject({ is: 'read' });
      expect(await clock.until(reader.status())).toEqual({ is: 'ready' });
    });
    test('hands over no photo that nobody asked for', async () => {
      const { clock, reader, lay } = make();
      lay(person);
      expect(Object.keys(await clock.until(reader.read({ deadlineMs: 20_000 })))).toEqual(['is', 'card']);
    });
    test('tests itself, and never while somebody waits', async () => {
      const { clock, reader, lay, setSilent } = make();
      if (!reader.selfTest) return;
      expect(await clock.until(reader.selfTest())).toMatchObject({ is: 'passed' });
      const outcome = reader.read({ deadlineMs: 20_000 });
      expect(await clock.until(reader.selfTest())).toEqual({ is: 'busy' });
      lay(person);
      expect(await clock.until(outcome)).toMatchObject({ is: 'read' });
      setSilent(true);
      expect(await clock.until(reader.selfTest())).toEqual({ is: 'failed', why: 'no-answer' });
    });
    test('tells watchers of a change, and stops when asked', async () => {
      const { clock, reader, setSilent } = make();
      await clock.until(reader.status());
      const seen: string[] = [];
      const stop = reader.watch((status) => seen.push(status.is));
      setSilent(true);
      await clock.pass(30_000);
      expect(seen).toEqual(['offline']);
      stop();
      setSilent(false);
      await clock.pass(30_000);
      expect(seen).toEqual(['offline']);
    });
  });
}
