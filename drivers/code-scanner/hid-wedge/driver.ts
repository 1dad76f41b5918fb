import { type Clock, systemClock } from '../../transport/clock.ts';
import { codeOf, longestCodeBytes } from '../code.ts';
import type { CodeScanner, ScanOutcome } from '../port.ts';
import { waitingScans } from '../waiting.ts';
import { gapMs, type Key, keyBurst } from './burst.ts';

/** Longer than a gap: a busy page may hear a key late that was struck in time. */
const giveUpMs = 3 * gapMs;

export interface HidWedgeScanner extends CodeScanner {
  /** Stops listening to the keyboard. */
  close(): void;
}

/**
 * A scanner that poses as a keyboard, heard on `keys` (the window) before anything in the page. What it types never reaches
 * a field, whether somebody waits for a code or not. What a person types is held back for a moment and then put where it
 * belongs by `onTyped`. Whether a scanner is plugged in cannot be known, and any keyboard can pose as one: what is scanned
 * here is never a proof by itself.
 */
export function hidWedgeScanner(keys: EventTarget, { clock = systemClock, model = 'hid-wedge', onTyped = typeInto }: { clock?: Clock; model?: string; onTyped?: (text: string, where: EventTarget | null) => void } = {}): HidWedgeScanner {
  const waiting = waitingScans(clock, () => ({ is: 'ready' }));
  const burst = keyBurst();
  let where: EventTarget | null = null;
  let begunMs = 0;
  let callOff: (() => void) | undefined;

  function hear(event: Event) {
    const key = event as Event & Key;
    if (key.isComposing || givenBack.has(event)) return;
    const { typed, swallow, code } = burst.press(key);
    if (typed !== '') onTyped(typed, where);
    if (swallow) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (swallow && burst.length === 1) begunMs = clock.now();
    where = event.composedPath?.()[0] ?? event.target;
    callOff?.();
    callOff = burst.length > 0 ? clock.after(giveUpMs, giveUp) : undefined;
    if (code !== undefined) take(scanned(code));
  }
  function giveUp() {
    const length = burst.length;
    const typed = burst.giveUp();
    if (typed !== '') onTyped(typed, where);
    else if (length > 0) take({ is: 'unreadable' });
  }
  /** A code begun before anyone waited belongs to whoever stood there before. */
  function take(outcome: ScanOutcome) {
    if (waiting.sinceMs !== undefined && begunMs >= waiting.sinceMs) waiting.settle(outcome);
  }

  keys.addEventListener('keydown', hear, { capture: true });
  return {
    capabilities: { model, exactBytes: false },
    async status() { return { is: 'ready' }; },
    watch: () => () => {},
    async selfTest() { return { is: 'cannot-tell' }; },
    scan: waiting.scan,
    close() {
      keys.removeEventListener('keydown', hear, { capture: true });
      callOff?.();
    },
  };
}

function scanned(code: string): ScanOutcome {
  const bytes = code === 'too-long' ? undefined : new TextEncoder().encode(code);
  return bytes && bytes.length <= longestCodeBytes ? { is: 'scanned', code: codeOf(bytes) } : { is: 'unreadable' };
}

const givenBack = new WeakSet<Event>();

/** Strikes the keys again where a person struck them: what listens to keys hears them, and a field that has a caret gets what is left. */
function typeInto(text: string, where: EventTarget | null): void {
  for (const char of text) {
    const key = new KeyboardEvent('keydown', { key: char, bubbles: true, cancelable: true, composed: true });
    givenBack.add(key);
    if (where?.dispatchEvent(key) ?? false) putInto(char, where);
  }
}
/** Puts text into a field at its caret, and tells the field's listeners. Elsewhere it goes nowhere. */
function putInto(text: string, where: EventTarget | null): void {
  const field = where as Partial<HTMLInputElement> | null;
  if (!field || typeof field.setRangeText !== 'function' || field.readOnly || field.disabled) return;
  try {
    field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
    field.dispatchEvent?.(new Event('input', { bubbles: true }));
  } catch { /* a field without a caret, such as a number field */ }
}
