import type { GuideLight } from '../indicator/port.ts';
import type { Settings } from '../near.ts';

/** A channel as a configuration names it, counted from 0 as on the wire; nothing when it names none or no possible one. */
export function channelIn(settings: Settings, name: string): number | undefined {
  const channel = settings[name];
  return typeof channel === 'number' && Number.isInteger(channel) && channel >= 0 && channel <= 0xffff ? channel : undefined;
}

/** The board's address on its line, 1 to 247 (Serial Line V1.02, 2.2); 1 as boards are delivered. */
export function unitIn(settings: Settings): number {
  const { unit } = settings;
  return typeof unit === 'number' && Number.isInteger(unit) && unit >= 1 && unit <= 247 ? unit : 1;
}

const lightSettings: Readonly<Record<string, GuideLight>> = {
  idReader: 'id-reader', smartCard: 'smart-card', receiptPrinter: 'receipt-printer', documentPrinter: 'document-printer', codeScanner: 'code-scanner',
  camera: 'camera', documentCamera: 'document-camera', inService: 'in-service', attention: 'attention',
};
/** The relays of the guide lights, such as `idReader: 0, receiptPrinter: 1`. A light without a channel is not there. */
export function lightChannels(settings: Settings): Partial<Record<GuideLight, number>> {
  return Object.fromEntries(Object.entries(lightSettings).flatMap(([name, light]) => { const channel = channelIn(settings, name); return channel === undefined ? [] : [[light, channel] as const]; }));
}
