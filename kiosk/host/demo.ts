import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Kind } from '../../drivers/index.ts';
import { startPlatform, type StandIn } from '../../test/platform/stand-in.ts';
import { inputs, lamps } from '../dock/io-board.ts';
import type { Pace } from '../dock/devices.ts';
import { type Dock, startDock } from '../dock/server.ts';
import type { SiteConfig } from '../site-config.ts';
import { dist } from './build.ts';
import { deviceFindings } from './device-findings.ts';
import type { HostDevice, HostDevices } from './host-config.ts';
import { hashPin } from './pin.ts';
import { type Host, type HostOptions, startHost } from './server.ts';

export interface DemoOptions {
  /** Where the stand-in back end keeps its books. */
  readonly stateDir: string;
  /** 0 for any free one. */
  readonly ports?: { readonly kiosk: number; readonly dock: number; readonly platform: number };
  readonly pace?: Pace;
  /** Who drives the simulated devices: the page over its own wires, or the host, which offers them over XFS4IoT. */
  readonly through?: Through;
  readonly publisherPorts?: readonly number[];
  readonly kioskDir?: string;
  readonly dockDir?: string;
  readonly profileDir?: string;
  /** Devices other than the demonstration's own. */
  readonly devices?: SiteConfig['devices'];
  /** Where content comes from; without it the kiosk shows what is built into it. */
  readonly catalog?: SiteConfig['catalog'];
  /** Other devices for the host, where it drives them. */
  readonly hostDevices?: HostDevices;
  /** Where models lie for the page; none unless told. */
  readonly modelsDir?: string;
  /** Runs the host; in this process unless told. */
  readonly runHost?: (options: HostOptions) => Promise<Host>;
}
export type Through = 'page' | 'host';
export interface Demo {
  readonly platform: StandIn;
  readonly dock: Dock;
  host: Host;
  /** Starts the host again, at the same address, as it was or with other files. */
  startHost(ask?: { readonly kioskDir?: string }): Promise<void>;
  close(): Promise<void>;
}

/** The maintainer's PIN of the demonstration, and of nothing else. */
export const demoPin = '25802580';

/** The whole demonstration on this machine: a stand-in back end, the simulated devices, and the kiosk's host that uses both. */
export async function startDemo({ ports = { kiosk: 0, dock: 0, platform: 0 }, kioskDir = dist.kiosk, through = 'page', runHost = startHost, ...options }: DemoOptions): Promise<Demo> {
  const { platform, dock } = await startSurroundings({ ports, dockDir: dist.dock, ...options });
  const usual = demoSite(platform, dock);
  const site = { ...usual, ...(options.catalog && { catalog: options.catalog }), devices: { ...usual.devices, ...options.devices } };
  const driven = demoDevices(site, dock, through);
  const hostOptions: HostOptions = {
    dir: kioskDir, ...driven, ...(driven.devices && { devices: { ...driven.devices, ...options.hostDevices } }), publisherPorts: options.publisherPorts, maintenance: await demoMaintenance(options.stateDir), ...(options.profileDir !== undefined && { profileDir: options.profileDir }), modelsDir: options.modelsDir,
  };
  const demo: Demo = {
    platform, dock, host: await runHost({ ...hostOptions, port: ports.kiosk }),
    async startHost(ask = {}) { demo.host = await runHost({ ...hostOptions, port: demo.host.port, ...(ask.kioskDir !== undefined && { dir: ask.kioskDir }) }); },
    async close() { await Promise.all([demo.host.close(), dock.close(), platform.close()]); },
  };
  return demo;
}

export const demoMaintenance = async (stateDir: string) => ({ pin: await hashPin(demoPin), stateDir: path.join(stateDir, 'host') });

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
      'id-reader': { model: 'sdt', wire: wire('id-reader'), settings: { photoDecoder: `${dock.url}/photo` } },
      'receipt-printer': { model: 'escpos-80', wire: wire('receipt-printer'), settings: { rollMetres: 80 } },
      'document-printer': { model: 'ipp', wire: { is: 'relay', path: '/devices/document-printer', uri: 'ipp://localhost/ipp/print' }, settings: { traySheets: 250 } },
      'code-scanner': { model: 'serial', wire: wire('code-scanner') },
      'camera': { model: 'http-snapshot', wire: { is: 'relay', path: '/devices/camera' } },
      'document-camera': { model: 'http-snapshot', wire: { is: 'relay', path: '/devices/document-camera' } },
      'indicator': { model: 'modbus-io', wire: wire('io-board'), settings: { ...lamps } },
      'presence': { model: 'modbus-io', wire: wire('io-board'), settings: { input: inputs.presence } },
      'audio': { model: 'modbus-io', wire: wire('io-board'), settings: { input: inputs.earphone } },
      'keypad': { model: 'hid-keys', wire: wire('keypad') },
      'smart-card': { model: 'vpcd', wire: wire('smart-card') },
      'signature': { model: 'hid-pen', wire: wire('signature') },
    },
  };
}

/** The site as the page drives it, or with all that a host can drive taken out of the page's hands. */
export function demoDevices(site: SiteConfig, dock: Dock, through: Through): Pick<HostOptions, 'config' | 'devices' | 'printer' | 'snapshots'> {
  const printer = printerOf(dock);
  const snapshots = { 'camera': `${dock.url}/camera/person.jpg`, 'document-camera': `${dock.url}/camera/document.jpg` };
  if (through === 'page') return { config: site, printer, snapshots };
  const byHost = (Object.entries(site.devices) as [Kind, SiteConfig['devices'][Kind]][]).flatMap(([kind, device]): [Kind, HostDevice][] => {
    const wire = device?.wire?.is === 'web-socket' ? device.wire : kind === 'document-printer' ? { is: 'ipp' as const, uri: printer } : undefined;
    const hosted = device && wire && { model: device.model, wire, ...(device.settings && { settings: device.settings }) };
    return hosted && deviceFindings({ devices: { [kind]: hosted }, site: { ...site, devices: {} } }).length === 0 ? [[kind, hosted]] : [];
  });
  const devices: HostDevices = Object.fromEntries(byHost);
  return { config: { ...site, devices: Object.fromEntries(Object.entries(site.devices).filter(([kind]) => !Object.hasOwn(devices, kind))) }, devices, snapshots };
}

const printerOf = (dock: Dock): string => `${dock.url}/ipp/print`;
