import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button, type ButtonProps } from './button.tsx';
import './dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** In reading order; the primary one last, where the bottom bar has it too. */
  readonly actions: readonly ButtonProps[];
  /** Escape and the keypad's back key; without it the citizen has to answer. */
  readonly onCancel?: (() => void) | undefined;
}

/**
 * Asks before anything else goes on. Modal: the rest is inert, Tab stays inside, and the focus returns where it was.
 * The safest action, the first that is not primary, has the focus first. A touch outside does nothing: hands shake.
 */
export function Dialog({ title, children, actions, onCancel }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const safest = Math.max(0, actions.findIndex((action) => action.kind !== 'primary'));

  useLayoutEffect(() => {
    const el = dialog.current;
    const before = document.activeElement;
    el?.showModal();
    el?.querySelectorAll<HTMLElement>('.dialog-actions button')[safest]?.focus();
    return () => { el?.close(); if (before instanceof HTMLElement) before.focus(); };
  }, []);

  return (
    <dialog
      ref={dialog} class="dialog" aria-modal="true" aria-labelledby={id}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') { event.preventDefault(); onCancel?.(); }
        if (event.key === 'Tab' && dialog.current) stayInside(event, dialog.current);
      }}
    >
      <h2 id={id}>{title}</h2>
      {children !== undefined && <div class="dialog-words">{children}</div>}
      <div class="dialog-actions">{actions.map((action) => <Button key={action.label} {...action} />)}</div>
    </dialog>
  );
}

function stayInside(event: KeyboardEvent, box: HTMLElement): void {
  const stops = [...box.querySelectorAll<HTMLElement>('button, input, [tabindex="0"]')].filter((el) => el.tabIndex >= 0);
  const last = stops.at(-1);
  const [from, to] = event.shiftKey ? [stops[0], last] : [last, stops[0]];
  if (document.activeElement === from) { event.preventDefault(); to?.focus(); }
}
