import type { Clock } from '../transport/clock.ts';
import { type Command, type CompletionCode, type Json, majorOf, readMessage, type Message, type Refusal, usualMessageBytes, type Unreadable, writeMessage } from './envelope.ts';
import { type Client, failure, type Result, type Told, type XfsCommand, type XfsService } from './service.ts';
import type { Queued, ServiceQueue } from './service-queue.ts';
import { maximumRequests } from './common-commands.ts';

/** One client's connection to one service, on the server's side. */
export interface Session {
  receive(text: string): void;
  /** An unsolicited event. */
  tell(event: Told): void;
  /** The client has gone: its commands are cancelled, nothing more is sent. */
  left(): void;
}
export interface SessionOptions {
  readonly service: XfsService;
  /** The service's own commands and the common ones (status-commands.ts). */
  readonly commands: Readonly<Record<string, XfsCommand>>;
  readonly queue: ServiceQueue;
  readonly clock: Clock;
  send(text: string): void;
  /** A command threw: a mistake of ours, answered with internalError. */
  onFault?(trouble: unknown): void;
}
interface Open {
  readonly command: Command;
  readonly kind: XfsCommand;
  readonly leave: AbortController;
  /** When its time is over. */
  readonly atMs: number;
  queued: Queued | undefined;
  /** Why it is to end other than by itself. */
  ended: 'canceled' | 'timeOut' | undefined;
  callOff: () => void;
}

/** So long a command whose time is over may still take to say how it ended. */
const graceMs = 100;
const noTimeoutMs = 86_400_000;
const unnamed = 'Common.Acknowledge';

/**
 * Acknowledge at once, then events, then exactly one completion (FACTS §1.2). Common.Cancel does not wait in the queue and
 * completes before what it cancels. A command that ends well although it was cancelled says `success`: it happened.
 * The timeout counts from the command's arrival, queue included, as in KAL's CommandDispatcher.
 */
export function openSession({ service, commands: kinds, queue, clock, send, onFault }: SessionOptions): Session {
  const client: Client = {};
  const open = new Map<number, Open>();
  const maxBytes = service.maxMessageBytes ?? usualMessageBytes;
  let gone = false;
  let running = 0;

  const put = (message: Message) => { if (!gone) send(writeMessage(message)); };
  const refuse = ({ name = unnamed, requestId = 0 }: { readonly name?: string; readonly requestId?: number }, version: string, status: Refusal) =>
    put({ type: 'acknowledge', name, version, requestId, status });
  const complete = ({ name, requestId }: Command, version: string, { code, payload = {}, description }: Result) =>
    put({ type: 'completion', name, version, requestId, code, payload, ...(description !== undefined && { description }) });

  function finish(one: Open, result: Result) {
    const { command, kind } = one;
    if (open.get(command.requestId) !== one) return;
    open.delete(command.requestId);
    one.callOff();
    const code: CompletionCode = result.code === 'success' ? 'success' : one.ended ?? result.code;
    complete(command, kind.completionVersion, { ...result, code, payload: code === 'commandErrorCode' ? result.payload ?? {} : withoutErrorCode(result.payload) });
  }
  /** Cancels it or ends its time: at once if it has not begun, else as soon as it says how it ended. */
  function end(one: Open, why: 'canceled' | 'timeOut') {
    one.ended ??= why;
    if (one.queued?.remove()) return finish(one, { code: why, ...(one.kind.unbegun && { payload: one.kind.unbegun }) });
    one.leave.abort();
    if (why !== 'timeOut') return;
    one.callOff = clock.after(graceMs, () => finish(one, { code: 'timeOut' }));
  }

  async function run(one: Open) {
    const { command: { requestId, timeoutMs, payload }, kind } = one;
    one.queued = undefined;
    const event = (name: string, version: string, content: Json = {}) => {
      if (open.get(requestId) === one) put({ type: 'event', name, version, requestId, payload: content });
    };
    const deadlineMs = timeoutMs === 0 ? noTimeoutMs : Math.max(0, one.atMs - clock.now());
    running++;
    try {
      finish(one, await kind.run(payload, { deadlineMs, signal: one.leave.signal, client, event }));
    } catch (trouble) {
      onFault?.(trouble);
      finish(one, failure('internalError'));
    }
    running--;
    if (gone) letGo();
  }

  /** What a command took for its client after that had gone is given back too. */
  function letGo() {
    if (running === 0) service.left?.(client);
  }

  function cancel(command: Command) {
    const version = '2.0';
    const ids = readRequestIds(command.payload.requestIds);
    if (!ids) return complete(command, version, failure('invalidData'));
    const chosen = [...open.values()].filter((one) => ids === 'all' || ids.includes(one.command.requestId));
    // Nothing open is no error when all were meant (KAL CancelHandler: AnyValidRequestID of null).
    if (chosen.length === 0 && ids !== 'all') return complete(command, version, { code: 'commandErrorCode', payload: { errorCode: 'noMatchingRequestIDs' } });
    complete(command, version, { code: 'success' });
    for (const one of chosen) end(one, 'canceled');
  }

  function accept(command: Command) {
    const { name, version, requestId, timeoutMs } = command;
    if (open.has(requestId)) return refuse(command, version, 'invalidRequestID');
    if (name !== 'Common.Cancel' && open.size >= maximumRequests) return refuse(command, version, 'tooManyRequests');
    put({ type: 'acknowledge', name, version, requestId, status: null });
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    const offered = name === 'Common.Cancel' ? '2.0' : kind?.version;
    if (offered === undefined || majorOf(offered) !== majorOf(version)) return complete(command, version, failure('unsupportedCommand'));
    if (!kind) return cancel(command);
    const limitMs = timeoutMs === 0 ? noTimeoutMs : Math.min(timeoutMs, noTimeoutMs);
    const one: Open = { command, kind, atMs: clock.now() + limitMs, leave: new AbortController(), queued: undefined, ended: undefined, callOff: () => {} };
    open.set(requestId, one);
    one.callOff = clock.after(limitMs, () => end(one, 'timeOut'));
    if (kind.bypassesQueue) void run(one);
    else one.queued = queue.add(() => run(one));
  }

  return {
    receive(text) {
      if (gone) return;
      const message = readMessage(text, { maxBytes });
      if (message.type === 'unreadable') return refuse(message, '2.0', refusalOf(message));
      if (message.type !== 'command') return refuse(message, message.version, 'invalidMessage');
      accept(message);
    },
    tell({ name, version, payload, to }) { if (!to || to(client)) put({ type: 'unsolicited', name, version, payload }); },
    left() {
      if (gone) return;
      gone = true;
      for (const one of open.values()) {
        one.callOff();
        if (!one.queued?.remove()) one.leave.abort();
      }
      open.clear();
      letGo();
    },
  };
}

const refusalOf = ({ why }: Unreadable): Refusal => (why === 'bad-request-id' ? 'invalidRequestID' : 'invalidMessage');
const withoutErrorCode = (payload: Json = {}): Json => Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'errorCode'));
/** `requestIds` of Common.Cancel: absent means all; undefined when it is not a list of ids. */
function readRequestIds(value: unknown): readonly number[] | 'all' | undefined {
  if (value == null) return 'all';
  return Array.isArray(value) && value.length <= 1000 && value.every((one) => Number.isSafeInteger(one)) ? value as number[] : undefined;
}
