// The client as a page runs it: the browser's fetch and WebCrypto; what it keeps lives as long as the page.
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import { Updater } from '../../kiosk/tuf/updater.ts';
import { webFetch } from '../../kiosk/tuf/web-fetch.ts';

export interface Look { readonly base: string; readonly now: number; readonly targets: readonly string[] }
export interface Attacked {
  /** Forgets everything but this root. */
  begin(root: string): void;
  /** One update. What was listed and downloaded, or the problem in words. */
  look(look: Look): Promise<{ readonly problem: string } | { readonly listed: readonly string[]; readonly downloaded: readonly string[] }>;
  kept(): Record<string, string>;
}
declare global {
  // oxlint-disable-next-line no-var -- a global must be a var
  var attacked: Attacked;
}

const store = new Map<string, Bytes>();
const text = (bytes: Bytes) => new TextDecoder().decode(bytes);

globalThis.attacked = {
  begin(root) {
    store.clear();
    store.set('root', new TextEncoder().encode(root));
  },
  async look({ base, now, targets }) {
    const updater = new Updater({
      metadataUrl: `${base}/metadata`, targetsUrl: `${base}/targets`, now,
      store: { get: async (name) => store.get(name), put: async (name, bytes) => { store.set(name, bytes); return 'kept'; } },
      fetchBytes: webFetch({ idleMs: 1500, patienceMs: 1500, slowestBytesPerSecond: 10_000 }),
    });
    const refreshed = await updater.refresh();
    if (!refreshed.ok) return { problem: `${refreshed.problem.is} ${refreshed.problem.name}` };
    const listed = await updater.list();
    if (!listed.ok) return { problem: `${listed.problem.is} ${listed.problem.name}` };
    const downloaded: string[] = [];
    for (const target of listed.value.filter(({ path }) => targets.includes(path))) {
      const bytes = await updater.download(target);
      if (!bytes.ok) return { problem: `${bytes.problem.is} ${bytes.problem.name}` };
      downloaded.push(text(bytes.value));
    }
    return { listed: listed.value.map(({ path }) => path), downloaded };
  },
  kept: () => Object.fromEntries([...store].map(([name, bytes]) => [name, text(bytes)])),
};
