import { isObject, type Json } from './envelope.ts';
import { success, type Told, type XfsCommand, type XfsService } from './service.ts';

/** Most commands a client may have open on one service (FACTS §1.8 row 11). */
export const maximumRequests = 32;

/** The commands every service has besides its own. Common.Cancel is the session's own: it must know what is open. */
export function commonCommands(service: XfsService): Readonly<Record<string, XfsCommand>> {
  return {
    'Common.Status': { version: '2.0', completionVersion: '3.0', bypassesQueue: true, run: async () => success(await service.status()) },
    'Common.Capabilities': { version: '2.0', completionVersion: '3.0', bypassesQueue: true, run: async () => success({ interfaces: interfacesOf(service), ...service.capabilities() }) },
  };
}

/** `interfaces` of Common.Capabilities (2024-03): each with its commands and events and their versions. */
function interfacesOf(service: XfsService): Json[] {
  const commands = { 'Common.Status': '2.0', 'Common.Capabilities': '2.0', 'Common.Cancel': '2.0', ...Object.fromEntries(Object.entries(service.commands).map(([name, { version }]) => [name, version])) };
  const events = { 'Common.StatusChangedEvent': '3.0', ...service.events };
  const names = [...new Set([...Object.keys(commands), ...Object.keys(events)].map((name) => name.split('.')[0]!))];
  const of = (all: Readonly<Record<string, string>>, name: string) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith(`${name}.`)).map(([key, version]) => [key, { versions: [version] }]));
  return names.map((name) => ({ name, commands: of(commands, name), events: of(events, name), maximumRequests }));
}

/** `common` of a Status (3.0). `devicePosition` is left out: none of our devices knows it. */
export const commonStatus = (device: 'online' | 'offline' | 'hardwareError' | 'userError' | 'deviceBusy' | 'starting'): Json =>
  ({ device, powerSaveRecoveryTime: 0, antiFraudModule: 'unknown', exchange: 'inactive', endToEndSecurity: 'notConfigured' });
/** `common` of Capabilities (3.0). */
export const commonCapabilities = (modelName: string): Json => ({ serviceVersion: '1.0', deviceInformation: [{ modelName }], powerSaveControl: false, antiFraudModule: false });

/** Turns a device's changes into Common.StatusChangedEvent, each with only what changed, and `also` what else each change means. */
export function statusEvents<S>(device: { status(): Promise<S>; watch(onStatus: (status: S) => void): () => void }, payloadOf: (status: S) => Json, also: (before: Json, after: Json) => readonly Told[] = () => []) {
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
