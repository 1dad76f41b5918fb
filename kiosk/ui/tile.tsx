import type { ComponentChildren } from 'preact';
import { Tag, type Tone } from './tag.tsx';
import './tile.css';

export interface TileProps {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly picture?: ComponentChildren;
  readonly tag?: { readonly label: string; readonly tone: Tone } | undefined;
  readonly do: () => void;
  /** `lg` puts the picture above the words, for the first choices of a visit. */
  readonly size?: 'md' | 'lg' | undefined;
  readonly disabled?: boolean | undefined;
}

/** A door to somewhere else; choosing it leaves this screen. For answers use Choices. */
export function Tile({ title, detail, picture, tag, do: act, size = 'md', disabled = false }: TileProps) {
  return (
    <button type="button" class="tile" data-size={size} aria-disabled={disabled || undefined} onClick={() => { if (!disabled) act(); }}>
      {picture !== undefined && <span class="tile-picture">{picture}</span>}
      <span class="tile-words">
        <span class="tile-title">{title}</span>
        {detail !== undefined && <span class="tile-detail">{detail}</span>}
        {tag !== undefined && <Tag label={tag.label} tone={tag.tone} />}
      </span>
    </button>
  );
}
