import type { Device } from '../device.ts';

/** What the kiosk needs of a signature pad: strokes as they are drawn. Never rejects. */
export interface SignaturePad extends Device<SignatureStatus> {
  readonly capabilities: { readonly model: string; readonly pressure: boolean };
  /** Starts taking strokes on a surface; each finished or growing stroke is reported whole. Returns the way to stop. */
  take(surface: SignatureSurface, onStroke: (stroke: Stroke, done: boolean) => void): () => void;
}
export type SignatureStatus = { readonly is: 'ready' } | { readonly is: 'starting' } | { readonly is: 'offline' };
/** Where the person signs: for a touch pad an element of the page, for a tablet of its own only the size matters. */
export interface SignatureSurface {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly target: EventTarget & { getBoundingClientRect?(): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } };
}
/** Points in surface pixels with the time since the first point in ms. */
export type Stroke = readonly { readonly x: number; readonly y: number; readonly atMs: number }[];
