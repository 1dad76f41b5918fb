import { Updater } from '../../kiosk/tuf/updater.ts';
import { webFetch } from '../../kiosk/tuf/web-fetch.ts';
import type { RunUpdate } from './tuf-command.ts';

/** One update in this process. */
export const updateInNode: RunUpdate = async ({ metadataUrl, targetsUrl, now, targets, stored, keep, before, save }) => {
  const updater = new Updater({
    metadataUrl, targetsUrl, now, fetchBytes: webFetch(),
    store: { get: async (name) => stored(name), put: async (name, bytes) => { keep(name, bytes); return 'kept'; } },
  });
  const refreshed = await updater.refresh();
  if (!refreshed.ok) return JSON.stringify(refreshed.problem);
  for (const path of targets) {
    const found = await updater.find(path);
    if (!found.ok) return JSON.stringify(found.problem);
    if (!found.value) return `no role names ${path}`;
    const old = before(path);
    if (old && (await updater.checkTarget(old, found.value)).ok) continue;
    const downloaded = await updater.download(found.value);
    if (!downloaded.ok) return JSON.stringify(downloaded.problem);
    save(path, downloaded.value);
  }
  return undefined;
};
