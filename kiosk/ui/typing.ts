import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface Typing {
  readonly box: RefObject<HTMLInputElement | null>;
  /** What the box shows: the value, in groups if asked for. */
  readonly shown: string;
  insert(text: string): void;
  erase(): void;
  clear(): void;
  /** For the box's own input event: hardware keys, paste, screen readers. */
  took(el: HTMLInputElement): void;
}

export interface TypingRules {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** In characters as people count them. */
  readonly maxLength?: number | undefined;
  /** What may be typed: turns any text into the allowed part of it. */
  readonly keep: (text: string) => string;
  /** Lengths of the groups the value is shown in, such as 6-8-4. */
  readonly groups?: readonly number[] | undefined;
}

/** One text box written into by keys on the screen, by hardware keys and by assistive technology alike. */
export function useTyping({ value, onChange, maxLength = Infinity, keep, groups = [] }: TypingRules): Typing {
  const box = useRef<HTMLInputElement>(null);
  const caret = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    box.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  /** The selection in the value's own positions; the end when the box does not have the focus. */
  const selection = (): readonly [number, number] => {
    const el = box.current;
    if (!el || document.activeElement !== el) return [value.length, value.length];
    return [plain(el, el.selectionStart), plain(el, el.selectionEnd)];
  };
  const put = (from: number, to: number, text: string) => {
    const next = value.slice(0, from) + text + value.slice(to);
    if ([...next].length > maxLength && next.length > value.length) return;
    caret.current = grouped(next.slice(0, from + text.length), groups).length;
    onChange(next);
  };

  return {
    box,
    shown: grouped(value, groups),
    insert(text) { const [from, to] = selection(); put(from, to, keep(text)); },
    erase() {
      const [from, to] = selection();
      const last = Array.from(value.slice(0, from)).at(-1) ?? '';
      put(from === to ? from - last.length : from, to, '');
    },
    clear() { put(0, value.length, ''); },
    took(el) {
      const next = [...keep(groups.length > 0 ? el.value.replaceAll(' ', '') : el.value)].slice(0, maxLength).join('');
      const at = groups.length > 0 ? plain(el, el.selectionStart) : (el.selectionStart ?? next.length);
      el.value = grouped(next, groups);
      caret.current = grouped(next.slice(0, at), groups).length;
      el.setSelectionRange(caret.current, caret.current);
      if (next !== value) onChange(next);
    },
  };

  function plain(el: HTMLInputElement, at: number | null): number {
    const before = el.value.slice(0, at ?? el.value.length);
    return (groups.length > 0 ? before.replaceAll(' ', '') : before).length;
  }
}

/** `370499199001011234` in groups of 6, 8, 4 becomes `370499 19900101 1234`; what is left over follows as one more group. */
export function grouped(value: string, groups: readonly number[]): string {
  if (groups.length === 0) return value;
  const out: string[] = [];
  let at = 0;
  for (const length of [...groups, Infinity]) {
    if (at >= value.length) break;
    out.push(value.slice(at, at + length));
    at += length;
  }
  return out.join(' ');
}
