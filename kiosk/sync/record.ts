import type { Withdrawal } from '../../content/schema/rollout.ts';

/** One file of a generation: which pack brought it, where its bytes are, when it last changed (ISO). */
export interface KeptFile { readonly pack: string; readonly sha256: string; readonly length: number; readonly at: string }
/** Pack → its version and the SHA-256 of its manifest. */
export type Packs = Readonly<Record<string, { readonly version: number; readonly sha256: string }>>;

/** One whole state of the content, verified and checked. Numbers go up, also after a generation was given up; they are this kiosk's own. */
export interface Generation {
  readonly number: number;
  readonly packs: Packs;
  /** null: the content built into the app, with items withdrawn from it. */
  readonly files: Readonly<Record<string, KeptFile>> | null;
  readonly withdrawn: readonly Withdrawal[];
  /** Versions of the metadata that vouched for it. */
  readonly timestamp: number; readonly snapshot: number;
  /** The version of the app that checked it; another one checks again before it shows it. */
  readonly checkedBy: string;
  /** Which catalog it came from: the SHA-256 of the root that the terminal was set up with. */
  readonly catalog: string;
}

/** What is shown, in one record: it changes as a whole, on the disk before it is believed. */
export interface Shown {
  /** 0: the content built into the app. */
  readonly active: number;
  readonly previous: number;
  /**
   * Of the active generation until it has been seen on the screen once: how often that was tried. It is counted before the
   * content is used, so that even a page that hangs at it comes to an end of its tries.
   */
  readonly trial: { readonly starts: number } | null;
  /** Items taken back. Beside the generation, because it holds for whichever is shown, also after a fall back. */
  readonly withdrawn: readonly Withdrawal[];
  readonly timestamp: number; readonly snapshot: number;
  /** Generations given up since the active one was activated, and the last of them. */
  readonly fellBack: number; readonly fellFrom: number | null;
}
export const nothingShown: Shown = { active: 0, previous: 0, trial: null, withdrawn: [], timestamp: 0, snapshot: 0, fellBack: 0, fellFrom: null };

/** A generation that is whole and waits for the moment between two visits. */
export interface Waiting { readonly generation: number; readonly urgent: boolean }

/** After so many starts none of which came to the first screen, a generation is given up. Two, because one may have been a power cut. */
export const mostStarts = 2;
