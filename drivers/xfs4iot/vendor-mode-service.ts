import { listeners, watched } from '../transport/listeners.ts';
import { commonCapabilities, commonStatus, statusEvents } from './device-status.ts';
import type { Json } from './envelope.ts';
import { type Client, failure, type Result, success, type Told, type XfsService } from './service.ts';

/** The maintainer's mode: while it is `active` the kiosk serves no citizen. The pending states wait for registered applications. */
export type VendorModeState = 'inactive' | 'enterPending' | 'active' | 'exitPending';
export interface VendorMode {
  readonly service: XfsService;
  readonly state: VendorModeState;
  watch(onState: (state: VendorModeState) => void): () => void;
  /**
   * The kiosk's own maintainer comes or goes, who asks through no client. What was wanted last comes about as soon as the
   * applications have made way; a mode that somebody else asked for is not ended by this.
   */
  own(wanted: 'on' | 'off'): void;
}
const longestAppName = 100;

/**
 * XFS4IoT VendorMode, as KAL's handlers do it: a request completes at once and is told to the registered applications; when the
 * last of them has acknowledged (or gone away), the mode is entered or left, and everybody is told. An application that does not
 * acknowledge holds it up as long as it is connected. The mode does not end with the client that asked for it: a maintainer's
 * tool that breaks must not put a half-open kiosk back to work.
 */
export function vendorMode({ name = 'VendorMode' }: { name?: string } = {}): VendorMode {
  const state = watched<VendorModeState>('inactive');
  const events = listeners<Told>();
  const registered = new Map<Client, string>();
  let awaited = new Set<Client>();
  let ownWanted: 'on' | 'off' = 'off';
  /** Entered for the kiosk's own maintainer. */
  let isOwn = false;

  const tell = (event: string, to?: (client: Client) => boolean) => events.tell({ name: `VendorMode.${event}`, version: '2.0', payload: {}, ...(to && { to }) });
  function ask(from: 'inactive' | 'active', pending: 'enterPending' | 'exitPending'): Result {
    if (state.value !== from) return failure('sequenceError');
    const asked = new Set(registered.keys());
    awaited = new Set(asked);
    state.set(pending);
    tell(pending === 'enterPending' ? 'EnterModeRequestEvent' : 'ExitModeRequestEvent', (client) => asked.has(client));
    advance();
    return success();
  }
  function acknowledge(pending: 'enterPending' | 'exitPending', client: Client): Result {
    if (state.value !== pending || !awaited.delete(client)) return failure('sequenceError');
    advance();
    return success();
  }
  function advance() {
    if (awaited.size > 0) return;
    if (state.value === 'enterPending') { state.set('active'); tell('ModeEnteredEvent'); }
    if (state.value === 'exitPending') { state.set('inactive'); tell('ModeExitedEvent'); }
  }

  function followOwn() {
    if (ownWanted === 'on' && state.value === 'inactive') { isOwn = true; ask('inactive', 'enterPending'); }
    else if (ownWanted === 'off' && isOwn && state.value === 'active') { isOwn = false; ask('active', 'exitPending'); }
  }
  state.watch(() => queueMicrotask(followOwn));

  // Nothing here waits, so nothing queues.
  const at = { version: '2.0', completionVersion: '2.0', bypassesQueue: true } as const;
  const payloadOf = (service: VendorModeState): Json => ({ common: commonStatus('online'), vendorMode: { device: 'online', service } });
  return {
    get state() { return state.value; },
    watch: state.watch,
    own(wanted) { ownWanted = wanted; followOwn(); },
    service: {
      name,
      commands: {
        'VendorMode.Register': {
          ...at,
          async run({ appName }, { client }) {
            if (typeof appName !== 'string' || appName === '' || appName.length > longestAppName) return failure('invalidData');
            registered.set(client, appName);
            return success();
          },
        },
        'VendorMode.EnterModeRequest': { ...at, run: async () => ask('inactive', 'enterPending') },
        'VendorMode.EnterModeAcknowledge': { ...at, run: async (_payload, { client }) => acknowledge('enterPending', client) },
        'VendorMode.ExitModeRequest': { ...at, run: async () => ask('active', 'exitPending') },
        'VendorMode.ExitModeAcknowledge': { ...at, run: async (_payload, { client }) => acknowledge('exitPending', client) },
      },
      events: { 'VendorMode.EnterModeRequestEvent': '2.0', 'VendorMode.ModeEnteredEvent': '2.0', 'VendorMode.ExitModeRequestEvent': '2.0', 'VendorMode.ModeExitedEvent': '2.0' },
      status: async () => payloadOf(state.value),
      capabilities: () => ({ common: commonCapabilities('shuangquan-kiosk') }),
      watch(next) {
        const stops = [statusEvents({ status: async () => state.value, watch: state.watch }, payloadOf)(next), events.add(next)];
        return () => { for (const stop of stops) stop(); };
      },
      left(client) {
        registered.delete(client);
        if (awaited.delete(client)) advance();
      },
    },
  };
}
