import type { Pack } from '../../content/schema/pack.ts';
import type { LocalTime } from '../core/hours.ts';
import { isQuiet } from '../core/hours.ts';
import { kioskVersion } from '../core/version.ts';
import type { CatalogConfig } from '../site-config.ts';
import { bootContent } from './boot.ts';
import { confirm, fallBack } from './generations.ts';
import { openKept } from './kept.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { SyncState } from './state.ts';

export interface ContentOptions {
  readonly catalog: CatalogConfig; readonly kiosk: string; readonly site: string;
  readonly builtIn: Pack;
  /** Starts the script of that address as a worker. */
  readonly worker: (address: string) => Worker;
  readonly indexedDB?: IDBFactory;
}
/** The content of this start, and the handle on its renewal. */
export interface Content {
  readonly pack: Pack;
  readonly generation: number;
  /** The content stands on the screen: what was on trial is believed. */
  shown(): Promise<void>;
  /** It could not be shown: the next start does without it. Answers whether there is anything else to fall back to. */
  failed(): Promise<boolean>;
  /** Begins to sync. `mayActivate`: nobody is there. `activated`: the page must start again now. */
  follow(on: { readonly state: (state: SyncState) => void; readonly mayActivate: () => boolean; readonly local: () => LocalTime; readonly activated: () => void }): void;
}

const askEveryMs = 1000;
/** After an activation that the disk did not take. */
const againMs = 30_000;

/** Opens what is kept of the catalog's content; a disk that does not answer leaves what is built into the app, and no sync. */
export async function openContent({ catalog, kiosk, site, builtIn, worker: start, indexedDB = globalThis.indexedDB }: ContentOptions): Promise<Content> {
  const kept = await openKept({ indexedDB });
  if (!kept.ok) return { pack: builtIn, generation: 0, shown: async () => {}, failed: async () => false, follow: ({ state }) => state(withoutStorage(0)) };
  const booted = await bootContent(kept.value, builtIn, { own: kioskVersion, site });
  return {
    pack: booted.pack, generation: booted.generation,
    async shown() { if (booted.onTrial) await confirm(kept.value, booted.generation); },
    async failed() { return booted.onTrial && (await fallBack(kept.value, booted.generation, { is: 'not-shown' })).ok; },
    follow({ state: told, mayActivate, local, activated }) {
      let state: SyncState | null = null;
      let asked = false;
      let worker: Worker | undefined;
      const post = (message: ToWorker) => worker?.postMessage(message, []);
      async function begin() {
        // oxlint-disable-next-line import/default -- Vite makes the address of the file the default export
        const { default: address } = await import('./worker.ts?worker&url');
        worker = start(address);
        worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
          if (data.is === 'state') { state = data.state; told(state); }
          if (data.is === 'no-storage') told(withoutStorage(booted.generation));
          if (data.is === 'activation') { if (data.outcome === 'activated') activated(); else setTimeout(() => { asked = false; }, againMs); }
        });
        post({ do: 'begin', with: { url: catalog.url, root: catalog.root, channel: catalog.channel, sm2: catalog.sm2 === true, kiosk, site, own: kioskVersion, builtAt: Date.parse(builtIn.builtAt) } });
        addEventListener('online', () => post({ do: 'look' }));
        setInterval(() => {
          const waiting = state?.waiting;
          if (!waiting || asked || !mayActivate() || (!waiting.urgent && isQuiet(state!.quiet, local()))) return;
          asked = true;
          post({ do: 'activate', generation: waiting.generation });
        }, askEveryMs);
      }
      void begin();
    },
  };
}

const withoutStorage = (generation: number): SyncState => ({
  generation, waiting: null, receiving: null, lookedAt: null, newest: null, timestamp: 0, snapshot: 0, trouble: { is: 'storage' }, fellBack: 0, packs: {}, reportSeconds: 300, quiet: [],
});
