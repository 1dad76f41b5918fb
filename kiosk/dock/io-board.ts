import { simBoard } from '../../drivers/modbus-io/device.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import type { Command } from './command.ts';
import type { DockState } from './state.ts';

/** Which lamp hangs on which relay, and which sensor on which input: the demonstration's settings and the dock's panel agree by this. */
export const lamps = { 'idReader': 0, 'receiptPrinter': 1, 'documentPrinter': 2, 'codeScanner': 3, 'smartCard': 4, 'camera': 5, 'inService': 6, 'attention': 7 } as const;
export const inputs = { presence: 0, earphone: 1 } as const;

/** A lamp flashes that changed three times within this time, and not long ago. */
const lookBackMs = 3600;
const lastChangeMs = 1300;
type State = DockState['ioBoard'];

/** The board of lamps and sensors on the dock's table, and the hand at it. */
export function ioBoard(wire: Wire) {
  const board = simBoard(wire);
  let changes: { readonly channel: number; readonly atMs: number }[] = [];
  let somebody: 'near' | 'away' = 'near';
  let earphone: 'in' | 'out' = 'out';
  let mute = false;
  board.setInput(inputs.presence, true);
  board.watchCoils(({ channel }) => { changes = [...recent(), { channel, atMs: performance.now() }]; });
  const recent = () => changes.filter(({ atMs }) => performance.now() - atMs < lookBackMs);

  function act(command: Extract<Command, { do: 'io-board' }>) {
    if (command.somebody !== undefined) { somebody = command.somebody; board.setInput(inputs.presence, somebody === 'near'); }
    if (command.earphone !== undefined) { earphone = command.earphone; board.setInput(inputs.earphone, earphone === 'in'); }
    if (command.mute !== undefined) { mute = command.mute; board.setFault(mute ? 'silent' : null); }
    // Power gone: all relays fall.
    if (command.unplugged === true) { board.restart(); changes = []; }
  }
  function state(): Omit<State, 'unplugged' | 'connected'> {
    const all = recent();
    const look = (channel: number) => {
      const mine = all.filter((one) => one.channel === channel);
      const flashes = mine.length > 2 && performance.now() - mine.at(-1)!.atMs < lastChangeMs;
      return flashes ? 'flashing' : board.coils[channel] ? 'on' : 'off';
    };
    return { somebody, earphone, mute, lamps: Object.fromEntries(Object.entries(lamps).map(([lamp, channel]) => [lamp, look(channel)])) };
  }
  return { act, state };
}
