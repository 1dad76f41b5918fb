export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Moves the focus among a box's parts as they lie on the panel, by arrow, Home and End. For keypads without a pointer. */
export function moveFocus(event: KeyboardEvent, box: HTMLElement | null, parts: string): void {
  const all = [...(box?.querySelectorAll<HTMLElement>(parts) ?? [])];
  const here = all.indexOf(document.activeElement as HTMLElement);
  if (here < 0) return;
  const to = event.key === 'Home' ? all[0] : event.key === 'End' ? all.at(-1) : isArrow(event.key) ? neighbour(all, here, event.key) : undefined;
  if (!to) return;
  event.preventDefault();
  to.focus();
}

const isArrow = (key: string): key is Arrow => key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown';

/** The nearest part in that direction; where there is none, the next or the last in reading order, round the ends. */
function neighbour(all: readonly HTMLElement[], here: number, key: Arrow): HTMLElement | undefined {
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  return nearest(all, here, key) ?? all[(here + sign + all.length) % all.length];
}

/** The nearest part in that direction as they lie on the panel, to the left and right only in the same row. */
export function nearest(all: readonly HTMLElement[], here: number, key: Arrow): HTMLElement | undefined {
  const middles = all.map(middle);
  const from = middles[here]!;
  const level = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  let best: { readonly at: number; readonly far: number } | undefined;
  middles.forEach((to, at) => {
    const along = sign * (level ? to.x - from.x : to.y - from.y);
    const aside = Math.abs(level ? to.y - from.y : to.x - from.x);
    if (along <= 1 || (level && aside > from.tall / 2)) return;
    const far = along + 2 * aside;
    if (!best || far < best.far) best = { at, far };
  });
  return best && all[best.at];
}

function middle(el: HTMLElement): { readonly x: number; readonly y: number; readonly tall: number } {
  const { left, top, width, height } = el.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2, tall: height };
}
