import { Workbox } from 'workbox-window';
import { ownScript } from './own-scripts.ts';

const lookEveryMs = 30 * 60_000;

/**
 * Registers the service worker and applies a new version only while nobody is being served. After it took over, the host
 * is asked to flush the file system: a power cut within half a minute would otherwise leave a kiosk that cannot start
 * without network.
 */
export function keepUpToDate({ mayApply }: { readonly mayApply: () => boolean }): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  // workbox-window passes its argument to register() as it is.
  const workbox = new Workbox(ownScript('/service-worker.js'), { updateViaCache: 'none' });
  workbox.addEventListener('waiting', () => {
    const apply = () => { if (mayApply()) workbox.messageSkipWaiting(); else setTimeout(apply, 5000); };
    apply();
  });
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    void flush().then(() => (isUpdate === true ? reloadWhenIdle(mayApply) : undefined));
  });
  workbox.addEventListener('activated', () => { void flush(); });
  void workbox.register().catch(() => undefined);
  setInterval(() => { void workbox.update().catch(() => undefined); }, lookEveryMs);
}

function reloadWhenIdle(mayApply: () => boolean) {
  if (mayApply()) location.reload();
  else setTimeout(() => reloadWhenIdle(mayApply), 5000);
}

/** Asks the host to put all that the file system holds on the disk; a web server that knows nothing of it is no hindrance. */
export const flush = (): Promise<void> => fetch('/v1/syncfs', { method: 'POST', signal: AbortSignal.timeout(10_000) }).then(() => undefined, () => undefined);
