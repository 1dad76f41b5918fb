import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { publisherPorts as usualPorts } from '../../drivers/xfs4iot/publisher.ts';
import { startXfsServer } from '../../drivers/xfs4iot/server.ts';
import { vendorMode } from '../../drivers/xfs4iot/vendor-mode-service.ts';
import type { SiteConfig } from '../site-config.ts';
import { openHostDevices } from './devices.ts';
import type { Publisher } from './endpoints.ts';
import type { HostDevices } from './host-config.ts';

export interface OfferOptions {
  /** Driven here and offered to the page over XFS4IoT; those of `config` the page drives itself. */
  readonly devices?: HostDevices | undefined;
  readonly config: SiteConfig;
  /** Where the services may be offered, tried in order. */
  readonly publisherPorts?: readonly number[] | undefined;
  /** A mistake of ours behind a service: what is told of it is its kind, never what it was working on. */
  readonly onFault?: ((kind: string) => void) | undefined;
}
export interface Offered {
  /** What the page is told: its own devices and those offered here. */
  readonly config: SiteConfig;
  /** Undefined when there is nothing to offer, or no port was free for it. */
  readonly publisher: Publisher | undefined;
  /** Where the page may look for the services, now and after the host's next start. */
  readonly reachable: readonly string[];
  /** The kiosk's own maintainer came or went: VendorMode is entered or left for it. */
  maintenance(state: 'on' | 'off'): void;
  close(): Promise<void>;
}

/** Opens the host's devices and offers them to pages of these origins, under a token that is new each time and kept in memory only. */
export async function offerDevices({ devices, config, publisherPorts = usualPorts, onFault }: OfferOptions, origins: readonly string[]): Promise<Offered> {
  if (!devices) return { config, publisher: undefined, reachable: [], maintenance() { /* nobody to tell */ }, async close() { /* nothing is open */ } };
  const { services, forPage, close } = await openHostDevices(devices);
  const mode = vendorMode();
  const token = randomBytes(32).toString('base64url');
  const started = await startXfsServer({
    node: { createServer, WebSocketServer }, services: [...services, mode.service], ports: publisherPorts, token, origins,
    onFault: (trouble) => onFault?.(trouble instanceof Error ? trouble.name : typeof trouble),
  });
  const server = started === 'no-port' ? undefined : started;
  return {
    config: { ...config, devices: { ...config.devices, ...forPage } },
    publisher: server && { uri: server.uri, token },
    reachable: [...new Set([...publisherPorts.filter((port) => port !== 0), ...(server ? [server.port] : [])])].map((port) => `ws://127.0.0.1:${port}`),
    maintenance: mode.own,
    async close() { await server?.close(); close(); },
  };
}
