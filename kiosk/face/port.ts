/**
 * What the kiosk needs to compare the person in front of it with a photo: on this device only, after separate consent
 * (人脸识别技术应用安全管理办法; GB/T 41819-2022). Never rejects. Pictures, crops and embeddings stay behind it and are
 * overwritten when `verify` answers; only what the types here show comes out.
 */
export interface FaceVerifier {
  readonly status: FaceStatus;
  watch(call: (status: FaceStatus) => void): () => void;
  /** Loads the models while the citizen reads the consent: no camera, no picture. Safe to call again. */
  prepare(): void;
  /** Looks at the person until there is a verdict. Whoever calls it holds the consent. Ends with `cancelled` at once when the signal fires. */
  verify(ask: VerifyFace): Promise<FaceOutcome>;
  /** Throws the models away; `prepare` loads them again. */
  release(): void;
}
/** `absent`: no model pack on this kiosk. `broken`: one that cannot be used (damaged, or this browser cannot run it). */
export type FaceStatus =
  | { readonly is: 'absent' | 'broken' }
  | { readonly is: 'idle' | 'loading'; readonly pack: string }
  /** `on`: how the models run. */
  | { readonly is: 'ready'; readonly pack: string; readonly on: 'webgpu' | 'wasm-threads' | 'wasm' };

export interface VerifyFace {
  /** The photo of the identity card; the verifier overwrites its bytes. */
  readonly photo: ReferencePhoto;
  /** The moving picture, whose track is stopped before the verdict is told; or single pictures where the camera has none. */
  readonly camera: { readonly is: 'stream'; readonly stream: MediaStream } | { readonly is: 'pictures'; readonly take: () => Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null> };
  /** Drawn at random by the caller; every one must be seen, in this order. */
  readonly challenges: readonly Challenge[];
  /** From when the models are there: who waits for them loses no time to be seen. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** What to tell the person now; told only when it changes. */
  readonly onHint: (hint: FaceHint) => void;
}
/** Decoded rows (RGBA, 102 × 126 of a card), or a compressed picture whose size is checked before it is unpacked. */
export type ReferencePhoto =
  | { readonly is: 'pixels'; readonly widthPx: number; readonly heightPx: number; readonly rgba: Uint8ClampedArray<ArrayBuffer> }
  | { readonly is: 'file'; readonly bytes: Uint8Array };
/** Turn left or right as the person sees it, nod, come closer, blink. */
export const challenges = ['turn-left', 'turn-right', 'nod', 'closer', 'blink'] as const;
export type Challenge = (typeof challenges)[number];

/** What keeps a picture from being used: the quality gate, one word at a time, the most helpful first. */
export const qualityProblems = ['no-face', 'several-faces', 'too-far', 'too-near', 'off-centre', 'turned', 'too-dark', 'too-bright', 'blurred', 'covered'] as const;
export type QualityProblem = (typeof qualityProblems)[number];
export type FaceHint =
  | { readonly is: 'starting' }
  | { readonly is: 'adjust'; readonly why: QualityProblem }
  | { readonly is: 'hold-still' }
  | { readonly is: 'challenge'; readonly challenge: Challenge; readonly n: number; readonly of: number }
  | { readonly is: 'deciding' };

/** `band`: where the score lies against the threshold, never the score itself. */
export type FaceOutcome =
  | { readonly is: 'same-person'; readonly band: Band; readonly pack: string }
  /** Seen well, live, and too different from the photo. */
  | { readonly is: 'different'; readonly band: Band; readonly pack: string }
  /** The photo is too weak, too old or too unlike to say: not the person's fault. */
  | { readonly is: 'unsure'; readonly pack: string }
  /** Looks like a picture or a screen, or the challenge was not done. */
  | { readonly is: 'not-live'; readonly why: 'looks-flat' | 'challenge-not-done' | 'face-changed'; readonly pack: string }
  /** No usable picture by the deadline; the last reason. */
  | { readonly is: 'not-seen'; readonly why: QualityProblem }
  /** No face is found in the card's photo, or it cannot be unpacked. */
  | { readonly is: 'bad-photo' }
  | { readonly is: 'camera-ended' }
  | { readonly is: 'cancelled' }
  /** No models, or the worker broke. */
  | { readonly is: 'unavailable' };
export type Band = 'clear' | 'near';
