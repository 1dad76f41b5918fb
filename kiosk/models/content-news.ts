/**
 * What the kiosk knows of the renewal of its content, as far as screens tell of it; plain data, told by whoever syncs. The
 * whole of it is kiosk/sync/state.ts.
 */
export interface ContentNews {
  /** 0: the content built into the app. */
  readonly generation: number;
  /** The newest time the catalog has vouched for (ISO); null before the first. */
  readonly newest: string | null;
  readonly receiving: { readonly files: number; readonly of: number } | null;
  readonly waiting: { readonly generation: number; readonly urgent: boolean } | null;
  readonly trouble: ContentTrouble | null;
}
export type ContentTrouble =
  | { readonly is: 'unreachable' | 'expired' | 'clock' | 'storage' }
  | { readonly is: 'refused'; readonly detail: { readonly is: string; readonly name: string } }
  | { readonly is: 'content'; readonly pack: string; readonly file: string }
  | { readonly is: 'kiosk-too-old'; readonly pack: string; readonly needs: string }
  | { readonly is: 'fell-back'; readonly generation: number };
