import type { CameraOpened, CameraStatus, Picture, TakeOutcome } from '../camera/port.ts';
import type { Device } from '../device.ts';

/** What the kiosk needs of a camera that looks down on papers (高拍仪). Never rejects. Off unless a session is open. */
export interface DocumentCamera extends Device<DocumentCameraStatus> {
  readonly capabilities: { readonly model: string; readonly preview: boolean };
  open(ask: { readonly deadlineMs: number; readonly signal?: AbortSignal }): Promise<DocumentCameraOpened>;
}
export type DocumentCameraStatus = CameraStatus;
export type DocumentCameraOpened =
  | { readonly is: 'open'; readonly session: DocumentSession }
  | Exclude<CameraOpened, { is: 'open' }>;
export interface DocumentSession {
  /** For a video element; null when the device shows none. */
  readonly preview: MediaStream | null;
  /** One page as it lies there: sharp enough for small print (A4 at some 200 dots an inch), or as sharp as the device is. */
  scan(ask: { readonly deadlineMs: number }): Promise<PageOutcome>;
  /** Calls back once when the device is gone: unplugged, or closed by the signal. */
  onEnd(call: () => void): void;
  close(): void;
}
export type PageOutcome =
  | { readonly is: 'scanned'; readonly page: ScannedPage }
  | Exclude<TakeOutcome, { is: 'taken' }>;
/** The caller overwrites `bytes` after use. */
export type ScannedPage = Picture;
