import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { freshSite, keptSite } from './site.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: (string | { readonly url: string; readonly revision: string | null })[] };

// Before the precache, which would answer `/` itself.
registerRoute(new NavigationRoute(async () => {
  const page = await matchPrecache('/index.html');
  return page ? underPresentPolicy(page) : Response.error();
}));
// A worker's own policy comes with its script. The precache keeps the one of the day it was filled.
registerRoute(({ request, sameOrigin }) => sameOrigin && request.destination === 'worker', async ({ request }) => {
  const script = await matchPrecache(request.url);
  return script ? underPresentPolicy(script) : fetch(request);
});
// The whole of the kiosk: page, all slices of the fonts, the content pack. Nothing else is ever put in a cache, so that
// nothing personal can be.
// oxlint-disable-next-line no-underscore-dangle -- Workbox writes the list in place of this very name
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
self.addEventListener('install', (event) => event.waitUntil(freshSite()));

registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname === '/site.json', async () =>
  (await freshSite()) ?? (await keptSite()) ?? Response.error());

// A new version waits until the kiosk says that nobody is being served.
self.addEventListener('message', ({ data }) => { if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting(); });

/** The page, or a worker of it, with the policy its host sends today: which back end and devices it may reach is configuration, not part of the build. */
async function underPresentPolicy(page: Response): Promise<Response> {
  const policy = ((await freshSite({ waitMs: 700 })) ?? (await keptSite()))?.headers.get('content-security-policy');
  if (!policy) return page;
  const headers = new Headers(page.headers);
  headers.set('content-security-policy', policy);
  return new Response(page.body, { status: page.status, headers });
}
