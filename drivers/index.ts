import type { AudioOutput } from './audio/port.ts';
import type { Camera } from './camera/port.ts';
import type { CodeScanner } from './code-scanner/port.ts';
import type { DocumentCamera } from './document-camera/port.ts';
import type { DocumentPrinter } from './document-printer/port.ts';
import type { IdReader } from './id-reader/port.ts';
import type { Indicator } from './indicator/port.ts';
import type { Keypad } from './keypad/port.ts';
import type { Models, Near } from './near.ts';
import type { PresenceSensor } from './presence/port.ts';
import type { ReceiptPrinter } from './receipt-printer/port.ts';
import type { SignaturePad } from './signature/port.ts';
import type { SmartCardReader } from './smart-card/port.ts';

// Every device this kiosk can drive, by the name a configuration gives. One line per model; what only the terminal's host can
// drive stands in node.ts.

export const idReaders: Models<IdReader> = {
  'sdt': async ({ wire }) => (await import('./id-reader/sdt/driver.ts')).sdtReader(wire()),
  // These speak HTTP to their maker's service on this machine and leave the wire alone.
  'huashi-19196': async () => vendorReader('huashi-19196'),
  'idcard-38088': async () => vendorReader('idcard-38088'),
  'xfs4iot': async ({ service, settings }) => (await import('./xfs4iot/id-reader.ts')).xfs4iotIdReader(service(), { photo: settings.photo === true }),
};
export const smartCardReaders: Models<SmartCardReader> = {
  'vpcd': async ({ wire, settings }) => {
    const [{ socialSecurityReader }, { vpcdTerminal }] = await Promise.all([import('./smart-card/driver.ts'), import('./smart-card/vpcd/terminal.ts')]);
    return socialSecurityReader(vpcdTerminal(wire()), { confirmed: settings.confirmed === true });
  },
  'xfs4iot': async ({ service, settings }) => {
    const [{ xfs4iotCardTerminal }, { socialSecurityReader }] = await Promise.all([import('./xfs4iot/card-terminal.ts'), import('./smart-card/driver.ts')]);
    return socialSecurityReader(xfs4iotCardTerminal(service()), { confirmed: settings.confirmed === true });
  },
};
export const receiptPrinters: Models<ReceiptPrinter> = {
  'escpos-80': async (near) => escpos('escpos-80', 576, near),
  'escpos-58': async (near) => escpos('escpos-58', 384, near),
  'xfs4iot': async ({ service, settings }) => {
    const [{ xfs4iotReceiptPrinter }, { receiptMessageBytes }] = await Promise.all([import('./xfs4iot/receipt-printer.ts'), import('./xfs4iot/vendor.ts')]);
    return xfs4iotReceiptPrinter(service({ maxMessageBytes: receiptMessageBytes }), { widthDots: settings.widthDots === 384 ? 384 : 576 });
  },
};
export const documentPrinters: Models<DocumentPrinter> = {
  'ipp': async ({ printer }) => {
    const { post, uri } = printer();
    return (await import('./document-printer/ipp/driver.ts')).ippPrinter(post, { uri });
  },
  'xfs4iot': async ({ service }) => {
    const [{ xfs4iotDocumentPrinter }, { documentMessageBytes }] = await Promise.all([import('./xfs4iot/document-printer.ts'), import('./xfs4iot/vendor.ts')]);
    return xfs4iotDocumentPrinter(service({ maxMessageBytes: documentMessageBytes }));
  },
};
export const codeScanners: Models<CodeScanner> = {
  'serial': async ({ wire }) => (await import('./code-scanner/serial/driver.ts')).serialScanner(wire()),
  'serial-aim': async ({ wire }) => (await import('./code-scanner/serial/driver.ts')).serialScanner(wire(), { model: 'serial-aim', aim: true }),
  'hid-wedge': async ({ keys }) => (await import('./code-scanner/hid-wedge/driver.ts')).hidWedgeScanner(keys),
  'xfs4iot': async ({ service }) => (await import('./xfs4iot/code-scanner.ts')).xfs4iotCodeScanner(service()),
  'camera': async ({ settings, worker }) => {
    const [{ chosenBy, webCamera }, { cameraScanner }, { readInWorker }] = await Promise.all([import('./camera/web-camera/driver.ts'), import('./code-scanner/camera/driver.ts'), import('./code-scanner/camera/read-in-worker.ts')]);
    return cameraScanner(webCamera(chosenBy(settings)), readInWorker(worker));
  },
};
export const cameras: Models<Camera> = {
  'http-snapshot': async ({ snapshots }) => (await import('./camera/http-snapshot/driver.ts')).snapshotCamera(snapshots() ?? ''),
  'web-camera': async ({ settings }) => {
    const { chosenBy, webCamera } = await import('./camera/web-camera/driver.ts');
    return webCamera(chosenBy(settings));
  },
  'xfs4iot': async ({ service }) => {
    const [{ xfs4iotCamera }, { cameraMessageBytes }] = await Promise.all([import('./xfs4iot/camera.ts'), import('./xfs4iot/picture.ts')]);
    return xfs4iotCamera(service({ maxMessageBytes: cameraMessageBytes }));
  },
};
export const documentCameras: Models<DocumentCamera> = {
  'http-snapshot': async ({ snapshots }) => {
    const [{ snapshotCamera }, { documentCameraOf }] = await Promise.all([import('./camera/http-snapshot/driver.ts'), import('./document-camera/of-camera.ts')]);
    return documentCameraOf(snapshotCamera(snapshots() ?? ''));
  },
  'web-camera': async ({ settings }) => {
    const [{ chosenBy }, { webDocumentCamera }] = await Promise.all([import('./camera/web-camera/driver.ts'), import('./document-camera/web-camera/driver.ts')]);
    return webDocumentCamera(chosenBy(settings));
  },
};
export const indicators: Models<Indicator> = {
  'modbus-io': async ({ wire, settings }) => {
    const [{ modbusLights }, { lightChannels, unitIn }] = await Promise.all([import('./indicator/modbus/driver.ts'), import('./modbus-io/channels.ts')]);
    return modbusLights(wire(), { channels: lightChannels(settings), unit: unitIn(settings) });
  },
  'xfs4iot': async ({ service }) => (await import('./xfs4iot/indicator.ts')).xfs4iotIndicator(service()),
};
export const audioOutputs: Models<AudioOutput> = {
  'modbus-io': async ({ wire, settings }) => {
    const [{ modbusAudio }, { channelIn, unitIn }] = await Promise.all([import('./audio/modbus/driver.ts'), import('./modbus-io/channels.ts')]);
    return modbusAudio(wire(), { input: channelIn(settings, 'input') ?? 1, invert: settings.invert === true, speaker: settings.speaker !== false, unit: unitIn(settings) });
  },
  'web-audio': async ({ settings }) => (await import('./audio/web-audio/driver.ts')).webAudio({ earphone: typeof settings.earphone === 'string' ? settings.earphone : '' }),
  'xfs4iot': async ({ service }) => (await import('./xfs4iot/audio.ts')).xfs4iotAudio(service()),
};
export const presenceSensors: Models<PresenceSensor> = {
  'modbus-io': async ({ wire, settings }) => {
    const [{ modbusPresence }, { channelIn, unitIn }] = await Promise.all([import('./presence/modbus/driver.ts'), import('./modbus-io/channels.ts')]);
    return modbusPresence(wire(), { input: channelIn(settings, 'input') ?? 0, invert: settings.invert === true, unit: unitIn(settings) });
  },
  'xfs4iot': async ({ service }) => (await import('./xfs4iot/presence.ts')).xfs4iotPresenceSensor(service()),
};
export const keypads: Models<Keypad> = {
  'hid-keys': async ({ keys, settings, wire }) => {
    const [{ hidKeypad }, { keyTable }, { strikeReports }] = await Promise.all([import('./keypad/hid-keys/driver.ts'), import('./keypad/hid-keys/table.ts'), import('./keypad/hid-keys/reports.ts')]);
    strikeReports(wire(), keys);
    return hidKeypad(keys, { table: keyTable(settings) });
  },
};
export const signaturePads: Models<SignaturePad> = {
  'touch': async () => (await import('./signature/touch/driver.ts')).touchPad(),
  'hid-pen': async ({ wire }) => (await import('./signature/hid-pen/driver.ts')).hidPen(wire()),
};

/** All of them by kind, under the names a configuration uses (content/schema/site.ts, deviceKinds). */
export const models = {
  'id-reader': idReaders, 'smart-card': smartCardReaders, 'receipt-printer': receiptPrinters, 'document-printer': documentPrinters,
  'code-scanner': codeScanners, 'camera': cameras, 'document-camera': documentCameras, 'indicator': indicators, 'audio': audioOutputs,
  'presence': presenceSensors, 'signature': signaturePads, 'keypad': keypads,
} as const;
export type Kind = keyof typeof models;
/** The port of each kind. */
export type PortOf = { readonly [K in keyof typeof models]: (typeof models)[K] extends Models<infer Port> ? Port : never };

/** Settings: `text` (yes on a serial line of 19,200 baud or less) and `font` (gb2312, gbk or gb18030: what its own font has). */
async function escpos(model: string, widthDots: number, { wire, settings }: Near): Promise<ReceiptPrinter> {
  const [{ escposPrinter }, { fontNamed }] = await Promise.all([import('./receipt-printer/escpos/driver.ts'), import('./receipt-printer/escpos/gb18030.ts')]);
  return escposPrinter(wire(), { widthDots, model, text: settings.text === true ? fontNamed(settings.font) : undefined });
}
async function vendorReader(model: 'huashi-19196' | 'idcard-38088'): Promise<IdReader> {
  const [{ vendorServiceReader }, { vendorServices }] = await Promise.all([import('./id-reader/vendor-service/driver.ts'), import('./id-reader/vendor-service/services.ts')]);
  return vendorServiceReader(vendorServices[model]);
}
