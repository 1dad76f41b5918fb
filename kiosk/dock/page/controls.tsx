import type { ComponentChildren } from 'preact';
import { trouble } from './control.ts';

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

interface FileChoiceProps { readonly label: string; readonly en: string; readonly take: (file: File) => Promise<void> }

/** A picture of the tester's own: handed to the dock's process, which keeps it in memory until it ends. */
export function FileChoice({ label, en, take }: FileChoiceProps) {
  return (
    <label class="choice">
      <span>{label} <small>{en}</small></span>
      <input type="file" accept="image/*" onChange={({ currentTarget }) => { const [file] = currentTarget.files ?? []; if (file) void take(file).catch(() => { trouble.value = 'not-done'; }); currentTarget.value = ''; }} />
    </label>
  );
}

interface ChoiceProps<T extends string> { readonly label: string; readonly en: string; readonly now: T; readonly options: Readonly<Partial<Record<T, string>>>; readonly choose: (to: T) => void }

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
