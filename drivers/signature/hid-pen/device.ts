import type { Wire } from '../../transport/wire.ts';
import { encodePen, most } from './codec.ts';

/** A simulated pen tablet at the other end of a wire. */
export interface SimHidPen {
  /** Draws a stroke through these places, 0 to 1 of width and height, in ms since its first; the pen hovers before and after. */
  draw(stroke: readonly { readonly x: number; readonly y: number; readonly atMs: number }[]): void;
  readonly strokes: number;
}

export function simHidPen(wire: Wire): SimHidPen {
  let strokes = 0;
  let time = 0;
  const units = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * most);
  return {
    draw(stroke) {
      const [first, last] = [stroke[0], stroke.at(-1)];
      if (!first || !last) return;
      strokes++;
      void wire.send(encodePen({ tip: false, x: units(first.x), y: units(first.y), scanTime: time }));
      for (const { x, y, atMs } of stroke) void wire.send(encodePen({ tip: true, x: units(x), y: units(y), scanTime: time + atMs * 10 }));
      time += last.atMs * 10 + 2000;
      void wire.send(encodePen({ tip: false, x: units(last.x), y: units(last.y), scanTime: time }));
    },
    get strokes() { return strokes; },
  };
}
