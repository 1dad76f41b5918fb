import type { PlainStatus } from '../device.ts';
import { watched } from '../transport/listeners.ts';
import { isObject, type Json } from './envelope.ts';
import type { Told } from './service.ts';

/** `common` of a Status (3.0). `devicePosition` is left out: none of our devices knows it. */
export const commonStatus = (device: 'online' | 'offline' | 'hardwareError' | 'userError' | 'deviceBusy' | 'starting'): Json =>
  ({ device, powerSaveRecoveryTime: 0, antiFraudModule: 'unknown', exchange: 'inactive', endToEndSecurity: 'notConfigured' });
/** `common` of Capabilities (3.0). */
export const commonCapabilities = (modelName: string): Json => ({ serviceVersion: '1.0', deviceInformation: [{ modelName }], powerSaveControl: false, antiFraudModule: false });

/** A Status of a device that works or does not: `common`, and in cnDevice why it does not (vendor.ts). */
export const plainPayload = (status: { readonly is: PlainStatus['is']; readonly why?: string }): Json =>
  ({ common: commonStatus(status.is === 'ready' ? 'online' : status.is), cnDevice: { offline: status.why ?? 'online' } });
/** The port's status from any service's Common.Status. */
export function plainStatusOf<W extends string = never>({ common, cnDevice }: Json, more: readonly W[] = []): Exclude<PlainStatus, { is: 'offline' }> | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' | W } {
  const device = isObject(common) ? common.device : undefined;
  if (device === 'online' || device === 'deviceBusy') return { is: 'ready' };
  if (device === 'starting') return { is: 'starting' };
  const said = isObject(cnDevice) ? cnDevice.offline : undefined;
  return { is: 'offline', why: said === 'no-wire' ? said : more.find((one) => one === said) ?? 'no-answer' };
}

/** What has a status of its own and tells its changes: a port, or a statusBoard. */
export interface ToldStatus<S> { status(): Promise<S>; watch(onStatus: (status: S) => void): () => void }

/** Turns a device's changes into Common.StatusChangedEvent, each with only what changed, and `also` what else each change means. */
export function statusEvents<S>(device: ToldStatus<S>, payloadOf: (status: S) => Json, also: (before: Json, after: Json) => readonly Told[] = () => []) {
  return (tell: (event: Told) => void): (() => void) => {
    let last: Json | undefined;
    const stop = device.watch((status) => {
      const [before, after] = [last ?? {}, payloadOf(status)];
      last = after;
      const payload = changed(before, after);
      if (Object.keys(payload).length === 0) return;
      tell({ name: 'Common.StatusChangedEvent', version: '3.0', payload });
      for (const event of also(before, after)) tell(event);
    });
    const first = async () => { const status = await device.status(); last ??= payloadOf(status); };
    void first();
    return stop;
  };
}

/** A port's status, and beside it what only the service knows: a card held, a light lit, a slip that hangs out. */
export interface Board<S, O> extends ToldStatus<readonly [status: S, own: O]> {
  readonly own: O;
  set(own: O): void;
}
export function statusBoard<S, O>(port: ToldStatus<S>, first: O): Board<S, O> {
  const own = watched(first);
  let known: S | undefined;
  return {
    get own() { return own.value; },
    set: own.set,
    async status() {
      known = await port.status();
      return [known, own.value];
    },
    watch(onStatus) {
      const stops = [
        port.watch((status) => { known = status; onStatus([status, own.value]); }),
        own.watch((now) => { if (known !== undefined) onStatus([known, now]); }),
      ];
      return () => { for (const stop of stops) stop(); };
    },
  };
}

/** What of `after` differs from `before`, property by property within each interface. */
function changed(before: Json, after: Json): Json {
  const parts = Object.entries(after).flatMap(([name, part]) => {
    const was = isObject(before[name]) ? before[name] : {};
    const now = isObject(part) ? Object.entries(part).filter(([key, value]) => JSON.stringify(was[key]) !== JSON.stringify(value)) : [];
    return now.length > 0 ? [[name, Object.fromEntries(now)] as const] : [];
  });
  return Object.fromEntries(parts);
}

/** A status and a StatusChangedEvent put together: the status after it. */
export function mergeStatus(status: Json, event: Json): Json {
  const merged = Object.entries(event).map(([name, part]) => [name, isObject(part) && isObject(status[name]) ? { ...status[name], ...part } : part] as const);
  return { ...status, ...Object.fromEntries(merged) };
}
