import type { SelfTest } from '../device.ts';
import { isObject, type Json } from './envelope.ts';
import { failure, type Result, success, type XfsCommand, type XfsService } from './service.ts';

/** Most commands a client may have open on one service (FACTS §1.8 row 11). */
export const maximumRequests = 32;
const longestTransactionId = 128;

/**
 * The service's own commands and those every service has. Common.Cancel is the session's: it must know what is open. One set
 * for each service, not for each client: the state of the transaction is the service's.
 */
export function commandsOf(service: XfsService): Readonly<Record<string, XfsCommand>> {
  const at = { version: '2.0', completionVersion: '2.0', bypassesQueue: true } as const;
  const test = service.selfTest?.bind(service);
  let transaction: Json = { state: 'inactive' };
  const commands: Record<string, XfsCommand> = {
    'Common.Status': { ...at, completionVersion: '3.0', run: async () => success(await service.status()) },
    'Common.Capabilities': { ...at, completionVersion: '3.0', run: async () => success({ interfaces: interfacesOf(commands, service.events), ...service.capabilities() }) },
    'Common.SetVersions': { ...at, run: async (payload) => setVersions(payload, commands, service.events) },
    'Common.SetTransactionState': {
      ...at,
      async run({ state, transactionID }) {
        if (state !== 'active' && state !== 'inactive') return failure('invalidData');
        // As KAL: a transaction that begins has a name.
        if (state === 'active' && (typeof transactionID !== 'string' || transactionID === '' || transactionID.length > longestTransactionId)) return failure('invalidData');
        transaction = state === 'active' ? { state, transactionID } : { state };
        return success();
      },
    },
    'Common.GetTransactionState': { ...at, run: async () => success(transaction) },
    ...(test && { 'CnDevice.SelfTest': { ...at, version: '1.0', completionVersion: '1.0', run: async ({ part }: Json) => resultOfTest(await test(typeof part === 'string' ? part : undefined)) } }),
    ...service.commands,
  };
  return commands;
}

/** `interfaces` of Common.Capabilities (2024-03): each with its commands and events and their versions. */
function interfacesOf(own: Readonly<Record<string, XfsCommand>>, ownEvents: Readonly<Record<string, string>>): Json[] {
  const commands = { 'Common.Cancel': '2.0', ...Object.fromEntries(Object.entries(own).map(([name, { version }]) => [name, version])) };
  const events = { 'Common.StatusChangedEvent': '3.0', ...ownEvents };
  const names = [...new Set([...Object.keys(commands), ...Object.keys(events)].map((name) => name.split('.')[0]!))];
  const of = (all: Readonly<Record<string, string>>, name: string) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith(`${name}.`)).map(([key, version]) => [key, { versions: [version] }]));
  return names.map((name) => ({ name, commands: of(commands, name), events: of(events, name), maximumRequests }));
}

/** Each command and event has one version here, so that choosing it changes nothing and any other is refused (KAL: unsupportedData). */
function setVersions(payload: Json, commands: Readonly<Record<string, XfsCommand>>, ownEvents: Readonly<Record<string, string>>): Result {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    commands: { 'Common.Cancel': '2.0', ...Object.fromEntries(Object.entries(commands).map(([name, { version }]) => [name, version])) },
    events: { 'Common.StatusChangedEvent': '3.0', ...ownEvents },
  };
  for (const [list, offered] of Object.entries(known)) {
    const wanted = payload[list] ?? {};
    if (!isObject(wanted) || !Object.values(wanted).every((major) => Number.isSafeInteger(major) && (major as number) > 0)) return failure('invalidData');
    if (!Object.entries(wanted).every(([name, major]) => Object.hasOwn(offered, name) && Number.parseInt(offered[name]!, 10) === major)) return failure('unsupportedData');
  }
  return success();
}

/** The test was carried out, whatever it found; vendor.ts. */
function resultOfTest(test: SelfTest): Result {
  switch (test.is) {
    case 'passed': return success({ result: 'passed', device: test.device });
    case 'failed': return success({ result: 'failed', why: test.why });
    case 'busy': return success({ result: 'busy' });
    case 'cannot-tell': return success({ result: 'cannotTell' });
  }
}
