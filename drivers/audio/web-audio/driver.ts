import { selfTestBy } from '../../self-test.ts';
import { type Clock, systemClock, within } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import type { AudioOutput, AudioStatus } from '../port.ts';

/** What is used of MediaDevices (Media Capture and Streams, 9.2). */
export interface OutputList extends EventTarget { enumerateDevices(): Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]> }

const patienceMs = 5000;

/**
 * The sound of the machine the page runs on. An earphone is known by a fragment of its output's name (`earphone`, such as
 * `Headphones`); without one, or where the browser tells no names (it does only once a microphone or camera was allowed),
 * whether one is plugged in stays unknown, and personal things stay unspoken.
 */
export function webAudio({ outputs = mediaDevices(), earphone = '', clock = systemClock, model = 'web-audio' }: { outputs?: OutputList | undefined; earphone?: string; clock?: Clock; model?: string } = {}): AudioOutput {
  const known = watched<AudioStatus>({ is: 'starting' });
  const fragment = earphone.toLowerCase();

  async function look(): Promise<AudioStatus> {
    const all = outputs && await within(clock, patienceMs, outputs.enumerateDevices().catch(() => undefined), 'late' as const);
    known.set(all === 'late' ? { is: 'offline', why: 'no-answer' } : !all ? { is: 'offline', why: 'no-wire' } : statusOf(all.filter(({ kind }) => kind === 'audiooutput')));
    return known.value;
  }
  function statusOf(found: readonly Pick<MediaDeviceInfo, 'deviceId' | 'label'>[]): AudioStatus {
    if (found.length === 0) return { is: 'offline', why: 'no-wire' };
    if (fragment === '' || found.every(({ label }) => label === '')) return { is: 'ready', earphone: 'unknown' };
    // The one in use is also listed as `default`, with its name behind: an earphone that is there and not in use keeps nothing private.
    const used = found.filter(({ deviceId }) => deviceId === 'default');
    return { is: 'ready', earphone: (used.length > 0 ? used : found).some(({ label }) => label.toLowerCase().includes(fragment)) ? 'plugged' : 'unplugged' };
  }
  const changed = () => { void look(); };
  return {
    capabilities: { model, speaker: true, earphoneSense: fragment !== '' },
    status: look,
    watch(onStatus) {
      if (known.watchers === 0) outputs?.addEventListener('devicechange', changed);
      const stop = known.watch(onStatus);
      return () => {
        stop();
        if (known.watchers === 0) outputs?.removeEventListener('devicechange', changed);
      };
    },
    async selfTest() { return selfTestBy(await look()); },
  };
}

function mediaDevices(): OutputList | undefined {
  return typeof navigator === 'undefined' ? undefined : (navigator.mediaDevices as OutputList | undefined);
}
