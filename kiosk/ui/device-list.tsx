import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import { Tag, type Tone } from './tag.tsx';
import './device-list.css';

export interface DeviceRowProps {
  readonly icon: IconName;
  readonly name: string;
  /** Smaller, under the name: a model. */
  readonly detail?: string | undefined;
  readonly tags: readonly { readonly label: string; readonly tone: Tone }[];
  /** One short sentence each. */
  readonly notes?: readonly string[] | undefined;
  /** What a hand can do now; set apart, because it is what staff look for. */
  readonly todo?: string | undefined;
  /** Buttons of the row. */
  readonly children?: ComponentChildren;
}

/** Devices one below the other, beside each other on a wide panel; what gives trouble takes the whole width. */
export function DeviceList({ label, children }: { readonly label: string; readonly children?: ComponentChildren }) {
  return <ul class="devices" aria-label={label}>{children}</ul>;
}

/** One device: what it is, how it is in a word with its icon, what is to be known, what is to be done. */
export function DeviceRow({ icon, name, detail, tags, notes = [], todo, children }: DeviceRowProps) {
  return (
    <li class="device-row" data-todo={todo !== undefined || undefined}>
      <span class="device-icon"><Icon name={icon} size="lg" /></span>
      <div class="device-words">
        <div class="device-head">
          <h2>{name}</h2>
          <span class="device-tags">{tags.map((tag) => <Tag key={tag.label} {...tag} />)}</span>
        </div>
        {detail !== undefined && <p class="device-note">{detail}</p>}
        {notes.map((note) => <p class="device-note" key={note}>{note}</p>)}
        {todo !== undefined && <p class="device-todo"><Icon name="wrench" size="sm" /><span>{todo}</span></p>}
      </div>
      {children !== undefined && <div class="device-doing">{children}</div>}
    </li>
  );
}
