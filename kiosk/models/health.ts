import { computed, createModel, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { DocumentPrinterStatus } from '../../drivers/document-printer/port.ts';
import type { IdReaderStatus } from '../../drivers/id-reader/port.ts';
import type { ReceiptPrinterStatus } from '../../drivers/receipt-printer/port.ts';
import type { SignatureStatus } from '../../drivers/signature/port.ts';
import type { Health } from '../core/needs.ts';
import type { Ports } from './ports.ts';

export interface DeviceStates {
  readonly 'id-reader': IdReaderStatus;
  readonly 'receipt-printer': ReceiptPrinterStatus;
  readonly 'document-printer': DocumentPrinterStatus;
  readonly signature: SignatureStatus | { readonly is: 'starting' };
  readonly storage: { readonly is: 'ready' } | { readonly is: 'error' };
  readonly network: { readonly is: 'ready' } | { readonly is: 'offline' } | { readonly is: 'starting' };
}
const networkEveryMs = 10_000;

/** What works on this kiosk now; known before a citizen starts, not found out by them. */
export const HealthModel = createModel((ports: Pick<Ports, 'idReader' | 'receiptPrinter' | 'documentPrinter' | 'signature' | 'platform' | 'clock' | 'canKeep'>) => {
  const starting = { is: 'starting' } as const;
  const states = signal<DeviceStates>({ 'id-reader': starting, 'receipt-printer': starting, 'document-printer': starting, signature: starting, storage: { is: ports.canKeep ? 'ready' : 'error' }, network: starting });
  const set = <K extends keyof DeviceStates>(kind: K, state: DeviceStates[K]) => {
    if (JSON.stringify(states.peek()[kind]) !== JSON.stringify(state)) states.value = { ...states.peek(), [kind]: state };
  };
  /** The first answer of a device; a change it has told of since is newer. */
  const first = <K extends keyof DeviceStates>(kind: K) => (state: DeviceStates[K]) => { if (states.peek()[kind].is === 'starting') set(kind, state); };
  const health = computed<Health>(() => {
    const s = states.value;
    // What is still starting counts as working: nobody is told of trouble that is not there yet.
    const fine = (is: string) => is === 'ready' || is === 'starting';
    return {
      'id-reader': fine(s['id-reader'].is), 'receipt-printer': fine(s['receipt-printer'].is), 'document-printer': fine(s['document-printer'].is) || s['document-printer'].is === 'busy',
      signature: fine(s.signature.is), network: fine(s.network.is), storage: fine(s.storage.is),
    };
  });

  async function askNetwork() {
    set('network', (await ports.platform.health({ deadlineMs: 4000 })) === 'up' ? { is: 'ready' } : { is: 'offline' });
  }
  effect(() => {
    let stopTimer = () => {};
    const stops = [
      ports.idReader.watch((s) => set('id-reader', s)),
      ports.receiptPrinter.watch((s) => set('receipt-printer', s)),
      ports.documentPrinter.watch((s) => set('document-printer', s)),
    ];
    void ports.idReader.status().then(first('id-reader'));
    void ports.receiptPrinter.status().then(first('receipt-printer'));
    void ports.documentPrinter.status().then(first('document-printer'));
    // A pad tells nobody of its changes.
    const tick = () => { void ports.signature.status().then((s) => set('signature', s)); void askNetwork().finally(() => { stopTimer = ports.clock.after(networkEveryMs, tick); }); };
    tick();
    return () => { stopTimer(); for (const stop of stops) stop(); };
  });

  return { states: states as ReadonlySignal<DeviceStates>, health, askNetwork };
});
export type HealthState = InstanceType<typeof HealthModel>;
