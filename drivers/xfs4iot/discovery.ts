import { type Clock, systemClock } from '../transport/clock.ts';
import { type Json, isObject } from './envelope.ts';
import { xfsClient } from './client.ts';
import { publisherPath, publisherPorts } from './publisher.ts';
import type { OpenSocket } from './reconnecting-socket.ts';

export interface DiscoveryOptions {
  /** ServicePublishers to ask, in this order. Default: those of 127.0.0.1, ports 5846 … 5856. */
  readonly publishers?: readonly string[];
  readonly token?: string | undefined;
  readonly clock?: Clock;
  readonly open?: OpenSocket;
}
export interface Publisher { readonly uri: string; readonly vendorName: string; readonly services: readonly { readonly name: string; readonly uri: string }[] }

const askMs = 2000;
const maxServices = 64;
export const localPublishers: readonly string[] = publisherPorts.map((port) => `ws://127.0.0.1:${port}${publisherPath}`);

/**
 * The first ServicePublisher that answers GetServices (FACTS §1.3). Only services on the publisher's own host are taken: a
 * publisher cannot send the page, and its token, elsewhere. Never rejects.
 */
export async function discover({ publishers = localPublishers, ...options }: DiscoveryOptions = {}): Promise<Publisher | undefined> {
  for (const uri of publishers) {
    const payload = await askOnce(uri, 'ServicePublisher.GetServices', options);
    if (payload) return { uri, vendorName: typeof payload.vendorName === 'string' ? payload.vendorName : '', services: servicesIn(payload, uri) };
  }
  return undefined;
}

/** The interfaces a service offers by its Common.Capabilities: `Printer`, `CnIdCard`, …; undefined when it does not answer. */
export async function interfacesAt(uri: string, options: Omit<DiscoveryOptions, 'publishers'> = {}): Promise<readonly string[] | undefined> {
  const payload = await askOnce(uri, 'Common.Capabilities', options);
  if (!payload) return undefined;
  return Array.isArray(payload.interfaces) ? payload.interfaces.flatMap((one: unknown) => (isObject(one) && typeof one.name === 'string' ? [one.name] : [])) : [];
}

/** A client's `at`: finds the service of this name, or the first that offers this interface, anew before each connection. */
export function locateService(wanted: { readonly name: string } | { readonly offers: string }, options: DiscoveryOptions = {}): () => Promise<string | undefined> {
  return async () => {
    const found = await discover(options);
    if (!found) return undefined;
    if ('name' in wanted) return found.services.find(({ name }) => name === wanted.name)?.uri;
    for (const { uri } of found.services) if ((await interfacesAt(uri, options))?.includes(wanted.offers)) return uri;
    return undefined;
  };
}

async function askOnce(uri: string, name: string, { token, clock = systemClock, open }: Omit<DiscoveryOptions, 'publishers'>): Promise<Json | undefined> {
  const client = xfsClient({ at: uri, token, clock, retries: false, ...(open && { open }) });
  const outcome = await client.command(name, '2.0', { timeoutMs: askMs });
  client.close();
  return outcome.is === 'completed' && outcome.code === 'success' ? outcome.payload : undefined;
}

function servicesIn({ services }: Json, publisher: string): Publisher['services'] {
  if (!Array.isArray(services)) return [];
  const host = new URL(publisher).hostname;
  return services.slice(0, maxServices).flatMap((one: unknown) => {
    const uri = isObject(one) && typeof one.serviceURI === 'string' && URL.canParse(one.serviceURI) ? new URL(one.serviceURI) : undefined;
    if (!uri || uri.hostname !== host || (uri.protocol !== 'ws:' && uri.protocol !== 'wss:')) return [];
    return [{ name: uri.pathname.split('/').at(-1) ?? '', uri: uri.href }];
  });
}
