import {
  absentAudio, absentCamera, absentCodeScanner, absentDocumentCamera, absentDocumentPrinter, absentIdReader, absentIndicator, absentKeypad, absentPresenceSensor, absentReceiptPrinter,
  absentSignaturePad, absentSmartCardReader,
} from '../drivers/absent.ts';
import { absentPhotoDecoder } from '../drivers/id-reader/photo.ts';
import { photoService } from '../drivers/id-reader/photo-service.ts';
import { type Kind, models, type PortOf } from '../drivers/index.ts';
import type { Near } from '../drivers/near.ts';
import { httpPost } from '../drivers/transport/post.ts';
import { webSerialWire } from '../drivers/transport/web-serial.ts';
import { sharedWires } from '../drivers/transport/shared.ts';
import { webSocketWire } from '../drivers/transport/web-socket.ts';
import type { Wire } from '../drivers/transport/wire.ts';
import { xfsClient } from '../drivers/xfs4iot/client.ts';
import { locateService } from '../drivers/xfs4iot/discovery.ts';
import { locateAtHost } from './terminal-host.ts';
import { ownWorker } from './own-scripts.ts';
import { type DeviceConfig, photoDecoderOf, type SiteConfig, type WireConfig } from './site-config.ts';

/** The devices of this site, by configuration. One that is not there, or whose model nobody knows, is a device that is off. */
export async function openDevices(devices: SiteConfig['devices']) {
  const wires = sharedWires(wireOf);
  async function opened<K extends Kind>(kind: K, absent: PortOf[K]): Promise<PortOf[K]> {
    const config = devices[kind];
    const make = config && Object.hasOwn(models[kind], config.model) ? models[kind][config.model] : undefined;
    return config && make ? (await make(nearOf(config, wires))) as PortOf[K] : absent;
  }
  const [idReader, smartCard, receiptPrinter, documentPrinter, codeScanner, camera, documentCamera, signature, indicator, audio, presence, keypad] = await Promise.all([
    opened('id-reader', absentIdReader), opened('smart-card', absentSmartCardReader), opened('receipt-printer', absentReceiptPrinter), opened('document-printer', absentDocumentPrinter),
    opened('code-scanner', absentCodeScanner), opened('camera', absentCamera), opened('document-camera', absentDocumentCamera), opened('signature', absentSignaturePad),
    opened('indicator', absentIndicator), opened('audio', absentAudio), opened('presence', absentPresenceSensor), opened('keypad', absentKeypad),
  ]);
  const fitted: ReadonlySet<Kind> = new Set((Object.keys(models) as Kind[]).filter((kind) => devices[kind] !== undefined));
  const decoder = photoDecoderOf(devices);
  const photoDecoder = decoder === undefined ? absentPhotoDecoder : photoService(decoder);
  return { idReader, photoDecoder, smartCard, receiptPrinter, documentPrinter, codeScanner, camera, documentCamera, signature, indicator, audio, presence, keypad, fitted };
}

type Wires = ReturnType<typeof sharedWires<DeviceConfig['wire']>>;
function nearOf({ wire, settings = {} }: DeviceConfig, wires: Wires): Near {
  return {
    keys: window,
    worker: ownWorker,
    settings,
    wire: () => wires.of(wire),
    printer: () => (wire?.is === 'relay' ? { post: httpPost(wire.path), uri: wire.uri ?? 'ipp://localhost/ipp/print' } : { post: async () => ({ ok: false, why: 'unreachable' }), uri: 'ipp://localhost/ipp/print' }),
    snapshots: () => (wire?.is === 'relay' ? wire.path : undefined),
    service: (ask = {}) => xfsClient({ ...ask, at: wire?.is === 'xfs4iot' ? located(wire) : async () => undefined }),
  };
}

function located({ service, publisher, host }: Extract<WireConfig, { is: 'xfs4iot' }>) {
  return publisher === undefined ? locateAtHost(service, host) : locateService({ name: service }, { publishers: [publisher] });
}

function wireOf(wire: DeviceConfig['wire']): Wire {
  if (wire?.is === 'web-socket') return webSocketWire(wire.url);
  if (wire?.is !== 'web-serial') return noWire;
  const { baudRate, parity, usbVendorId, usbProductId } = wire;
  return webSerialWire({ baudRate, ...(parity !== undefined && { parity }), ...(usbVendorId !== undefined && { usbVendorId }), ...(usbProductId !== undefined && { usbProductId }) });
}

/** Where the configuration names no way for bytes. */
const noWire: Wire = { send: async () => 'closed', listen: () => () => {}, state: 'closed', watch: () => () => {}, close: () => {} };
