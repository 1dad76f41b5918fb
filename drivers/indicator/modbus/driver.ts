import type { PlainStatus, SelfTest } from '../../device.ts';
import { boardOn } from '../../modbus-io/board.ts';
import { selfTestBy } from '../../self-test.ts';
import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { oneAtATime } from '../../transport/lock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { Flash, GuideLight, Indicator } from '../port.ts';

/** Half a period of the faster flash: 1 Hz, as XFS4IoT has `medium`; slow is half of it. Both far below 3 Hz (WCAG 2.3.1). */
const beatMs = 500;
const slowBeats = 2;
const checkEveryMs = 5000;
const deadlineMs = 5000;
const lampTestMs = 1000;

export type LightChannels = Readonly<Partial<Record<GuideLight, number>>>;

/**
 * Guide lights on the relays of a Modbus board, by the channels the configuration names; others of its relays are never
 * touched. The driver's own clock flashes them, all in step. A board that was away is set again as the lights are wanted.
 */
export function modbusLights(wire: Wire, { clock = systemClock, model = 'modbus-io', unit = 1, channels }: { clock?: Clock; model?: string; unit?: number; channels: LightChannels }): Indicator {
  const board = boardOn(wire, { unit, clock });
  const inTurn = oneAtATime();
  const all = Object.values(channels);
  const wanted = new Map<GuideLight, Flash>();
  /** What the board confirmed, by channel. Empty: it has to be told everything. */
  const confirmed = new Map<number, boolean>();
  /** Channels that the board says it does not have or cannot move. */
  const refused = new Set<number>();
  /** The lamps are being tested. */
  let testing = false;
  let beat = 0;
  let callOff: (() => void) | undefined;
  let stopChecking: (() => void) | undefined;

  const isOn = (flash: Flash | undefined) => flash === 'continuous' || (flash === 'medium' && beat % 2 === 0) || (flash === 'slow' && beat % (2 * slowBeats) < slowBeats);
  const now = () => new Map(Object.entries(channels).map(([light, channel]) => [channel, testing || isOn(wanted.get(light as GuideLight))]));

  const apply = () => inTurn(async (): Promise<'set' | 'offline'> => {
    const changed = new Map([...now()].filter(([channel, on]) => confirmed.get(channel) !== on));
    if (changed.size === 0) return board.status.is === 'ready' ? 'set' : 'offline';
    const end = await board.write(changed);
    if (end === 'offline') { confirmed.clear(); return 'offline'; }
    for (const [channel, on] of changed) {
      confirmed.set(channel, on);
      if (end.has(channel)) refused.add(channel);
      else refused.delete(channel);
    }
    return 'set';
  });
  /** The next beat comes half a second after the lamps of this one are lit, however slow the line: none can flash faster. */
  function flash() {
    if (callOff || ![...wanted.values()].some((one) => one === 'slow' || one === 'medium')) return;
    callOff = clock.after(beatMs, () => {
      beat++;
      void apply().finally(() => { callOff = undefined; flash(); });
    });
  }
  /** A board that lost its power in between answers as if nothing had happened. */
  async function compare() {
    const found = await board.read(all);
    if (!found || testing || ![...found].some(([channel, on]) => !refused.has(channel) && confirmed.has(channel) && confirmed.get(channel) !== on)) return;
    confirmed.clear();
    await apply();
  }
  function lookAfter() {
    if (wanted.size === 0) { stopChecking?.(); stopChecking = undefined; return; }
    if (stopChecking) return;
    const next = () => { stopChecking = clock.after(checkEveryMs, () => { void inTurn(async () => undefined).then(compare).finally(() => { if (stopChecking) next(); }); }); };
    next();
  }
  let lastStatus: PlainStatus['is'] = board.status.is;
  const onStatus = ({ is }: PlainStatus) => {
    if (is === 'offline') confirmed.clear();
    if (is === 'ready' && lastStatus !== 'ready') { confirmed.clear(); void apply(); }
    lastStatus = is;
  };
  board.follow(onStatus);
  // A kiosk that starts anew finds the lights as the last one left them.
  if (lastStatus === 'ready') void apply();

  async function selfTest(): Promise<SelfTest> {
    const status = await board.check();
    if (status.is !== 'ready') return selfTestBy(status);
    testing = true;
    const lit = await apply();
    const found = lit === 'set' ? await board.read(all) : undefined;
    if (lit === 'set') await pause(clock, lampTestMs);
    testing = false;
    const back = await apply();
    if (lit === 'offline' || back === 'offline') return { is: 'failed', why: 'no-answer' };
    return refused.size === 0 && found && all.every((channel) => found.get(channel)) ? { is: 'passed', device: '' } : { is: 'failed', why: 'not-ready' };
  }

  return {
    capabilities: { model, lights: Object.keys(channels) as GuideLight[] },
    status: () => board.check(),
    watch: board.watch,
    /** Lights every lamp for a second and reads back whether the relays moved. */
    selfTest: () => within(clock, 10_000, selfTest(), { is: 'failed', why: 'no-answer' }),
    async set(light, how) {
      const channel = channels[light];
      if (channel === undefined) return 'no-light';
      if (!callOff) beat = 0;
      if (how === 'off') wanted.delete(light);
      else wanted.set(light, how);
      lookAfter();
      const end = await within(clock, deadlineMs, apply(), 'offline' as const);
      flash();
      return end === 'set' && refused.has(channel) ? 'no-light' : end;
    },
    async clear() {
      wanted.clear();
      lookAfter();
      return within(clock, deadlineMs, apply(), 'offline' as const);
    },
  };
}
