import type { ComponentChildren } from 'preact';
import './grid.css';

/**
 * Tiles or boxes beside each other: at most so many columns (`wide` on a landscape panel), fewer where the words would not fit.
 * `tall` gives the rows of a portrait panel room, for the few large doors of a first screen.
 */
export function Grid({ columns, wide, tall = false, children }: {
  readonly columns: 1 | 2 | 3 | 4; readonly wide?: 1 | 2 | 3 | 4 | 5 | 6 | undefined; readonly tall?: boolean | undefined; readonly children?: ComponentChildren;
}) {
  return <div class="grid" data-tall={tall || undefined} data-columns={columns} data-wide={wide ?? columns}>{children}</div>;
}

/** One under the other with the usual gap. */
export function Stack({ children }: { readonly children?: ComponentChildren }) {
  return <div class="stack">{children}</div>;
}
