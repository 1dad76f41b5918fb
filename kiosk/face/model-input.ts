/** What a pixel becomes before a model sees it: the order of the channels, then `value × scale + shift` of 0 to 255. */
export interface PixelFormat { readonly order: 'rgb' | 'bgr'; readonly scale: number; readonly shift: number }
/** A model's input: planar, 1 × 3 × height × width. */
export interface ModelInput { readonly widthPx: number; readonly heightPx: number; readonly values: Float32Array<ArrayBuffer> }

export const emptyInput = (widthPx: number, heightPx: number): ModelInput => ({ widthPx, heightPx, values: new Float32Array(3 * widthPx * heightPx) });

/** Where in `values` the planes of red, green and blue begin. */
export function planes({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }, order: 'rgb' | 'bgr'): readonly [red: number, green: number, blue: number] {
  const plane = widthPx * heightPx;
  return order === 'rgb' ? [0, plane, 2 * plane] : [2 * plane, plane, 0];
}
