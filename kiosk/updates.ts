import { Workbox } from 'workbox-window';

/** The part of the Trusted Types API used here; the DOM library does not have it yet. */
interface TrustedTypes { createPolicy(name: string, rules: { createScriptURL(wanted: string): string }): { createScriptURL(wanted: string): unknown } }
const lookEveryMs = 30 * 60_000;

/**
 * Registers the service worker and applies a new version only while nobody is being served. After it took over, the host
 * is asked to flush the file system: a power cut within half a minute would otherwise leave a kiosk that cannot start
 * without network.
 */
export function keepUpToDate({ mayApply }: { readonly mayApply: () => boolean }): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const url = '/service-worker.js';
  const policy = (window as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('kiosk', { createScriptURL: (wanted) => { if (wanted !== url) throw new TypeError('only the service worker'); return wanted; } });
  // workbox-window passes its argument to register() as it is; the types of Trusted Types are not in the DOM library's signature.
  const workbox = new Workbox((policy?.createScriptURL(url) ?? url) as string, { updateViaCache: 'none' });
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

const flush = () => fetch('/v1/syncfs', { method: 'POST' }).then(() => undefined, () => undefined);
