/** A JSON object as it came: nothing in it is known yet. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * Completion codes (CWA 17852 Common; KAL MessageHeader.cs, which spells `authorisationRequired`: taken for the same).
 * `commandErrorCode` says that the payload's `errorCode` tells more.
 */
export const completionCodes = ['success', 'commandErrorCode', 'canceled', 'deviceNotReady', 'hardwareError', 'internalError', 'invalidCommand',
  'invalidRequestID', 'timeOut', 'unsupportedCommand', 'invalidData', 'userError', 'unsupportedData', 'fraudAttempt', 'sequenceError',
  'authorizationRequired', 'noCommandNonce', 'invalidToken', 'invalidTokenNonce', 'invalidTokenHMAC', 'invalidTokenFormat',
  'invalidTokenKeyNoValue', 'notEnoughSpace'] as const;
export type CompletionCode = (typeof completionCodes)[number];
export const refusals = ['invalidMessage', 'invalidRequestID', 'tooManyRequests'] as const;
/** Why a command was not accepted. No completion follows. */
export type Refusal = (typeof refusals)[number];

/** One XFS4IoT message, 2.0+ header style: one JSON object in one WebSocket text message. Times are milliseconds. */
export type Message = Command | Acknowledge | XfsEvent | Unsolicited | Completion;
export interface Command { readonly type: 'command'; readonly name: string; readonly version: string; readonly requestId: number; /** 0: none. */ readonly timeoutMs: number; readonly payload: Json }
export interface Acknowledge { readonly type: 'acknowledge'; readonly name: string; readonly version: string; readonly requestId: number; readonly status: Refusal | null }
export interface XfsEvent { readonly type: 'event'; readonly name: string; readonly version: string; readonly requestId: number; readonly payload: Json }
export interface Unsolicited { readonly type: 'unsolicited'; readonly name: string; readonly version: string; readonly payload: Json }
export interface Completion { readonly type: 'completion'; readonly name: string; readonly version: string; readonly requestId: number; readonly code: CompletionCode; /** The vendor's words, never for citizens. */ readonly description?: string; readonly payload: Json }

/** What could not be read, with as much of its header as could: enough to refuse the one command it belongs to. */
export interface Unreadable { readonly type: 'unreadable'; readonly why: 'too-large' | 'not-json' | 'too-deep' | 'bad-header' | 'bad-request-id'; readonly name?: string; readonly requestId?: number }

/** 256 KiB is enough for all but printing; KAL's framework takes 2 MiB. */
export const usualMessageBytes = 256 * 1024;
export const largestRequestId = 2_147_483_647;
const deepest = 16;
const namePattern = /^[A-Za-z][A-Za-z0-9]{0,49}\.[A-Za-z][A-Za-z0-9]{0,49}$/;
const versionPattern = /^[1-9][0-9]{0,3}\.(?:[1-9][0-9]{0,3}|0)$/;

/** Reads one message, strictly. Never throws. Property order, unknown properties and `null` for absent are no matter. */
export function readMessage(text: string, { maxBytes = usualMessageBytes }: { maxBytes?: number } = {}): Message | Unreadable {
  if (text.length > maxBytes) return { type: 'unreadable', why: 'too-large' };
  let whole: unknown;
  try { whole = JSON.parse(text); } catch { return { type: 'unreadable', why: 'not-json' }; }
  if (isDeeperThan(whole, deepest)) return { type: 'unreadable', why: 'too-deep' };
  if (!isObject(whole) || !isObject(whole.header)) return { type: 'unreadable', why: 'bad-header' };
  return readHeader(whole.header, whole.payload);
}

function readHeader(header: Json, rawPayload: unknown): Message | Unreadable {
  const { type, name, version } = header;
  const requestId = readRequestId(header.requestId);
  const bad = (why: Unreadable['why']): Unreadable => ({
    type: 'unreadable', why, ...(typeof name === 'string' && namePattern.test(name) && { name }), ...(requestId !== undefined && { requestId }),
  });
  if (typeof name !== 'string' || !namePattern.test(name) || typeof version !== 'string' || !versionPattern.test(version)) return bad('bad-header');
  if (rawPayload != null && !isObject(rawPayload)) return bad('bad-header');
  const payload = rawPayload ?? {};
  // KAL sends unsolicited events as `event` without a requestId.
  if (type === 'unsolicited' || (type === 'event' && header.requestId == null)) return { type: 'unsolicited', name, version, payload };
  if (type !== 'command' && type !== 'acknowledge' && type !== 'event' && type !== 'completion') return bad('bad-header');
  if (requestId === undefined) return bad('bad-request-id');
  if (type === 'event') return { type, name, version, requestId, payload };
  if (type === 'command') {
    const timeoutMs = header.timeout ?? 0;
    return isWhole(timeoutMs) && timeoutMs >= 0 ? { type, name, version, requestId, timeoutMs, payload } : bad('bad-header');
  }
  if (type === 'acknowledge') {
    const status = header.status == null || header.status === 'ok' ? null : refusals.find((one) => one === header.status);
    return status === undefined ? bad('bad-header') : { type, name, version, requestId, status };
  }
  const said = header.completionCode ?? 'success';
  const code = completionCodes.find((one) => one === (said === 'authorisationRequired' ? 'authorizationRequired' : said));
  const description = header.errorDescription ?? undefined;
  if (!code || (description !== undefined && typeof description !== 'string')) return bad('bad-header');
  return { type, name, version, requestId, code, ...(description !== undefined && { description }), payload };
}

/** The text of a message. Properties that are absent are left out, as KAL does (no `null`). */
export function writeMessage(message: Message): string {
  const { type, name, version } = message;
  const header = { type, name, version, ...('requestId' in message && { requestId: message.requestId }), ...headerOf(message) };
  const payload = 'payload' in message && Object.keys(message.payload).length > 0 ? message.payload : undefined;
  return JSON.stringify({ header, payload });
}

function headerOf(message: Message): Json {
  switch (message.type) {
    case 'command': return { timeout: message.timeoutMs };
    case 'acknowledge': return message.status ? { status: message.status } : {};
    case 'completion': return { completionCode: message.code, ...(message.description !== undefined && { errorDescription: message.description }) };
    default: return {};
  }
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
/** The major part of a version that was read: what is compatible shares it. */
export const majorOf = (version: string): number => Number.parseInt(version, 10);

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);
const readRequestId = (value: unknown): number | undefined => (isWhole(value) && value > 0 && value <= largestRequestId ? value : undefined);
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeperThan(one, levels - 1));
}
