import type { ComponentChildren } from 'preact';

interface PanelProps { readonly title: string; readonly en: string; readonly note?: string | undefined; readonly children: ComponentChildren }

/** One device or part of the world, with its name. */
export function Panel({ title, en, note, children }: PanelProps) {
  return (
    <section aria-label={title}>
      <h2>{title} <small>{en}</small>{note !== undefined && <span class="note">{note}</span>}</h2>
      {children}
    </section>
  );
}

interface ChoiceProps<T extends string> { readonly label: string; readonly en: string; readonly now: T; readonly options: Readonly<Record<T, string>>; readonly choose: (to: T) => void }

/** One setting of a device: its states side by side, the present one pressed. */
export function Choice<T extends string>({ label, en, now, options, choose }: ChoiceProps<T>) {
  return (
    <div class="choice" role="group" aria-label={label}>
      <span>{label} <small>{en}</small></span>
      <div>
        {(Object.keys(options) as T[]).map((value) => (
          <button key={value} type="button" aria-pressed={value === now} onClick={() => choose(value)}>{options[value]}</button>
        ))}
      </div>
    </div>
  );
}
