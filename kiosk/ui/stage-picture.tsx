import type { StageDrawing } from './stage-drawing.ts';
import { enterpriseDrawings } from './stage-drawings-e.ts';
import { personDrawings } from './stage-drawings-p.ts';
import './stage-picture.css';

export type StageId = keyof typeof enterpriseDrawings | keyof typeof personDrawings;

const drawings: Readonly<Record<StageId, StageDrawing>> = { ...enterpriseDrawings, ...personDrawings };

/** A larger picture for each stage of a life or an enterprise, recognisable without reading. Words stand beside it. */
export function StagePicture({ of }: { readonly of: StageId }) {
  const { soft, lines } = drawings[of];
  return (
    <svg class="stage-picture" viewBox="0 0 160 120" aria-hidden="true" focusable="false">
      <path class="stage-soft" d={soft} />
      {lines.map((d) => <path key={d} d={d} />)}
    </svg>
  );
}
