import type { Device } from '../device.ts';

/** What the kiosk needs of the camera that looks at the person. Never rejects. Off, light included, unless a session is open. */
export interface Camera extends Device<CameraStatus> {
  readonly capabilities: CameraCapabilities;
  /** Switches the camera on. Whoever opens it has asked for consent before; the signal's end switches it off like `close`. */
  open(ask: { readonly deadlineMs: number; readonly signal?: AbortSignal }): Promise<CameraOpened>;
}
/** `preview`: hands over a moving picture; otherwise single pictures only. */
export interface CameraCapabilities { readonly model: string; readonly preview: boolean }
export type CameraStatus =
  | { readonly is: 'ready' }
  | { readonly is: 'starting' }
  /** `forbidden`: the browser was not allowed to use it (policy VideoCaptureAllowedUrls). */
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' | 'forbidden' };

export type CameraOpened =
  | { readonly is: 'open'; readonly session: CameraSession }
  | { readonly is: 'busy' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' | 'forbidden' };
export interface CameraSession {
  /** The moving picture, for a video element; null when `capabilities.preview` is false. */
  readonly preview: MediaStream | null;
  take(ask: { readonly deadlineMs: number }): Promise<TakeOutcome>;
  /** Calls back once when the camera is gone: unplugged, or closed by the signal. */
  onEnd(call: () => void): void;
  /** Switches the camera off. */
  close(): void;
}
export type TakeOutcome =
  | { readonly is: 'taken'; readonly picture: Picture }
  | { readonly is: 'closed' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' };
/** The caller overwrites `bytes` after use. */
export interface Picture { readonly mediaType: 'image/jpeg' | 'image/png'; readonly widthPx: number; readonly heightPx: number; readonly bytes: Uint8Array }
