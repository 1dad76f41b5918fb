import { listeners } from '../../transport/listeners.ts';
import type { Keypad, PadKey } from '../port.ts';
import type { KeyTable } from './table.ts';

/** What is used of a KeyboardEvent (UI Events). */
type Key = Pick<KeyboardEvent, 'code' | 'key' | 'timeStamp' | 'repeat' | 'isComposing' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** A code scanner types its characters, and the Enter behind them, closer together than any finger. */
const scannerGapMs = 50;

/**
 * A tactile keypad that poses as a keyboard, heard on `keys` (the window) before anything in the page, and only while
 * somebody listens. Its keys go no further. What belongs to others stays theirs: keys with Ctrl, Alt or Meta, those on their
 * way into an input method, an Enter that ends a scanner's burst, and Left and Right inside a text box that holds text: there
 * they move the caret. Whether a pad is plugged in cannot be known.
 */
export function hidKeypad(keys: EventTarget, { model = 'hid-keys', table }: { model?: string; table: KeyTable }): Keypad {
  const pressed = listeners<PadKey>();
  let lastCharMs = -Infinity;

  function hear(event: Event) {
    const key = event as Event & Key;
    const pad = Object.hasOwn(table, key.code) ? table[key.code] : undefined;
    if (pad === undefined) {
      if ([...key.key].length === 1) lastCharMs = key.timeStamp;
      return;
    }
    if (key.ctrlKey || key.altKey || key.metaKey || key.isComposing || key.timeStamp - lastCharMs <= scannerGapMs || movesCaret(key, event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A key kept down is one press.
    if (!key.repeat) pressed.tell(pad);
  }
  return {
    capabilities: { model, keys: [...new Set(Object.values(table))] },
    async status() { return { is: 'ready' }; },
    watch: () => () => {},
    async selfTest() { return { is: 'cannot-tell' }; },
    listen(onKey) {
      if (pressed.count === 0) keys.addEventListener('keydown', hear, { capture: true });
      const stop = pressed.add(onKey);
      return () => {
        stop();
        if (pressed.count === 0) keys.removeEventListener('keydown', hear, { capture: true });
      };
    },
  };
}

function movesCaret({ code }: Key, event: Event): boolean {
  if (code !== 'ArrowLeft' && code !== 'ArrowRight') return false;
  const field = (event.composedPath()[0] ?? event.target) as Partial<HTMLInputElement> | null;
  return typeof field?.setRangeText === 'function' && field.value !== '';
}
