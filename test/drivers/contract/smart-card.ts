import { describe, expect, test } from 'vitest';
import type { SmartCardReader, SocialSecurityCard } from '../../../drivers/smart-card/port.ts';
import { citizenNumber } from '../people.ts';
import type { VirtualClock } from '../virtual-clock.ts';

export type Laid = SocialSecurityCard | 'pin' | 'other' | 'mute';
/** A reader and the hand that puts cards in. What a hand does is done when its promise resolves. */
export interface SmartCardBench {
  readonly clock: Pick<VirtualClock, 'now' | 'until' | 'pass'>;
  readonly reader: SmartCardReader;
  lay(card: Laid): Promise<void> | void;
  pull(): Promise<void> | void;
  /** The card put in next leaves in the middle of being read. */
  pullDuringRead(): void;
  setUnplugged(unplugged: boolean): Promise<void> | void;
}

export const holder: SocialSecurityCard = {
  region: '370499', issuedOn: '2021-03-05', validTo: '2031-03-05', cardNumber: 'D12345678', number: citizenNumber('1986-05-12', '101'), name: '周文清', sex: '1', nation: '01', birth: '1986-05-12',
};
/** 䶮 has two bytes in GBK, 㛃 and 𠮷 only four in GB 18030. */
export const rare: SocialSecurityCard = { ...holder, number: citizenNumber('1979-08-30', '106'), name: '㛃𠮷䶮镕', sex: '2', nation: '11', birth: '1979-08-30', cardNumber: 'D00000106' };

/** What every reader of social security cards must do. `slow`: behind it is a daemon that takes real time. */
export function testSmartCard(name: string, make: () => Promise<SmartCardBench> | SmartCardBench, { slow = false }: { readonly slow?: boolean } = {}) {
  const shortMs = slow ? 1200 : 5000;
  const longMs = 15_000;
  const slackMs = slow ? 1500 : 100;
  describe(name, () => {
    test('says ready, and that it was not tried on real cards', async () => {
      const { clock, reader } = await make();
      expect(await clock.until(reader.status())).toEqual({ is: 'ready' });
      expect(reader.capabilities).toMatchObject({ detectsRemoval: true, confirmed: false });
    });
    test.each([['a common', holder], ['a rare', rare], ['the longest', { ...holder, name: '买买提·吾买尔江·阿卜杜热合曼' }]] as const)('reads a card that is in already, with %s name', async (_what, card) => {
      const { clock, reader, lay } = await make();
      await lay(card);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is: 'read', card });
    });
    test('reads a card put in while waiting, and tells the screen of both', async () => {
      const { clock, reader, lay } = await make();
      const seen: string[] = [];
      const outcome = reader.read({ deadlineMs: longMs, onProgress: (progress) => seen.push(progress) });
      await clock.pass(slow ? 500 : 3000);
      await lay(rare);
      expect(await clock.until(outcome)).toEqual({ is: 'read', card: rare });
      expect(seen).toEqual(['waiting', 'reading']);
    });
    test('fields the card leaves empty are empty, and no fault', async () => {
      const { clock, reader, lay } = await make();
      const bare = { ...holder, region: '', issuedOn: '', validTo: '', cardNumber: '', sex: '', nation: '', birth: '' };
      await lay(bare);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is: 'read', card: bare });
    });
    test.each([['pin', 'pin-required'], ['other', 'unknown-card'], ['mute', 'mute-card']] as const)('a card that is %s is told apart: %s, and the next one is read', async (card, is) => {
      const { clock, reader, lay, pull } = await make();
      await lay(card);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is });
      await pull();
      await lay(holder);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is: 'read', card: holder });
    });
    test('a card whose number cannot be right is bad, by the name of the field only', async () => {
      const { clock, reader, lay } = await make();
      await lay({ ...holder, number: `${holder.number.slice(0, 17)}${holder.number.endsWith('1') ? '2' : '1'}` });
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is: 'bad-card', field: 'number' });
    });
    test('a card pulled during the read leaves the reader ready', async () => {
      const { clock, reader, lay, pullDuringRead } = await make();
      pullDuringRead();
      await lay(holder);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is: 'lost-card' });
      await lay(rare);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is: 'read', card: rare });
      expect(await clock.until(reader.status())).toEqual({ is: 'ready' });
    });
    test('a card forgotten in the slot is noticed, before and after it was read, and a mute one too', async () => {
      const { clock, reader, lay, pull } = await make();
      expect(await clock.until(reader.cardPresent())).toBe('absent');
      await lay(holder);
      expect(await clock.until(reader.cardPresent())).toBe('present');
      await clock.until(reader.read({ deadlineMs: longMs }));
      expect(await clock.until(reader.cardPresent())).toBe('present');
      await pull();
      expect(await clock.until(reader.cardPresent())).toBe('absent');
      await lay('mute');
      expect(await clock.until(reader.cardPresent())).toBe('present');
    });
    test('ends at the deadline when no card comes', async () => {
      const { clock, reader } = await make();
      const fromMs = clock.now();
      expect(await clock.until(reader.read({ deadlineMs: shortMs }))).toEqual({ is: 'timed-out' });
      expect(clock.now() - fromMs).toBeLessThan(shortMs + slackMs);
    });
    test('ends at once when called off, before and while waiting', async () => {
      const { clock, reader, lay } = await make();
      expect(await clock.until(reader.read({ deadlineMs: longMs, signal: AbortSignal.abort() }))).toEqual({ is: 'cancelled' });
      const stop = new AbortController();
      const outcome = reader.read({ deadlineMs: longMs, signal: stop.signal });
      await clock.pass(500);
      stop.abort();
      const fromMs = clock.now();
      expect(await clock.until(outcome)).toEqual({ is: 'cancelled' });
      expect(clock.now() - fromMs).toBeLessThan(slackMs);
      await lay(holder);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toMatchObject({ is: 'read' });
    });
    test('two reads at once take turns, and the second keeps its own deadline', async () => {
      const { clock, reader, lay } = await make();
      const first = reader.read({ deadlineMs: longMs });
      const fromMs = clock.now();
      expect(await clock.until(reader.read({ deadlineMs: shortMs }))).toEqual({ is: 'timed-out' });
      expect(clock.now() - fromMs).toBeLessThan(shortMs + slackMs);
      const third = reader.read({ deadlineMs: longMs });
      await lay(holder);
      expect(await clock.until(first)).toEqual({ is: 'read', card: holder });
      expect(await clock.until(third)).toEqual({ is: 'read', card: holder });
    });
    test('a reader that goes away ends the read, says so, tells its watchers, and comes back', async () => {
      const { clock, reader, lay, setUnplugged } = await make();
      await clock.until(reader.status());
      const seen: string[] = [];
      const stop = reader.watch(({ is }) => seen.push(is));
      const outcome = reader.read({ deadlineMs: longMs });
      await clock.pass(500);
      await setUnplugged(true);
      expect(await clock.until(outcome)).toEqual({ is: 'offline', why: 'no-wire' });
      expect(await clock.until(reader.read({ deadlineMs: shortMs }))).toEqual({ is: 'offline', why: 'no-wire' });
      expect(await clock.until(reader.cardPresent())).toBe('unknown');
      expect(await clock.until(reader.selfTest())).toEqual({ is: 'failed', why: 'no-wire' });
      await setUnplugged(false);
      await lay(holder);
      expect(await clock.until(reader.read({ deadlineMs: longMs }))).toEqual({ is: 'read', card: holder });
      stop();
      expect([seen[0], seen.at(-1)]).toEqual(['offline', 'ready']);
    });
    test('tests itself, and never while somebody waits', async () => {
      const { clock, reader, lay } = await make();
      expect(await clock.until(reader.selfTest())).toMatchObject({ is: 'passed' });
      const outcome = reader.read({ deadlineMs: longMs });
      expect(await clock.until(reader.selfTest())).toEqual({ is: 'busy' });
      await lay(holder);
      expect(await clock.until(outcome)).toMatchObject({ is: 'read' });
    });
  });
}
