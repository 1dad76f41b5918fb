import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import { Updater } from '../../kiosk/tuf/updater.ts';
import { webFetch } from '../../kiosk/tuf/web-fetch.ts';

/** One update to run: what it may read and write, what it is to fetch. `now` in ms since 1970. */
export interface UpdateTask {
  readonly metadataUrl: string; readonly targetsUrl: string; readonly now: number; readonly targets: readonly string[];
  stored(name: string): Promise<Bytes | undefined>;
  keep(name: string, bytes: Bytes): Promise<void>;
  /** What is there of a target from an earlier time. */
  before(target: string): Promise<Bytes | undefined>;
  save(target: string, bytes: Bytes): Promise<void>;
}

/** Runs it here, be it Node or a browser. undefined: all went well; otherwise what did not. */
export async function runUpdate({ metadataUrl, targetsUrl, now, targets, stored, keep, before, save }: UpdateTask): Promise<string | undefined> {
  const updater = new Updater({
    metadataUrl, targetsUrl, now, fetchBytes: webFetch(),
    store: { get: stored, put: async (name, bytes) => { await keep(name, bytes); return 'kept'; } },
  });
  const refreshed = await updater.refresh();
  if (!refreshed.ok) return JSON.stringify(refreshed.problem);
  for (const path of targets) {
    const found = await updater.find(path);
    if (!found.ok) return JSON.stringify(found.problem);
    if (!found.value) return `no role names ${path}`;
    const old = await before(path);
    if (old && (await updater.checkTarget(old, found.value)).ok) continue;
    const downloaded = await updater.download(found.value);
    if (!downloaded.ok) return JSON.stringify(downloaded.problem);
    await save(path, downloaded.value);
  }
  return undefined;
}
