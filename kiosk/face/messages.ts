import type { Challenge, FaceHint, FaceOutcome, ReferencePhoto } from './port.ts';
import type { LoadedModels } from './models.ts';
import type { RunsOn } from './runtime.ts';

export interface BeginVerify { readonly photo: ReferencePhoto; readonly frames: ReadableStream<VideoFrame> | null; readonly challenges: readonly Challenge[]; readonly deadlineMs: number }
/**
 * To the worker. `models`: the pack's files, copies. `verify`: the photo and the moving
 * picture, moved there; without one it asks for single pictures. `picture`: one of these, null: the camera is gone. `forget`:
 * overwrite everything and end.
 */
export type ToWorker =
  | { readonly do: 'models'; readonly models: LoadedModels }
  | { readonly do: 'verify'; readonly with: BeginVerify }
  | { readonly do: 'picture'; readonly bytes: Uint8Array<ArrayBuffer> | null }
  | { readonly do: 'forget' };
/** From the worker. After `outcome` all it saw is overwritten. */
export type FromWorker =
  | { readonly is: 'ready'; readonly on: RunsOn }
  | { readonly is: 'broken' }
  | { readonly is: 'hint'; readonly hint: FaceHint }
  | { readonly is: 'next-picture' }
  | { readonly is: 'outcome'; readonly outcome: FaceOutcome }
  | { readonly is: 'forgotten' };
