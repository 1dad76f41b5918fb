import { selfTestBy } from '../self-test.ts';
import { watched } from '../transport/listeners.ts';
import type { AudioOutput, AudioStatus } from './port.ts';

export interface SimAudioOutput extends AudioOutput {
  plug(earphone: boolean): void;
  setOffline(offline: boolean): void;
}

/** A loudspeaker with an earphone jack, made of memory, for tests, demonstrations and the dock. */
export function simAudioOutput({ speaker = true }: { speaker?: boolean } = {}): SimAudioOutput {
  let plugged = false;
  let isOffline = false;
  const statusOf = (): AudioStatus => (isOffline ? { is: 'offline', why: 'no-wire' } : { is: 'ready', earphone: plugged ? 'plugged' : 'unplugged' });
  const status = watched<AudioStatus>(statusOf());
  return {
    capabilities: { model: 'sim', speaker, earphoneSense: true },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return selfTestBy(status.value, 'sim'); },
    plug(earphone) { plugged = earphone; status.set(statusOf()); },
    setOffline(offline) { isOffline = offline; status.set(statusOf()); },
  };
}
