import { effect } from '@preact/signals';
import type { Kiosk } from './models/kiosk.ts';
import type { Ports } from './models/ports.ts';
import { type Arrow, nearest } from './ui/arrow-keys.ts';
import { cue, setLoudness } from './ui/sound.ts';

type Keypad = Ports['keypad'];
type PadKey = Keypad['capabilities']['keys'][number];
const arrows: Readonly<Partial<Record<PadKey, Arrow>>> = { up: 'ArrowUp', down: 'ArrowDown', left: 'ArrowLeft', right: 'ArrowRight' };

/**
 * What the keys of a tactile pad do to the page. Unlike the arrow keys of a keyboard, which move within one group of keys or
 * choices, the pad's lead everywhere: it has no Tab. A page of a kiosk without a pad knows nothing of this.
 */
export function followKeypad(keypad: Keypad, kiosk: Kiosk): () => void {
  const stopLoudness = effect(() => setLoudness(kiosk.loudness.value));
  const stop = keypad.listen((key) => {
    kiosk.touched();
    // A maintainer tries the keys themselves: they do nothing but show.
    const here = kiosk.place.peek();
    if (here.is === 'maintenance' && here.maintenance.trying.peek()?.kind === 'keypad') return undefined;
    const arrow = arrows[key];
    if (arrow) return move(arrow);
    switch (key) {
      case 'ok': return press();
      case 'back': return goBack();
      case 'help': return kiosk.help(!kiosk.helping.peek());
      case 'repeat': return beginAgain();
      case 'louder': kiosk.louder(); return cue('done');
      case 'softer': kiosk.softer(); return kiosk.sound.peek() ? cue('done') : undefined;
    }
  });
  return () => { stop(); stopLoudness(); };
}

/** The question that lies over the screen, if one does: nothing beneath it can be reached. */
const question = () => [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1);
const region = () => question() ?? document.body;
/** Everything that can be pressed or written into, as it is read. */
const parts = () => [...region().querySelectorAll<HTMLElement>('button:not(:disabled), input:not(:disabled), a[href]')].filter((el) => el.checkVisibility({ visibilityProperty: true }));

function move(key: Arrow): void {
  const from = document.activeElement;
  const all = parts();
  if (!(from instanceof HTMLElement) || from === document.body || !region().contains(from)) return all[0]?.focus();
  // From the title one goes on to what comes after it.
  const at = all.includes(from) ? all : [...all, from].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const here = at.indexOf(from);
  const scroller = from.closest('main');
  const beside = at.filter((el) => el.closest('main') === scroller);
  const forth = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  // First what scrolls together, then what is in sight elsewhere, at last whatever is read next.
  const seen = at.filter((el) => el === from || inSight(el));
  const to = (scroller && nearest(beside, beside.indexOf(from), key)) ?? nearest(seen, seen.indexOf(from), key) ?? at[(here + forth + at.length) % at.length];
  to?.focus();
}

function inSight(el: HTMLElement): boolean {
  const box = el.closest('main')?.getBoundingClientRect();
  if (!box) return true;
  const { top, bottom } = el.getBoundingClientRect();
  return bottom > box.top && top < box.bottom;
}

function press(): void {
  const el = document.activeElement;
  if (el instanceof HTMLInputElement) { el.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })); return; }
  if (el instanceof HTMLElement && parts().includes(el)) return el.click();
  // Nothing is chosen yet: the first press only says what would be.
  move('ArrowDown');
}

function goBack(): void {
  const over = question();
  if (over) { over.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })); return; }
  (document.querySelector<HTMLElement>('.bottom-back button') ?? document.querySelector<HTMLElement>('.bottom-leave button'))?.click();
}

/** Until the kiosk speaks, whoever listens through a screen reader hears the title again. */
function beginAgain(): void {
  const title = question()?.querySelector<HTMLElement>('button') ?? document.getElementById('title');
  title?.blur();
  title?.focus({ preventScroll: true });
}
