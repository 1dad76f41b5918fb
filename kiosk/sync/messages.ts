import type { Channel } from '../../content/schema/rollout.ts';
import type { SyncState } from './state.ts';

/** What the worker is started with; plain data. */
export interface Begin {
  readonly url: string; readonly root: unknown; readonly channel: Channel; readonly kiosk: string; readonly site: string;
  readonly own: string;
  /** Whether SM2 keys count. */
  readonly sm2: boolean;
  /** When the app's own content was built, ms. */
  readonly builtAt: number;
  /** The name of the content database; `content` unless told. */
  readonly database?: string;
}
export type ToWorker = { readonly do: 'begin'; readonly with: Begin } | { readonly do: 'look' } | { readonly do: 'activate'; readonly generation: number };
export type FromWorker = { readonly is: 'state'; readonly state: SyncState } | { readonly is: 'no-storage' } | { readonly is: 'activation'; readonly outcome: 'activated' | 'not-waiting' | 'storage' };
