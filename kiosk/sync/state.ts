import type { Rollout } from '../../content/schema/rollout.ts';
import type { TufProblem } from '../tuf/port.ts';

/**
 * Why the content is not renewed, or the last look did not end well. None of it stops service: what is shown goes on.
 * - `unreachable`: the catalog does not answer.
 * - `refused`: what came was not what was vouched for: forged, rolled back, mixed, damaged. `detail` says how.
 * - `expired`: genuine, but past its time: nobody renews it, or somebody keeps the newer from us.
 * - `clock`: this kiosk's clock is more than a day off, by the catalog's own time or by what it has vouched for before; what
 *   looks expired may not be.
 * - `content`: well signed, and yet not to be shown: a shape, a link, another department's item.
 * - `kiosk-too-old`: it needs a newer version of this app.
 * - `storage`: the disk does not take it.
 * - `fell-back`: a generation that was activated could not be shown; the one before it is shown again.
 */
export type SyncTrouble =
  | { readonly is: 'unreachable' | 'expired' | 'clock' | 'storage' }
  | { readonly is: 'refused'; readonly detail: TufProblem }
  | { readonly is: 'content'; readonly pack: string; readonly file: string }
  | { readonly is: 'kiosk-too-old'; readonly pack: string; readonly needs: string }
  | { readonly is: 'fell-back'; readonly generation: number };

/** What the worker tells the page; plain data. */
export interface SyncState {
  /** The generation shown: 0 is the content built into the app. */
  readonly generation: number;
  /**
   * A whole, verified generation that waits for the moment between two visits; null when there is none. `urgent`: it withdraws
   * an item, and does not wait for quiet hours to end. The number of the one shown: its files were mended, load them again.
   */
  readonly waiting: { readonly generation: number; readonly urgent: boolean } | null;
  readonly receiving: { readonly files: number; readonly of: number } | null;
  /** ISO, of this kiosk's clock; null before the first. */
  readonly lookedAt: string | null;
  /** The newest time the catalog has vouched for (ISO): how old what we know is. */
  readonly newest: string | null;
  readonly timestamp: number; readonly snapshot: number;
  readonly trouble: SyncTrouble | null;
  readonly fellBack: number;
  /** Packs of the generation shown that open rollouts name, or that are not the newest listed: pack → version. */
  readonly packs: Readonly<Record<string, number>>;
  readonly reportSeconds: number;
  /** Hours on the site's clock in which nothing new is activated. */
  readonly quiet: Rollout['quiet'];
}
