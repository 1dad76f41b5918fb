/** One scene: the filled accent below, then lines of one stroke. ViewBox 0 0 160 120, ground at y 106. */
export interface StageDrawing { readonly soft: string; readonly lines: readonly string[] }
