/** The part of the Trusted Types API used here; the DOM library does not have it yet. */
interface TrustedTypes { createPolicy(name: string, rules: { createScriptURL(wanted: string): string }): { createScriptURL(wanted: string): unknown } }

/** Worker scripts that are part of this build: the service worker, and what the build laid under /assets/. */
const ours = /^\/(?:service-worker|assets\/[\w-]+)\.js$/;
/** The one policy the host allows (kiosk/host/headers.ts, `trustedTypesPolicy`). */
const policy = (window as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('kiosk', {
  createScriptURL(wanted) {
    if (!ours.test(wanted) && !import.meta.env.DEV) throw new TypeError('only a script of this build');
    return wanted;
  },
});

/** The address of a script of our own, as the browser wants to have it vouched for; its type is not in the DOM library's signatures. */
export const ownScript = (address: string): string => (policy?.createScriptURL(address) ?? address) as string;
export const ownWorker = (address: string): Worker => new Worker(ownScript(address), { type: 'module' });
