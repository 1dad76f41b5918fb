import { computed, createModel, effect, signal, type ReadonlySignal } from '@preact/signals';
import { deviceKinds, type DeviceKind } from '../../content/schema/site.ts';
import type { AudioStatus } from '../../drivers/audio/port.ts';
import type { CameraStatus } from '../../drivers/camera/port.ts';
import type { CodeScannerStatus } from '../../drivers/code-scanner/port.ts';
import type { Device, PlainStatus } from '../../drivers/device.ts';
import type { DocumentCameraStatus } from '../../drivers/document-camera/port.ts';
import type { DocumentPrinterStatus } from '../../drivers/document-printer/port.ts';
import type { IdReaderStatus } from '../../drivers/id-reader/port.ts';
import type { PresenceStatus } from '../../drivers/presence/port.ts';
import type { ReceiptPrinterStatus } from '../../drivers/receipt-printer/port.ts';
import type { SignatureStatus } from '../../drivers/signature/port.ts';
import type { SmartCardStatus } from '../../drivers/smart-card/port.ts';
import type { Facility, Health } from '../core/needs.ts';
import type { FaceStatus } from '../face/port.ts';
import type { Ports } from './ports.ts';

/** What this kiosk was not set up with. */
interface Absent { readonly is: 'absent' }
interface StatusOf {
  readonly 'id-reader': IdReaderStatus; readonly 'smart-card': SmartCardStatus; readonly 'receipt-printer': ReceiptPrinterStatus; readonly 'document-printer': DocumentPrinterStatus;
  readonly 'code-scanner': CodeScannerStatus; readonly camera: CameraStatus; readonly 'document-camera': DocumentCameraStatus; readonly signature: SignatureStatus;
  readonly indicator: PlainStatus; readonly audio: AudioStatus; readonly presence: PresenceStatus; readonly keypad: PlainStatus;
}
/** When a state began, on the site's clock. `atLeast`: it was so already when this page started. */
export interface Since { readonly day: string; readonly time: string; readonly atLeast: boolean }
export type DeviceStates = { readonly [K in DeviceKind]: StatusOf[K] | Absent } & {
  readonly storage: { readonly is: 'ready' } | { readonly is: 'error' };
  readonly network: { readonly is: 'ready' } | { readonly is: 'offline' } | { readonly is: 'starting' };
};
const networkEveryMs = 10_000;
/** Devices that tell of their changes late, or only when asked. */
const askEveryMs = 60_000;

/** The devices of a kiosk by their kinds. */
export const devicesOf = (ports: Ports): { readonly [K in DeviceKind]: Device<StatusOf[K]> } => ({
  'id-reader': ports.idReader, 'smart-card': ports.smartCard, 'receipt-printer': ports.receiptPrinter, 'document-printer': ports.documentPrinter, 'code-scanner': ports.codeScanner,
  camera: ports.camera, 'document-camera': ports.documentCamera, signature: ports.signature, indicator: ports.indicator, audio: ports.audio, presence: ports.presence, keypad: ports.keypad,
});

/** What works on this kiosk now; known before a citizen starts, not found out by them. */
export const HealthModel = createModel((ports: Ports) => {
  const devices = devicesOf(ports);
  const states = signal<DeviceStates>({
    ...Object.fromEntries(deviceKinds.map((kind) => [kind, { is: ports.fitted.has(kind) ? 'starting' : 'absent' }])),
    storage: { is: ports.canKeep ? 'ready' : 'error' }, network: { is: 'starting' },
  } as DeviceStates);
  const since = signal<Partial<Readonly<Record<Facility, Since>>>>(ports.canKeep ? {} : { storage: { day: ports.clock.today(), time: ports.clock.local().time, atLeast: true } });
  const face = signal<FaceStatus>(ports.faceVerifier.status);
  const set = <K extends keyof DeviceStates>(kind: K, state: DeviceStates[K]) => {
    const was = states.peek()[kind];
    if (JSON.stringify(was) === JSON.stringify(state)) return;
    if (was.is !== state.is) since.value = { ...since.peek(), [kind]: { day: ports.clock.today(), time: ports.clock.local().time, atLeast: was.is === 'starting' } };
    states.value = { ...states.peek(), [kind]: state };
  };
  const health = computed<Health>(() => Object.fromEntries(Object.entries(states.value).map(([facility, { is }]) => [facility, works(is)])) as Record<Facility, boolean>);

  async function askNetwork() {
    set('network', (await ports.platform.health({ deadlineMs: 4000 })) === 'up' ? { is: 'ready' } : { is: 'offline' });
  }
  effect(() => {
    const stops = deviceKinds.filter((kind) => ports.fitted.has(kind)).flatMap((kind) => {
      const device = devices[kind] as Device<StatusOf[DeviceKind]>;
      let told = 0;
      const tell = (state: StatusOf[DeviceKind]) => { told++; set(kind, state); };
      // A change that a device told of since it was asked is newer than its answer.
      const ask = async () => { const before = told; const state = await device.status(); if (told === before) set(kind, state); };
      void ask();
      return [device.watch(tell), repeating(ports.clock, askEveryMs, ask)];
    });
    stops.push(ports.faceVerifier.watch((status) => { face.value = status; }));
    face.value = ports.faceVerifier.status;
    void askNetwork();
    stops.push(repeating(ports.clock, networkEveryMs, askNetwork));
    return () => { for (const stop of stops) stop(); };
  });

  return { states: states as ReadonlySignal<DeviceStates>, since: since as ReadonlySignal<Partial<Readonly<Record<Facility, Since>>>>, health, face: face as ReadonlySignal<FaceStatus>, askNetwork };
});
export type HealthState = InstanceType<typeof HealthModel>;

/** What is still starting counts as working: nobody is told of trouble that is not there yet. A busy printer works. */
const works = (is: string) => is === 'ready' || is === 'starting' || is === 'busy';

function repeating(clock: Ports['clock'], everyMs: number, call: () => Promise<unknown>): () => void {
  let stop = clock.after(everyMs, again);
  function again() { void call().finally(() => { stop = clock.after(everyMs, again); }); }
  return () => stop();
}
