import type { AudioOutput, AudioStatus } from '../audio/port.ts';
import type { XfsClient } from './client.ts';
import { plainStatusOf } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { serviceCapabilities } from './service-capabilities.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';

/** The earphone jack of an XFS4IoT Auxiliaries service. The page itself speaks; the service only knows where it is heard. */
export function xfs4iotAudio(client: XfsClient, { model = 'XFS4IoT' }: { model?: string } = {}): AudioOutput {
  const link = serviceLink<AudioStatus>(client, { read: statusOf, starting: { is: 'starting' }, offline: { is: 'offline', why: 'no-wire' } });
  const able = serviceCapabilities(client, ({ auxiliaries, cnAuxiliaries }) => ({
    speaker: !isObject(cnAuxiliaries) || cnAuxiliaries.speaker !== false,
    earphoneSense: isObject(auxiliaries) && isObject(auxiliaries.enhancedAudioSensor),
  }), { speaker: true, earphoneSense: true });
  return { get capabilities() { return { model, ...able.value }; }, status: link.ask, watch: link.watch, selfTest: () => serviceSelfTest(client, link, 'audio') };
}

/** The port's own word where there is one, else the standard property. */
function statusOf(payload: Json): AudioStatus {
  const own = isObject(payload.cnAuxiliaries) ? payload.cnAuxiliaries.audio : undefined;
  if (isObject(own)) {
    if (own.is === 'ready') return { is: 'ready', earphone: own.earphone === 'plugged' || own.earphone === 'unplugged' ? own.earphone : 'unknown' };
    return own.is === 'starting' ? { is: 'starting' } : { is: 'offline', why: own.why === 'no-wire' ? own.why : 'no-answer' };
  }
  const status = plainStatusOf(payload);
  if (status.is !== 'ready') return status;
  const sensor = isObject(payload.auxiliaries) ? payload.auxiliaries.enhancedAudioSensor : undefined;
  return { is: 'ready', earphone: sensor === 'present' ? 'plugged' : sensor === 'notPresent' ? 'unplugged' : 'unknown' };
}
