import type { PlainStatus } from '../device.ts';
import type { Flash, GuideLight, Indicator } from '../indicator/port.ts';
import type { XfsClient, XfsOutcome } from './client.ts';
import { plainStatusOf } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { guideLights, lightNames, onlyPosition } from './light-names.ts';
import { serviceCapabilities } from './service-capabilities.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';

const setMs = 3000;

/** Guide lights behind an XFS4IoT Lights service. Which there are is asked of the service; until it answers, none are known. */
export function xfs4iotIndicator(client: XfsClient, { model = 'XFS4IoT' }: { model?: string } = {}): Indicator {
  const link = serviceLink<PlainStatus>(client, { read: (payload) => plainStatusOf(payload), starting: { is: 'starting' }, offline: { is: 'offline', why: 'no-wire' } });
  const offered = serviceCapabilities(client, lightsIn, new Map<GuideLight, readonly string[]>());
  const positionsOf = (light: GuideLight) => offered.value.get(light) ?? [onlyPosition];
  const send = (wanted: readonly GuideLight[], flashRate: Flash): Promise<XfsOutcome> => client.command('Lights.SetLight', '3.0', {
    timeoutMs: setMs,
    payload: Object.fromEntries(wanted.map((light) => [lightNames[light], Object.fromEntries(positionsOf(light).map((position) => [position, { flashRate }]))])),
  });
  return {
    get capabilities() { return { model, lights: [...offered.value.keys()] }; },
    status: link.ask,
    watch: link.watch,
    selfTest: () => serviceSelfTest(client, link),
    async set(light, flash) {
      const outcome = await send([light], flash);
      if (outcome.is !== 'completed') return 'offline';
      if (outcome.code === 'success') return 'set';
      return outcome.code === 'commandErrorCode' && outcome.payload.errorCode === 'invalidLight' ? 'no-light' : 'offline';
    },
    async clear() {
      const lights = [...(await offered.ask()).keys()];
      if (lights.length === 0) return client.state === 'open' ? 'set' : 'offline';
      const outcome = await send(lights, 'off');
      return outcome.is === 'completed' && outcome.code === 'success' ? 'set' : 'offline';
    },
  };
}

/** Our lights among those of Common.Capabilities, with their positions: nested as in 3.0, or one lamp as in 2021-1. */
function lightsIn({ lights }: Json): Map<GuideLight, readonly string[]> {
  const found = new Map<GuideLight, readonly string[]>();
  if (!isObject(lights)) return found;
  for (const light of guideLights) {
    const able = lights[lightNames[light]];
    if (!isObject(able)) continue;
    const positions = Object.keys(able).filter((key) => isObject(able[key]) && key !== 'flashRate' && key !== 'color' && key !== 'direction');
    found.set(light, positions.length > 0 ? positions : [onlyPosition]);
  }
  return found;
}
