import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject, type Json } from '../../../drivers/xfs4iot/envelope.ts';

// Beside the checkout, not in it: KAL's public 2021-1 schema (FACTS §1.7).
const file = path.resolve(import.meta.dirname, '../../../../shared/devices/xfs4iot-schema-2021-1.json');
export const haveSchema = existsSync(file);
/** A test's name; without the schema it says why the test is skipped. */
export const judged = (name: string) => (haveSchema ? name : `${name} (skipped: no ../shared/devices/xfs4iot-schema-2021-1.json beside this checkout)`);
let compiled: ValidateFunction | undefined;
const schema = () => new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as object);

const name = ({ header }: Json) => (header as Json).name;
const withPayload = (message: Json, change: (payload: Json) => Json): Json => ({ ...message, payload: change((message.payload ?? {}) as Json) });

/** Where the first edition is wrong or was overtaken: what is done to a message before it is judged. Each is shown to be needed (exceptions.test.ts). */
export const exceptions = {
  /** The enum of interfaces knows no vendor's own, and forgot the publisher. */
  'interfaces that 2021-1 does not know': (message) => withPayload(message, (payload) => (Array.isArray(payload.interfaces)
    ? { ...payload, interfaces: payload.interfaces.filter((one: unknown) => !isObject(one) || !['CnIdCard', 'CnPrinter', 'CnDevice', 'ServicePublisher'].includes(String(one.name))) } : payload)),
  /** Its additionalProperties, meant for lights, catch `timeout` as well, which stood in the payload then: no SetLight with a timeout passes. */
  'a timeout beside lights': (message) => (name(message) === 'Lights.SetLight' ? withPayload(message, ({ timeout: _timeout, ...lights }) => lights) : message),
  /** `inop` became `inoperative` in 2.0. */
  'a camera that is inoperative': (message) => withPayload(message, (payload) => {
    const cameras = isObject(payload.camera) ? payload.camera.cameras : undefined;
    return isObject(cameras) ? { ...payload, camera: { ...payload.camera as Json, cameras: Object.fromEntries(Object.entries(cameras).map(([which, state]) => [which, state === 'inoperative' ? 'inop' : state])) } } : payload;
  }),
  /** It asks for `common` even of a completion that failed. */
  'content of a status that could not be told': (message) => (name(message) === 'Common.Status' && (message.header as Json).type === 'completion'
    ? withPayload(message, (payload) => (payload.completionCode === 'success' ? payload : { common: { device: 'online' }, ...payload })) : message),
} as const satisfies Record<string, (message: Json) => Json>;
export type ExceptionName = keyof typeof exceptions;

/** What KAL's 2021-1 JSON Schema has against a message, which is converted down to 1.0 first; `but` leaves one exception out. */
export function complaintsAbout(message: Json, { but }: { but?: ExceptionName } = {}): string[] {
  const validate = compiled ??= schema();
  const forgiven = (Object.keys(exceptions) as ExceptionName[]).filter((one) => one !== but).reduce((one, exception) => exceptions[exception](one), downToFirst(message));
  if (validate(forgiven)) return [];
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(({ instancePath, message: said }) => `${instancePath} ${said}`);
}

/** What 2.0 keeps in the header, 1.0 has in the payload (examples/v.mjs). */
export function downToFirst({ header, payload }: Json): Json {
  const { timeout, status, completionCode, errorDescription, ...head } = header as Json;
  return {
    header: { ...head, version: '1.0' },
    payload: {
      ...(isObject(payload) && payload),
      ...(timeout !== undefined && { timeout }),
      ...(head.type === 'acknowledge' && { status: status ?? 'ok' }),
      ...(head.type === 'completion' && { completionCode: completionCode ?? 'success', ...(errorDescription !== undefined && { errorDescription }) }),
    },
  };
}
