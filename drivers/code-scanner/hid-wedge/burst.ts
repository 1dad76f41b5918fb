import { longestCodeBytes } from '../code.ts';

/** What is used of a KeyboardEvent (UI Events). */
export type Key = Pick<KeyboardEvent, 'key' | 'code' | 'timeStamp' | 'isComposing' | 'repeat' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/** What to do with a key, after `typed` was given back to whoever typed it. */
export interface Verdict {
  /** Keys held so far that no scanner sent. */
  readonly typed: string;
  /** The key goes no further. */
  readonly swallow: boolean;
  readonly code?: string | 'too-long';
}

/** Scanners type a key every 1 to 20 ms; nobody types six keys and Enter with less than 50 ms between them. */
export const gapMs = 50;
const shortest = 6;

/**
 * Tells a scanner's burst of keys from a person's typing, by the times at which the keys were struck. Every key that may
 * begin a burst is held back, and given back as soon as it turns out that a person typed it.
 */
export function keyBurst() {
  let held = '';
  let isTooLong = false;
  let lastMs = -Infinity;

  function press(key: Key): Verdict {
    const isWithin = key.timeStamp - lastMs <= gapMs;
    const before = isWithin ? '' : giveUp();
    if (key.key === 'Shift' || key.key === 'CapsLock') return { typed: before, swallow: false };
    const char = charOf(key);
    if (char !== undefined && !(char === ' ' && held === '')) {
      lastMs = key.timeStamp;
      if (held.length >= longestCodeBytes) isTooLong = true;
      else held += char;
      return { typed: before, swallow: true };
    }
    if ((key.key === 'Enter' || key.key === 'Tab') && held.length >= shortest && !isOwnKey(key)) {
      const code = isTooLong ? 'too-long' : held;
      forget();
      return { typed: before, swallow: true, code };
    }
    return { typed: before + giveUp(), swallow: false };
  }

  /** No further key came: what a person typed is given back; a burst without an end is a scanner's and goes nowhere. */
  function giveUp(): string {
    const typed = held.length < shortest ? held : '';
    forget();
    return typed;
  }
  function forget() { held = ''; isTooLong = false; lastMs = -Infinity; }
  return { press, giveUp, get length() { return held.length; } };
}

/** The character a key stands for; nothing for keys that stand for none and for those a person certainly pressed. */
function charOf(key: Key): string | undefined {
  if (isOwnKey(key)) return undefined;
  // By its place on the keyboard, a digit is right whatever layout or input method is set.
  const digit = key.shiftKey ? undefined : /^(?:Digit|Numpad)(\d)$/.exec(key.code)?.[1];
  return digit ?? ([...key.key].length === 1 ? key.key : undefined);
}

/** A shortcut, a key kept down, or one on its way into an input method. */
function isOwnKey({ ctrlKey, altKey, metaKey, repeat, isComposing, key }: Key): boolean {
  return ctrlKey || altKey || metaKey || repeat || isComposing || key === 'Process' || key === 'Dead';
}
