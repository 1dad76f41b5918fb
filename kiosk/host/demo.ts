import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { startPlatform, type StandIn } from '../../test/platform/stand-in.ts';
import { inputs, lamps } from '../dock/io-board.ts';
import type { Pace } from '../dock/devices.ts';
import { type Dock, startDock } from '../dock/server.ts';
import type { SiteConfig } from '../site-config.ts';
import { dist } from './build.ts';
import { type MaintenanceDoor, maintenanceDoor } from './maintenance.ts';
import { hashPin } from './pin.ts';
import { type Host, startHost } from './server.ts';

export interface DemoOptions {
  /** Where the stand-in back end keeps its books. */
  readonly stateDir: string;
  /** 0 for any free one. */
  readonly ports?: { readonly kiosk: number; readonly dock: number; readonly platform: number };
  readonly pace?: Pace;
  readonly kioskDir?: string;
  readonly dockDir?: string;
  readonly profileDir?: string;
}
export interface Demo { readonly platform: StandIn; readonly dock: Dock; readonly config: SiteConfig; readonly openDoor: () => Promise<MaintenanceDoor>; host: Host; close(): Promise<void> }

/** The maintainer's PIN of the demonstration, and of nothing else. */
export const demoPin = '25802580';

/** The whole demonstration on this machine: a stand-in back end, the simulated devices, and the kiosk's host that uses both. */
export async function startDemo({ ports = { kiosk: 0, dock: 0, platform: 0 }, kioskDir = dist.kiosk, ...options }: DemoOptions): Promise<Demo> {
  const { platform, dock } = await startSurroundings({ ports, dockDir: dist.dock, ...options });
  const config = demoSite(platform, dock);
  const openDoor = () => demoDoor(options.stateDir);
  const host = await startHost({
    dir: kioskDir, port: ports.kiosk, config, printer: printerOf(dock), door: await openDoor(), ...(options.profileDir !== undefined && { profileDir: options.profileDir }),
  });
  const demo: Demo = {
    platform, dock, config, host, openDoor,
    async close() { await Promise.all([demo.host.close(), dock.close(), platform.close()]); },
  };
  return demo;
}

export const demoDoor = async (stateDir: string): Promise<MaintenanceDoor> => maintenanceDoor({ pin: await hashPin(demoPin), stateDir: path.join(stateDir, 'host') });

/** Everything of the demonstration but the host. */
export async function startSurroundings({ stateDir, ports = { kiosk: 0, dock: 0, platform: 0 }, pace = 'none', dockDir }: DemoOptions) {
  mkdirSync(stateDir, { recursive: true });
  const platform = await startPlatform({ dir: path.join(stateDir, 'platform'), port: ports.platform });
  const dock = await startDock({ port: ports.dock, platformAdminUrl: platform.url, pace, ...(dockDir !== undefined && { dir: dockDir }) });
  return { platform, dock };
}

/** The fictional site's configuration: real drivers, simulated devices at the other end of their wires. */
export function demoSite({ url, publicJwk, keyId }: StandIn, dock: Dock): SiteConfig {
  const wire = (device: string) => ({ is: 'web-socket' as const, url: `${dock.url.replace('http:', 'ws:')}/wire/${device}` });
  return {
    site: 'demo', kiosk: 'SD-0001', simulated: true,
    platform: { url, publicJwk: { ...publicJwk }, keyId },
    devices: {
      'id-reader': { model: 'sdt', wire: wire('id-reader') },
      'receipt-printer': { model: 'escpos-80', wire: wire('receipt-printer'), settings: { rollMetres: 80 } },
      'document-printer': { model: 'ipp', wire: { is: 'relay', path: '/devices/document-printer', uri: 'ipp://localhost/ipp/print' }, settings: { traySheets: 250 } },
      'signature': { model: 'touch' },
      'indicator': { model: 'modbus-io', wire: wire('io-board'), settings: { ...lamps } },
      'presence': { model: 'modbus-io', wire: wire('io-board'), settings: { input: inputs.presence } },
      'audio': { model: 'modbus-io', wire: wire('io-board'), settings: { input: inputs.earphone } },
      'keypad': { model: 'hid-keys' },
    },
  };
}

export const printerOf = (dock: Dock): string => `${dock.url}/ipp/print`;

/** The wanted port, or 0 (any free one) when somebody else has it. */
export function portOrFree(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(0));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)));
  });
}
