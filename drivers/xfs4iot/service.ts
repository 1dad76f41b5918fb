import type { SelfTest } from '../device.ts';
import type { CompletionCode, Json } from './envelope.ts';

/** One connection, told from others by identity alone. */
export type Client = object;

/** How one command ended, as a service says it; the server adds the header. */
export interface Result { readonly code: CompletionCode; readonly payload?: Json; readonly description?: string }
export const success = (payload: Json = {}): Result => ({ code: 'success', payload });
export const failure = (code: Exclude<CompletionCode, 'success' | 'commandErrorCode'>, payload: Json = {}): Result => ({ code, payload });
/** A failure with a word of the command's own list (`errorCode`). */
export const commandError = (errorCode: string, payload: Json = {}): Result => ({ code: 'commandErrorCode', payload: { errorCode, ...payload } });

export interface Ask {
  /** What is left of the command's timeout; a day when it has none. */
  readonly deadlineMs: number;
  /** Fires when the command is cancelled, its time is over or its client has gone. The command still ends by its result. */
  readonly signal: AbortSignal;
  /** Who gave the command. */
  readonly client: Client;
  /** Sends an event to the client that gave the command, and to no other. */
  event(name: string, version: string, payload?: Json): void;
}
export interface XfsCommand {
  /** Exactly as in the specification, `2.0`; a command of the same major version is taken. */
  readonly version: string;
  readonly completionVersion: string;
  /** Does not wait for the commands before it (KAL: CommandHandlerAsync, so Status and Capabilities). */
  readonly bypassesQueue?: boolean;
  /** The payload when the command ends without having begun. */
  readonly unbegun?: Json;
  run(payload: Json, ask: Ask): Promise<Result>;
}
/** An unsolicited event; `to` chooses among the connected clients, all without it. */
export interface Told { readonly name: string; readonly version: string; readonly payload: Json; readonly to?: (client: Client) => boolean }

/** One device offered over XFS4IoT: what the server must know of it. The Common commands are made from the rest. */
export interface XfsService {
  /** Last segment of its address, `…/xfs4iot/v1.0/<name>`. */
  readonly name: string;
  readonly maxMessageBytes?: number;
  readonly commands: Readonly<Record<string, XfsCommand>>;
  /** Events it may send, with versions, for Common.Capabilities. */
  readonly events: Readonly<Record<string, string>>;
  /** Payload of Common.Status: `common` and one object for each interface. */
  status(): Promise<Json>;
  /** Common.Capabilities beside `interfaces`. */
  capabilities(): Json;
  /** Unsolicited events, as long as somebody is connected. Returns the way to stop. */
  watch(tell: (event: Told) => void): () => void;
  /** Has the device test itself, offered as CnDevice.SelfTest; `part` names one of several devices behind the service. */
  selfTest?(part: string | undefined): Promise<SelfTest>;
  /** A client has gone and the last of its commands has ended: what it held is free again. */
  left?(client: Client): void;
}
