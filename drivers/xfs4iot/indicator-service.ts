import type { PlainStatus } from '../device.ts';
import type { Flash, GuideLight, Indicator } from '../indicator/port.ts';
import { commonCapabilities, plainPayload, statusBoard, statusEvents } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { flashes, lightNames, lightOf, onlyPosition } from './light-names.ts';
import { type Client, commandError, failure, success, type XfsService } from './service.ts';

type Lit = Readonly<Partial<Record<GuideLight, Flash>>>;
const knownFlashes: readonly unknown[] = [...flashes, 'quick'];

/**
 * Offers guide lights as XFS4IoT Lights. Each has one lamp, of one colour: a colour or direction that is asked for is ignored.
 * `quick` is refused: nothing here blinks faster than 3 Hz (WCAG 2.3.1). What a client lit goes dark when it leaves.
 */
export function indicatorService(indicator: Indicator, { name = 'Indicator' }: { name?: string } = {}): XfsService {
  const board = statusBoard<PlainStatus, Lit>(indicator, {});
  const litBy = new Map<GuideLight, Client>();
  const payloadOf = ([status, lit]: readonly [PlainStatus, Lit]): Json => ({
    ...plainPayload(status),
    lights: Object.fromEntries(indicator.capabilities.lights.map((light) => [lightNames[light], { [onlyPosition]: { flashRate: lit[light] ?? 'off' } }])),
  });

  async function set(light: GuideLight, flash: Flash, client: Client): Promise<'set' | 'no-light' | 'offline'> {
    const outcome = await indicator.set(light, flash);
    // Lights that are away burn as wanted when they are back, so that the wish counts.
    if (outcome === 'no-light') return outcome;
    if (flash === 'off') litBy.delete(light); else litBy.set(light, client);
    board.set({ ...board.own, [light]: flash });
    return outcome;
  }
  return {
    name,
    commands: {
      'Lights.SetLight': {
        version: '3.0', completionVersion: '2.0',
        async run(payload, { client }) {
          const wanted = readLights(payload, indicator.capabilities.lights);
          if (wanted === 'invalid-data') return failure('invalidData');
          if (wanted === 'unsupported') return failure('unsupportedData');
          if (wanted === 'no-light') return commandError('invalidLight');
          const outcomes: unknown[] = [];
          for (const [light, flash] of wanted) outcomes.push(await set(light, flash, client));
          if (outcomes.includes('no-light')) return commandError('invalidLight');
          return outcomes.includes('offline') ? failure('deviceNotReady', { offline: 'no-answer' }) : success();
        },
      },
    },
    events: {},
    status: async () => payloadOf(await board.status()),
    capabilities: () => ({
      common: commonCapabilities(indicator.capabilities.model),
      lights: Object.fromEntries(indicator.capabilities.lights.map((light) => [lightNames[light], { [onlyPosition]: { flashRate: Object.fromEntries(flashes.map((flash) => [flash, true])) } }])),
    }),
    watch: statusEvents(board, payloadOf),
    selfTest: () => indicator.selfTest(),
    left(client) {
      for (const [light, owner] of litBy) if (owner === client) void set(light, 'off', client);
    },
  };
}

/** All that a SetLight wants, or the first thing wrong with it: nothing is set unless all can be. */
function readLights(payload: Json, fitted: readonly GuideLight[]): readonly (readonly [GuideLight, Flash])[] | 'invalid-data' | 'unsupported' | 'no-light' {
  const wanted: (readonly [GuideLight, Flash])[] = [];
  for (const [name, positions] of Object.entries(payload)) {
    if (positions === null) continue;
    const light = lightOf(name);
    if (!isObject(positions) || !Object.values(positions).every((one) => isObject(one) && knownFlashes.includes(one.flashRate))) return 'invalid-data';
    if (!light || !fitted.includes(light) || Object.keys(positions).some((position) => position !== onlyPosition)) return 'no-light';
    const asked = positions[onlyPosition];
    const flash = flashes.find((one) => isObject(asked) && one === asked.flashRate);
    if (flash === undefined) return asked === undefined ? 'invalid-data' : 'unsupported';
    wanted.push([light, flash]);
  }
  return wanted.length > 0 ? wanted : 'invalid-data';
}
