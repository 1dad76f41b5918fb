import type { Wire } from '../../transport/wire.ts';
import type { PadKey } from '../port.ts';
import { reportOf } from './reports.ts';
import type { KeyTable } from './table.ts';

/** A simulated tactile pad at the other end of a wire: it sends the reports of a keyboard, as the real ones pose as one. */
export interface SimHidPad {
  /** Presses a key and lets go. */
  press(key: PadKey): void;
  /** Keeps it down; the pad goes on sending the same report, as some do. */
  hold(key: PadKey, reports?: number): void;
  /** How often a key was pressed. */
  readonly presses: number;
}

/** `table` is how the pad was programmed; the kiosk's configuration says the same. */
export function simHidPad(wire: Wire, { table }: { table: KeyTable }): SimHidPad {
  let presses = 0;
  const hold = (key: PadKey, reports = 10) => {
    const code = Object.keys(table).find((one) => table[one] === key);
    if (code === undefined) return;
    presses++;
    for (let i = 0; i < reports; i++) void wire.send(reportOf([code]));
    void wire.send(reportOf([]));
  };
  return { press: (key) => hold(key, 1), hold, get presses() { return presses; } };
}
