import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { moveFocus } from './arrow-keys.ts';
import { Icon, type IconName } from './icon.tsx';
import type { Typing } from './typing.ts';
import './key.css';

/** What the parts of a keyboard are called, for those who hear them and on the wide keys. */
export interface PadLabels { readonly box: string; readonly erase: string; readonly clear: string }

/** The box the keys write into: a real text box, so that hardware keys and screen readers work; no keyboard of the system. */
export function PadBox({ typing, label, placeholder, secret = false, onKey, onEnter }: {
  readonly typing: Typing; readonly label: string; readonly placeholder?: string | undefined;
  /** Shows discs for what was typed. Not a password box: browsers offer to keep those. */
  readonly secret?: boolean | undefined;
  /** Sees a hardware key first; true when it is dealt with. */
  readonly onKey?: ((key: string) => boolean) | undefined;
  readonly onEnter?: (() => void) | undefined;
}) {
  return (
    <input
      ref={typing.box} class="pad-box" data-secret={secret || undefined} type="text" inputMode="none" autoComplete="off" autoCorrect="off" spellcheck={false}
      aria-label={label} placeholder={placeholder} value={typing.shown}
      onInput={(event) => typing.took(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
        if (onKey?.(event.key)) event.preventDefault();
        else if (event.key === 'Enter') onEnter?.();
      }}
    />
  );
}

/** The keys: one stop for Tab, then arrows. */
export function Keys({ layout, children }: { readonly layout: 'digits' | 'letters'; readonly children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  return <div ref={box} class="keys" data-layout={layout} onKeyDown={(event) => moveFocus(event, box.current, '.key')}>{children}</div>;
}

export function KeyRow({ children }: { readonly children: ComponentChildren }) {
  return <div class="key-row">{children}</div>;
}

/** One key. Touching it leaves the focus and the caret where they are. `first` is the stop for Tab. */
export function Key({ text, icon, name, place, first = false, do: act }: {
  readonly text?: string | undefined; readonly icon?: IconName | undefined; readonly name?: string | undefined;
  readonly place?: 'wide' | 'tall' | 'two' | 'three' | undefined; readonly first?: boolean | undefined; readonly do: () => void;
}) {
  return (
    <button
      type="button" class="key" data-place={place} data-words={(text !== undefined && [...text].length > 1) || undefined}
      aria-label={name} tabIndex={first ? 0 : -1} onMouseDown={(event) => event.preventDefault()} onClick={act}
    >
      {icon !== undefined && <Icon name={icon} />}
      {text !== undefined && <span>{text}</span>}
    </button>
  );
}
