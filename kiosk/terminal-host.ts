import { locateService } from '../drivers/xfs4iot/discovery.ts';
import type { Located } from '../drivers/xfs4iot/reconnecting-socket.ts';
import type { SiteConfig } from './site-config.ts';

const askMs = 3000;
const heartbeatMs = 5000;
/** The host listens on this machine only; a token is sent nowhere else. */
const onThisMachine = /^ws:\/\/127\.0\.0\.1:\d{1,5}\/xfs4iot\/v1\.0$/;

/**
 * Finds a service of the terminal's host, with the token that lets in there. Asked anew before each connection: a host that
 * started again has another token and perhaps another port. The token is kept nowhere. `host`: '' for the page's own origin.
 */
export function locateAtHost(service: string, host = ''): () => Promise<Located | undefined> {
  return async () => {
    const found = await askPublisher(host);
    const uri = found && await locateService({ name: service }, { publishers: [found.publisher], token: found.token })();
    return found && uri !== undefined ? { uri, token: found.token } : undefined;
  };
}

async function askPublisher(host: string): Promise<{ readonly publisher: string; readonly token: string } | undefined> {
  try {
    const answer = await fetch(`${host}/devices/xfs4iot`, { method: 'POST', cache: 'no-store', signal: AbortSignal.timeout(askMs) });
    if (!answer.ok) return undefined;
    const { publisher, token } = await answer.json() as { readonly publisher?: unknown; readonly token?: unknown };
    return typeof publisher === 'string' && onThisMachine.test(publisher) && typeof token === 'string' ? { publisher, token } : undefined;
  } catch {
    return undefined;
  }
}

/** Tells the host every few seconds that this page still runs; a browser whose page falls silent is started again. A web server that knows nothing of it is not asked twice. */
export function giveSignsOfLife(host = ''): void {
  const timer = setInterval(() => void tell(), heartbeatMs);
  async function tell() {
    try {
      const { status } = await fetch(`${host}/v1/heartbeat`, { method: 'POST', cache: 'no-store', signal: AbortSignal.timeout(askMs) });
      if (status === 404 || status === 405) clearInterval(timer);
    } catch { /* the host is away; it may come back */ }
  }
  void tell();
}

/** Where the host is, for a page that came from elsewhere; nothing when it came from the host. */
export const hostsElsewhere = (devices: SiteConfig['devices']): readonly string[] =>
  [...new Set(Object.values(devices).flatMap((device) => (device?.wire?.is === 'xfs4iot' && device.wire.host !== undefined ? [device.wire.host] : [])))];
