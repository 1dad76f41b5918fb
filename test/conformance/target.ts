import { isObject, type Json } from '../../drivers/xfs4iot/envelope.ts';
import { type Probe, probe, type Said, type Way } from './probe.ts';

/** The server that is tried, and how far one may go with it. */
export interface Target extends Way {
  /** Address of its ServicePublisher. */
  readonly uri: string;
  /** How much later than its timeout a completion may come, and how long any answer may take that should come at once. */
  readonly slackMs: number;
  /** Commands that change something may be sent, with empty payloads. */
  readonly all: boolean;
  /** A hand at the device of some service: changes its status once each time, so that events can be expected. */
  readonly hand?: { readonly service: string; change(): void };
}
export interface Service { readonly name: string; readonly uri: string; readonly commands: ReadonlyMap<string, string>; readonly maximumRequests: number }
/** A command that waits for somebody: the only kind whose timeout, cancel and disconnect can be seen without a hand. */
export interface Waiting { readonly service: Service; readonly name: string; readonly version: string; readonly payload?: Json }

/** What the server does wrong, in words for whoever has to mend it. */
export class Finding extends Error {}
/** A case that this server cannot be asked. */
export class NotTried extends Error {}
export function must(right: unknown, what: string): asserts right { if (!right) throw new Finding(what); }
export const told = (said: Said | undefined) => (said ? JSON.stringify(said.header) : '没有回答 / nothing');

export async function join({ uri, ...way }: Way & { readonly uri: string }): Promise<Probe> {
  const made = await probe(uri, way);
  if ('refused' in made) throw new Finding(`${uri} 连不上 / refused: ${made.refused}`);
  return made;
}
/** Runs with connections of its own, which end with it. */
export async function visiting<T>(target: Target, uri: string, count: number, run: (...probes: Probe[]) => Promise<T>): Promise<T> {
  const probes: Probe[] = [];
  try {
    for (let i = 0; i < count; i++) probes.push(await join({ ...target, uri }));
    return await run(...probes);
  } finally { for (const one of probes) one.leave(); }
}

/** One command and its completion, acknowledged before. */
export async function completed(target: Target, peer: Probe, name: string, version: string, ask: { readonly timeout?: number; readonly payload?: Json } = {}): Promise<Said> {
  const requestId = peer.command(name, version, { timeout: 5000, ...ask });
  const done = await peer.heard('completion', { requestId }, (ask.timeout ?? 5000) + target.slackMs);
  must(done, `${name} 没有完成 / no completion`);
  must(peer.said.some(({ header }) => header.type === 'acknowledge' && header.requestId === requestId && header.status == null), `${name} 没有应答就完成 / completed unacknowledged`);
  return done;
}

/** The publisher's services with what each says it can do. */
export async function servicesOf(target: Target): Promise<readonly Service[]> {
  const { payload } = await visiting(target, target.uri, 1, (peer) => completed(target, peer!, 'ServicePublisher.GetServices', '2.0'));
  const uris = Array.isArray(payload.services) ? payload.services.flatMap((one: unknown) => (isObject(one) && typeof one.serviceURI === 'string' ? [one.serviceURI] : [])) : [];
  must(uris.length > 0, 'GetServices 没有给出服务 / names no service');
  const services: Service[] = [];
  for (const uri of [target.uri, ...uris]) services.push(await describe(target, uri));
  return services;
}
async function describe(target: Target, uri: string): Promise<Service> {
  const { payload: { interfaces } } = await visiting(target, uri, 1, (peer) => completed(target, peer!, 'Common.Capabilities', '2.0'));
  must(Array.isArray(interfaces) && interfaces.every(isObject), `${uri} 的 Capabilities 没有 interfaces / lacks interfaces`);
  const commands = new Map(interfaces.flatMap(({ commands }) => (isObject(commands) ? Object.entries(commands) : [])).map(([name, known]) => [name, firstVersion(known)] as const));
  const limits = interfaces.flatMap(({ maximumRequests }) => (typeof maximumRequests === 'number' && maximumRequests > 0 ? [maximumRequests] : []));
  return { name: uri === target.uri ? 'ServicePublisher' : uri.slice(uri.lastIndexOf('/') + 1), uri, commands, maximumRequests: Math.min(...limits) };
}

const firstVersion = (known: unknown) => (isObject(known) && Array.isArray(known.versions) ? String(known.versions[0]) : '');

/** In this order: those that say by an event that they have begun come first. */
const waitingCommands: readonly (readonly [string, Json?])[] = [['CnIdCard.Read'], ['CardReader.ReadRawData', { chip: true }], ['BarcodeReader.Read', { symbologies: { qrCode: true } }]];
export function waitingIn(services: readonly Service[]): Waiting;
export function waitingIn(services: readonly Service[], without: 'or-none'): Waiting | undefined;
export function waitingIn(services: readonly Service[], without?: 'or-none'): Waiting | undefined {
  for (const [name, payload] of waitingCommands) {
    for (const service of services) {
      const version = service.commands.get(name);
      if (version !== undefined) return { service, name, version, ...(payload && { payload }) };
    }
  }
  if (without) return undefined;
  throw new NotTried('没有会等人的命令（读卡、扫码） / no command that waits for somebody');
}
/** Begins the waiting command and makes sure that it waits. */
export async function waits(target: Target, peer: Probe, { name, version, payload }: Waiting, timeout = 30_000): Promise<number> {
  const requestId = peer.command(name, version, { timeout, payload });
  must(await peer.heard('acknowledge', { requestId }, target.slackMs), `${name} 没有应答 / not acknowledged`);
  const early = await peer.heard('completion', { requestId }, 100);
  if (early?.header.completionCode === 'deviceNotReady' || early?.header.completionCode === 'success') throw new NotTried(`${name} 不等人：设备离线，或卡已在上面 / does not wait: offline, or a card lies there`);
  must(!early, `${name} 不等人就完成 / ended before its time: ${told(early)}`);
  return requestId;
}
