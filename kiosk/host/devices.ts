import type { Kind } from '../../drivers/index.ts';
import type { Near } from '../../drivers/near.ts';
import { hostModels } from '../../drivers/node.ts';
import { nodeSerialWire } from '../../drivers/transport/node-serial.ts';
import { httpPost } from '../../drivers/transport/post.ts';
import { sharedWires } from '../../drivers/transport/shared.ts';
import { tcpWire } from '../../drivers/transport/tcp.ts';
import { webSocketWire } from '../../drivers/transport/web-socket.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import { xfsClient } from '../../drivers/xfs4iot/client.ts';
import type { XfsService } from '../../drivers/xfs4iot/service.ts';
import { type OfferedPorts, serviceNames, servicesFor } from '../../drivers/xfs4iot/services.ts';
import type { SiteConfig } from '../site-config.ts';
import type { HostDevice, HostDevices } from './host-config.ts';

/** The devices that this host drives, opened and ready to be offered. */
export interface HostedDevices {
  readonly services: readonly XfsService[];
  /** What the page is told of them: how it finds each one, and what it cannot ask before it needs it, such as a printer's width. */
  readonly forPage: SiteConfig['devices'];
  /** Gives up the wires; what runs over them ends as if the device were gone. */
  close(): void;
}

/** Opens them with the same drivers as a page does. The configuration was judged before: its models are known. */
export async function openHostDevices(devices: HostDevices): Promise<HostedDevices> {
  const wires = sharedWires(wireOf);
  const opened = await Promise.all((Object.entries(devices) as [Kind, HostDevice | undefined][]).flatMap(([kind, config]) => {
    const make = config && Object.hasOwn(hostModels[kind], config.model) ? hostModels[kind][config.model] : undefined;
    return config && make ? [make(nearOf(config, wires)).then((port) => ({ kind, config, port }))] : [];
  }));
  return {
    services: servicesFor(Object.fromEntries(opened.map(({ kind, port }) => [kind, port])) as OfferedPorts),
    forPage: Object.fromEntries(opened.map(({ kind, config: { settings }, port: { capabilities } }) =>
      [kind, { model: 'xfs4iot', wire: { is: 'xfs4iot', service: serviceNames[kind as keyof OfferedPorts] }, settings: { ...plain(capabilities), ...settings } }])) as SiteConfig['devices'],
    close: wires.close,
  };
}

type Wires = ReturnType<typeof sharedWires<HostDevice['wire']>>;
function nearOf({ wire, settings = {} }: HostDevice, wires: Wires): Near {
  return {
    // Nobody types on the host, and it asks no other host: models that need either are refused by the configuration's check.
    keys: new EventTarget(),
    snapshots: () => undefined,
    service: () => xfsClient({ at: async () => undefined, retries: false }),
    settings,
    wire: () => wires.of(wire),
    printer: () => (wire?.is === 'ipp' ? { post: httpPost(wire.uri), uri: wire.uri } : { post: async () => ({ ok: false, why: 'unreachable' }), uri: 'ipp://localhost/ipp/print' }),
  };
}

function wireOf(wire: HostDevice['wire']): Wire {
  switch (wire?.is) {
    case 'serial': return nodeSerialWire(wire);
    case 'tcp': return tcpWire(wire.host, wire.port);
    case 'web-socket': return webSocketWire(wire.url);
    default: return { send: async () => 'closed', listen: () => () => {}, state: 'closed', watch: () => () => {}, close: () => {} };
  }
}

/** The words, numbers and yes-or-no among a device's capabilities, except its name, which here is only what it is to the host. */
function plain(capabilities: object): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(capabilities).filter(([name, value]) => name !== 'model' && ['string', 'number', 'boolean'].includes(typeof value))) as Record<string, string | number | boolean>;
}
