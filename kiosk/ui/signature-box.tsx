import type { Ref } from 'preact';
import './signature-box.css';

/** One point of a pen stroke, in px from the box's upper left corner. */
export interface PenPoint { readonly x: number; readonly y: number }

export interface SignatureBoxProps {
  readonly strokes: readonly (readonly PenPoint[])[];
  readonly label: string;
  /** The drawing's own size; on the panel it is as wide as there is room. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Stands in the empty box: where and how to sign. */
  readonly hint: string;
  /** The element to listen on; its rectangle on the panel maps to widthPx × heightPx. */
  readonly boxRef?: Ref<HTMLDivElement> | undefined;
}

/** Shows the strokes it is given; catching the pen or finger is the caller's. */
export function SignatureBox({ strokes, label, widthPx, heightPx, hint, boxRef }: SignatureBoxProps) {
  return (
    <div class="signature" ref={boxRef ?? null} role="img" aria-label={label}>
      <svg viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden="true" focusable="false">
        <path class="signature-line" d={`M${widthPx * 0.06} ${heightPx * 0.8}H${widthPx * 0.94}`} />
        {strokes.map((stroke, at) => <path key={at} class="signature-stroke" d={drawn(stroke)} />)}
      </svg>
      {strokes.length === 0 && <p class="signature-hint">{hint}</p>}
    </div>
  );
}

/** Curves through the middles between points, so that a slow panel's corners do not show; a tap is a dot. */
function drawn(stroke: readonly PenPoint[]): string {
  const [first, ...rest] = stroke;
  if (!first) return '';
  const last = rest.at(-1);
  if (!last) return `M${first.x} ${first.y}h0.01`;
  const bends = rest.slice(0, -1).map((point, at) => {
    const next = rest[at + 1]!;
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${bends.join('')}L${last.x} ${last.y}`;
}
