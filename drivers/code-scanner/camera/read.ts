/** What comes of looking for a code in a moving picture. */
export type Read =
  /** The decoder is there. */
  | { readonly is: 'ready' }
  | { readonly is: 'code'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** It cannot look: the script or its WebAssembly does not load, or it broke off. */
  | { readonly is: 'broken' };

/** Looks for one code in a moving picture, or with null only says whether it could. Returns the way to stop and forget all. */
export type ReadCodes = (preview: MediaStream | null, tell: (read: Read) => void) => () => void;
