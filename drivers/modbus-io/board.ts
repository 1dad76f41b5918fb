import type { PlainStatus } from '../device.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { listeners, watched, watchedWhileChecked } from '../transport/listeners.ts';
import type { Wire } from '../transport/wire.ts';
import { most, type Question } from './codec.ts';
import { type Asked, modbusLine, type ModbusLine } from './line.ts';

/** How often inputs are read while somebody watches them, and how often a board that only has lamps is asked whether it lives. */
const pollEveryMs = 200;
const checkEveryMs = 5000;

type Offline = Exclude<PlainStatus, { is: 'ready' }>;
/** `unknown`: the board answers, and says that it has no such channel or cannot read it. */
export type Reading = { readonly is: 'on' } | { readonly is: 'off' } | { readonly is: 'unknown' } | Offline;

/** One board of relays and inputs, for all devices that hang on it. Nothing here rejects; every call ends within seconds. */
export interface IoBoard {
  /** Last known; `ready` as soon as the board answers anything. */
  readonly status: PlainStatus;
  /** Calls back at every change, and has the board asked now and then whether it lives. Returns the way to stop. */
  watch(onStatus: (status: PlainStatus) => void): () => void;
  /** Calls back at every change that is found out anyway. */
  follow(onStatus: (status: PlainStatus) => void): () => void;
  /** Asks the board now. */
  check(): Promise<PlainStatus>;
  /** Calls back with every reading of one input. All inputs are read together, only while somebody watches one. */
  watchInput(channel: number, onReading: (reading: Reading) => void): () => void;
  /** Sets coils, by channel; others on the board are left alone. Gives those that the board does not have or cannot move. */
  write(coils: ReadonlyMap<number, boolean>): Promise<ReadonlySet<number> | 'offline'>;
  /** Reads coils back, those the board has; nothing when it does not answer. */
  read(channels: readonly number[]): Promise<ReadonlyMap<number, boolean> | undefined>;
}

const lines = new WeakMap<Wire, { readonly line: ModbusLine; readonly boards: Map<number, IoBoard> }>();

/** The board with this address on this wire: one for all that ask, so that one master speaks on the line. */
export function boardOn(wire: Wire, { unit = 1, clock = systemClock }: { unit?: number; clock?: Clock } = {}): IoBoard {
  const known = lines.get(wire) ?? { line: modbusLine(wire, { clock }), boards: new Map<number, IoBoard>() };
  lines.set(wire, known);
  const board = known.boards.get(unit) ?? openBoard(wire, known.line, unit, clock);
  known.boards.set(unit, board);
  return board;
}

function openBoard(wire: Wire, line: ModbusLine, unit: number, clock: Clock): IoBoard {
  const status = watched<PlainStatus>({ is: 'starting' });
  const followers = listeners<PlainStatus>();
  const readings = listeners<(channel: number) => Reading>();
  const channels = new Map<object, number>();
  /** A question this board is known to answer: what its users last asked of it. */
  let probe: Question = { is: 'read-inputs', from: 0, count: 1 };
  let polling = false;

  function told(next: PlainStatus) {
    const changed = JSON.stringify(next) !== JSON.stringify(status.value);
    status.set(next);
    if (changed) followers.tell(next);
  }
  async function ask(question: Question): Promise<Asked> {
    const asked = await line.ask(unit, question);
    if (asked.is === 'no-wire' || asked.is === 'no-answer') told(wire.state === 'opening' ? { is: 'starting' } : { is: 'offline', why: asked.is });
    else told({ is: 'ready' });
    return asked;
  }
  const onWire = () => {
    if (wire.state === 'closed') {
      told({ is: 'offline', why: 'no-wire' });
      readings.tell(() => ({ is: 'offline', why: 'no-wire' }));
    } else if (wire.state === 'open') void board.check();
  };

  async function poll() {
    if (polling) return;
    polling = true;
    while (channels.size > 0) {
      const all = [...channels.values()];
      const from = Math.min(...all);
      const count = Math.min(most.read, Math.max(...all) - from + 1);
      const asked = await ask(probe = { is: 'read-inputs', from, count });
      // One input too many spoils the whole frame: each by itself, then.
      const alone = asked.is === 'exception' && count > 1 ? new Map(await Promise.all([...new Set(all)].map(async (channel) => [channel, await ask({ is: 'read-inputs', from: channel, count: 1 })] as const))) : undefined;
      readings.tell((channel) => (alone ? readingOf(alone.get(channel) ?? asked, status.value, 0) : readingOf(asked, status.value, channel - from)));
      await new Promise<void>((resolve) => { clock.after(pollEveryMs, resolve); });
    }
    polling = false;
  }

  async function write({ from, bits }: Run): Promise<'set' | 'refused' | 'offline'> {
    const [first] = bits;
    const asked = await ask(bits.length === 1 ? { is: 'write-coil', at: from, on: first! } : { is: 'write-coils', from, bits });
    if (asked.is === 'no-wire' || asked.is === 'no-answer') return 'offline';
    if (asked.is === 'exception') return 'refused';
    probe = { is: 'read-coils', from, count: bits.length };
    return 'set';
  }

  const board: IoBoard = {
    get status() { return status.value; },
    // While inputs are read, the status is told with each reading.
    watch: watchedWhileChecked(status, { clock, everyMs: checkEveryMs, check: () => { if (!polling && wire.state === 'open') void ask(probe); } }),
    follow: followers.add,
    async check() { await ask(probe); return status.value; },
    watchInput(channel, onReading) {
      const mine = {};
      channels.set(mine, channel);
      const stop = readings.add((read) => onReading(read(channel)));
      void poll();
      return () => { stop(); channels.delete(mine); };
    },
    async write(coils) {
      const refused = new Set<number>();
      for (const run of runs(coils)) {
        const together = await write(run);
        if (together === 'offline') return 'offline';
        if (together === 'set') continue;
        // One coil too many spoils the whole frame: each by itself, then.
        for (const [i, on] of run.bits.entries()) {
          const alone = run.bits.length === 1 ? together : await write({ from: run.from + i, bits: [on] });
          if (alone === 'offline') return 'offline';
          if (alone === 'refused') refused.add(run.from + i);
        }
      }
      return refused;
    },
    async read(wanted) {
      const found = new Map<number, boolean>();
      for (const { from, bits } of runs(new Map(wanted.map((channel) => [channel, false])))) {
        const asked = await ask({ is: 'read-coils', from, count: bits.length });
        if (asked.is === 'no-wire' || asked.is === 'no-answer') return undefined;
        if (asked.is === 'bits') asked.bits.forEach((on, i) => found.set(from + i, on));
      }
      return found;
    },
  };
  onWire();
  wire.watch(onWire);
  return board;
}

function readingOf(asked: Asked, status: PlainStatus, at: number): Reading {
  if (asked.is === 'bits') { const on = asked.bits[at]; return { is: on === undefined ? 'unknown' : on ? 'on' : 'off' }; }
  return status.is === 'ready' ? { is: 'unknown' } : status;
}

interface Run { readonly from: number; readonly bits: boolean[] }
/** Neighbouring channels go together in one frame. */
function runs(coils: ReadonlyMap<number, boolean>): Run[] {
  const found: Run[] = [];
  for (const [channel, on] of [...coils].sort(([a], [b]) => a - b)) {
    const last = found.at(-1);
    if (last && channel === last.from + last.bits.length && last.bits.length < most.write) last.bits.push(on);
    else found.push({ from: channel, bits: [on] });
  }
  return found;
}
