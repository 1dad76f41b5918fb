import type { Settings } from '../../near.ts';
import { padKeys } from '../pad-keys.ts';
import type { PadKey } from '../port.ts';

/** Keys of a keyboard by their place (KeyboardEvent.code, UI Events), and which key of the pad each stands for. */
export type KeyTable = Readonly<Record<string, PadKey>>;

/**
 * `arrows`: pads set to pose as arrow keys, Enter and Escape; a plain keyboard does the same. `function-keys`: pads that are
 * programmed to keys no keyboard has, in this order. Tactile navigation pads can be set to either by their maker's utility.
 */
const tables: Readonly<Record<string, KeyTable>> = {
  'arrows': { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Enter: 'ok', NumpadEnter: 'ok', Escape: 'back', F1: 'help', F2: 'repeat', AudioVolumeUp: 'louder', AudioVolumeDown: 'softer' },
  'function-keys': Object.fromEntries(padKeys.map((key, i) => [`F${13 + i}`, key])),
};

/** The table a configuration asks for: one of the above by `table`, then single keys by their own names, such as `help: 'F24'`. */
export function keyTable(settings: Settings): KeyTable {
  const named = typeof settings.table === 'string' && Object.hasOwn(tables, settings.table) ? tables[settings.table]! : tables['arrows']!;
  const own = padKeys.flatMap((key) => { const code = settings[key]; return typeof code === 'string' && code !== '' ? [[code, key] as const] : []; });
  const moved = new Set<PadKey>(own.map(([, key]) => key));
  return Object.fromEntries([...Object.entries(named).filter(([, key]) => !moved.has(key)), ...own]);
}
