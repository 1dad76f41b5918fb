import type { AudioOutput, AudioStatus } from '../audio/port.ts';
import type { PresenceSensor, PresenceStatus } from '../presence/port.ts';
import type { SelfTest } from '../device.ts';
import { commonCapabilities, commonStatus, statusEvents, type ToldStatus } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { type Client, commandError, failure, success, type Told, type XfsService } from './service.ts';

interface Both { readonly presence?: PresenceStatus; readonly audio?: AudioStatus }
/** Our two auxiliaries under their standard names, which Register uses too. The earphone is one in the audio jack, no telephone handset. */
const sensors = { presence: 'proximitySensor', audio: 'enhancedAudioSensor' } as const;

/**
 * Offers the presence sensor and the audio output as one XFS4IoT Auxiliaries. Everybody hears of changes until they deregister.
 * What a sensor does not know is notPresent in its standard property: nothing personal is spoken aloud for it, nobody is greeted;
 * cnAuxiliaries has the ports' own words (vendor.ts).
 */
export function auxiliariesService({ presence, audio }: { presence?: PresenceSensor | undefined; audio?: AudioOutput | undefined }, { name = 'Auxiliaries' }: { name?: string } = {}): XfsService {
  const fitted = (Object.keys(sensors) as (keyof typeof sensors)[]).filter((part) => (part === 'presence' ? presence : audio));
  const deaf = new Map<Client, ReadonlySet<unknown>>();
  const both = bothOf(presence, audio);

  function register(payload: Json, client: Client) {
    const names = fitted.map((part) => sensors[part] as string);
    if (Object.values(payload).some((change) => change !== null && change !== 'register' && change !== 'deregister')) return failure('invalidData');
    const changes = Object.entries(payload).filter(([, change]) => change !== null);
    if (changes.length === 0) return failure('invalidData');
    if (changes.some(([sensor]) => !names.includes(sensor))) return commandError('invalidAuxiliary');
    const next = new Set(deaf.get(client));
    for (const [sensor, change] of changes) if (change === 'register') next.delete(sensor); else next.add(sensor);
    deaf.set(client, next);
    return success();
  }
  async function selfTest(part: string | undefined): Promise<SelfTest> {
    const tests = await Promise.all(fitted.filter((one) => part === undefined || part === one).map((one) => (one === 'presence' ? presence : audio)!.selfTest()));
    return tests.find(({ is }) => is === 'failed') ?? tests.find(({ is }) => is !== 'passed') ?? tests[0] ?? { is: 'cannot-tell' };
  }
  /** A change without what each client does not want to hear of: one event for each way of being deaf. */
  function heard(tell: (event: Told) => void) {
    return (event: Told) => {
      const isDeafTo = (client: Client, sensor: string) => deaf.get(client)?.has(sensor) === true;
      const touched = Object.values(sensors).filter((sensor) => concerns(event.payload, sensor));
      if (touched.length === 0) return tell(event);
      for (const kept of subsetsOf(touched)) {
        const payload = touched.filter((sensor) => !kept.includes(sensor)).reduce(without, event.payload);
        if (Object.keys(payload).length > 0) tell({ ...event, payload, to: (client) => touched.every((sensor) => isDeafTo(client, sensor) !== kept.includes(sensor)) });
      }
    };
  }

  return {
    name,
    commands: { 'Auxiliaries.Register': { version: '2.0', completionVersion: '2.0', run: async (payload, { client }) => register(payload, client) } },
    events: {},
    status: async () => payloadOf(await both.status()),
    capabilities: () => ({
      common: commonCapabilities([presence, audio].flatMap((one) => (one ? [one.capabilities.model] : [])).join(' + ')),
      auxiliaries: { ...(presence && { proximitySensor: true }), ...(audio?.capabilities.earphoneSense && { enhancedAudioSensor: { auto: true } }) },
      cnAuxiliaries: { ...(audio && { speaker: audio.capabilities.speaker, earphoneSense: audio.capabilities.earphoneSense }) },
    }),
    watch: (tell) => statusEvents(both, payloadOf)(heard(tell)),
    selfTest,
    left(client) { deaf.delete(client); },
  };
}

function bothOf(presence: PresenceSensor | undefined, audio: AudioOutput | undefined): ToldStatus<Both> {
  let known: Both = {};
  return {
    async status() {
      const [one, other] = await Promise.all([presence?.status(), audio?.status()]);
      return known = { ...(one && { presence: one }), ...(other && { audio: other }) };
    },
    watch(onStatus) {
      const stops = [
        presence?.watch((status) => { known = { ...known, presence: status }; onStatus(known); }),
        audio?.watch((status) => { known = { ...known, audio: status }; onStatus(known); }),
      ];
      return () => { for (const stop of stops) stop?.(); };
    },
  };
}

function payloadOf({ presence, audio }: Both): Json {
  const states = [presence?.is, audio?.is];
  const device = states.includes('ready') ? 'online' : states.includes('starting') ? 'starting' : 'offline';
  return {
    common: commonStatus(device),
    auxiliaries: {
      ...(presence && { proximitySensor: presence.is === 'ready' && presence.somebody === 'near' ? 'present' : 'notPresent' }),
      ...(audio && { enhancedAudioSensor: audio.is === 'ready' && audio.earphone === 'plugged' ? 'present' : 'notPresent' }),
    },
    cnAuxiliaries: { ...(presence && { presence }), ...(audio && { audio }) },
  };
}

const vendorPart = (sensor: string) => (sensor === sensors.presence ? 'presence' : 'audio');
function concerns({ auxiliaries, cnAuxiliaries }: Json, sensor: string): boolean {
  return (isObject(auxiliaries) && sensor in auxiliaries) || (isObject(cnAuxiliaries) && vendorPart(sensor) in cnAuxiliaries);
}
function without(payload: Json, sensor: string): Json {
  const cut = (part: unknown, key: string) => (isObject(part) ? Object.fromEntries(Object.entries(part).filter(([one]) => one !== key)) : {});
  const next = { ...payload, auxiliaries: cut(payload.auxiliaries, sensor), cnAuxiliaries: cut(payload.cnAuxiliaries, vendorPart(sensor)) };
  return Object.fromEntries(Object.entries(next).filter(([, part]) => !isObject(part) || Object.keys(part).length > 0));
}
const subsetsOf = (all: readonly string[]): (readonly string[])[] => all.reduce<(readonly string[])[]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);
