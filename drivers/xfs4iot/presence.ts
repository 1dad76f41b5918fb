import type { PresenceSensor, PresenceStatus } from '../presence/port.ts';
import type { XfsClient } from './client.ts';
import { plainStatusOf } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';

/** The presence sensor of an XFS4IoT Auxiliaries service. */
export function xfs4iotPresenceSensor(client: XfsClient, { model = 'XFS4IoT' }: { model?: string } = {}): PresenceSensor {
  const link = serviceLink<PresenceStatus>(client, { read: statusOf, starting: { is: 'starting' }, offline: { is: 'offline', why: 'no-wire' } });
  return { capabilities: { model }, status: link.ask, watch: link.watch, selfTest: () => serviceSelfTest(client, link, 'presence') };
}

/** The port's own word where there is one, else the standard property. */
function statusOf(payload: Json): PresenceStatus {
  const own = isObject(payload.cnAuxiliaries) ? payload.cnAuxiliaries.presence : undefined;
  if (isObject(own)) {
    if (own.is === 'ready') return { is: 'ready', somebody: own.somebody === 'near' || own.somebody === 'away' ? own.somebody : 'unknown' };
    return own.is === 'starting' ? { is: 'starting' } : { is: 'offline', why: own.why === 'no-wire' ? own.why : 'no-answer' };
  }
  const status = plainStatusOf(payload);
  if (status.is !== 'ready') return status;
  const sensor = isObject(payload.auxiliaries) ? payload.auxiliaries.proximitySensor : undefined;
  return { is: 'ready', somebody: sensor === 'present' ? 'near' : sensor === 'notPresent' ? 'away' : 'unknown' };
}
