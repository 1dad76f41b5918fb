const address = '/site.json';
const cacheName = 'site-configuration';

/** The site's configuration from its host, a copy of it kept; undefined when the host does not answer within `waitMs`. */
export async function freshSite({ waitMs = 4000 }: { waitMs?: number } = {}): Promise<Response | undefined> {
  try {
    const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(waitMs) });
    if (!answer.ok) return undefined;
    const cache = await caches.open(cacheName);
    await cache.put(address, answer.clone());
    return answer;
  } catch {
    return undefined;
  }
}

/** The copy kept when the host last answered. */
export async function keptSite(): Promise<Response | undefined> {
  return (await caches.open(cacheName)).match(address);
}
