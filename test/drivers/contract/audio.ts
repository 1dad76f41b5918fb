import { describe, expect, test } from 'vitest';
import type { AudioOutput, AudioStatus } from '../../../drivers/audio/port.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A loudspeaker with a jack, and the hand that plugs an earphone in. */
export interface AudioBench {
  readonly clock: VirtualClock;
  readonly audio: AudioOutput;
  plug(earphone: boolean): void;
  setUnplugged(unplugged: boolean): void;
}
const told = (status: AudioStatus) => (status.is === 'ready' ? status.earphone : status.is);

/** What every audio output must do. `make` gives one with no earphone plugged in. */
export function testAudioOutput(name: string, make: () => AudioBench, { offlineWhy = 'no-wire' }: { readonly offlineWhy?: 'no-wire' | 'no-answer' } = {}) {
  describe(name, () => {
    const status = ({ clock, audio }: AudioBench) => clock.until(audio.status());

    test('says whether an earphone is plugged in, or that it does not know', async () => {
      const b = make();
      const sense = b.audio.capabilities.earphoneSense;
      expect(await status(b)).toEqual({ is: 'ready', earphone: sense ? 'unplugged' : 'unknown' });
      b.plug(true);
      expect(await status(b)).toEqual({ is: 'ready', earphone: sense ? 'plugged' : 'unknown' });
      b.plug(false);
      expect(await status(b)).toEqual({ is: 'ready', earphone: sense ? 'unplugged' : 'unknown' });
    });
    test('tells within half a second that the earphone was pulled: what is personal must stop at once', async () => {
      const b = make();
      if (!b.audio.capabilities.earphoneSense) return;
      b.plug(true);
      const seen: string[] = [];
      b.audio.watch((now) => seen.push(told(now)));
      await status(b);
      await b.clock.pass(1000);
      expect(seen.at(-1) ?? 'plugged').toBe('plugged');
      b.plug(false);
      await b.clock.pass(500);
      expect(seen.at(-1)).toBe('unplugged');
    });
    test('that is gone never claims that an earphone is plugged in, and is heard again when it is back', async () => {
      const b = make();
      b.plug(true);
      await status(b);
      const seen: string[] = [];
      b.audio.watch((now) => seen.push(told(now)));
      await b.clock.pass(1000);
      b.setUnplugged(true);
      await b.clock.pass(1000);
      expect(await status(b)).toEqual({ is: 'offline', why: offlineWhy });
      expect(seen.at(-1)).toBe('offline');
      b.setUnplugged(false);
      await b.clock.pass(3000);
      expect(await status(b)).toMatchObject({ is: 'ready', earphone: b.audio.capabilities.earphoneSense ? 'plugged' : 'unknown' });
    });
    test('tests itself', async () => {
      const b = make();
      expect(await b.clock.until(b.audio.selfTest())).toMatchObject({ is: 'passed' });
      b.setUnplugged(true);
      expect(await b.clock.until(b.audio.selfTest())).toEqual({ is: 'failed', why: offlineWhy });
    });
    test('tells nobody any more who stopped watching', async () => {
      const b = make();
      const seen: string[] = [];
      const stop = b.audio.watch((now) => seen.push(told(now)));
      await b.clock.pass(1000);
      stop();
      seen.length = 0;
      b.plug(true);
      await b.clock.pass(2000);
      b.setUnplugged(true);
      await b.clock.pass(2000);
      expect(seen).toEqual([]);
    });
  });
}
