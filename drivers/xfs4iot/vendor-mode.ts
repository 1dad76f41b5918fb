import { watched } from '../transport/listeners.ts';
import type { XfsClient } from './client.ts';
import { isObject } from './envelope.ts';
import { serviceLink } from './service-link.ts';
import type { VendorModeState } from './vendor-mode-service.ts';

/** The maintainer's mode, seen by one application. `unknown` while the service does not answer. */
export interface VendorModeClient {
  readonly state: VendorModeState | 'unknown';
  watch(onState: (state: VendorModeState | 'unknown') => void): () => void;
  /** Asks for the mode; it is entered once every registered application has made way. `refused`: it is entered or left already. */
  enter(): Promise<'asked' | 'refused' | 'offline'>;
  exit(): Promise<'asked' | 'refused' | 'offline'>;
  close(): void;
}
export interface VendorModeOptions {
  /** An application that registers is asked before each change; one that does not only looks on. */
  readonly appName?: string;
  /** Resolves when this application has made way, such as when the visit under way is over. Acknowledged then. */
  readonly makeWay?: (change: 'enter' | 'exit') => Promise<void>;
}
const askMs = 5000;
const states: readonly VendorModeState[] = ['inactive', 'enterPending', 'active', 'exitPending'];

export function xfs4iotVendorMode(client: XfsClient, { appName, makeWay = async () => {} }: VendorModeOptions = {}): VendorModeClient {
  const known = watched<VendorModeState | 'unknown'>('unknown');
  const link = serviceLink<VendorModeState | 'unknown'>(client, {
    read: ({ vendorMode }) => states.find((one) => isObject(vendorMode) && one === vendorMode.service) ?? 'unknown', starting: 'unknown', offline: 'unknown',
  });
  const ask = async (name: string, payload = {}) => {
    const outcome = await client.command(`VendorMode.${name}`, '2.0', { timeoutMs: askMs, payload });
    return outcome.is !== 'completed' ? 'offline' as const : outcome.code === 'success' ? 'asked' as const : 'refused' as const;
  };
  async function makeWayFor(change: 'enter' | 'exit') {
    await makeWay(change);
    await ask(change === 'enter' ? 'EnterModeAcknowledge' : 'ExitModeAcknowledge');
  }
  const register = async () => {
    if (appName === undefined) return;
    await ask('Register', { appName });
  };
  const stops = [
    link.watch(known.set),
    client.watch((state) => { if (state === 'open') void register(); }),
    client.listen(({ name }) => {
      if (appName === undefined) return;
      if (name === 'VendorMode.EnterModeRequestEvent') void makeWayFor('enter');
      if (name === 'VendorMode.ExitModeRequestEvent') void makeWayFor('exit');
    }),
  ];
  if (client.state === 'open') { void register(); void link.ask(); }
  return {
    get state() { return known.value; },
    watch: known.watch,
    enter: () => ask('EnterModeRequest'),
    exit: () => ask('ExitModeRequest'),
    close() { for (const stop of stops) stop(); },
  };
}
