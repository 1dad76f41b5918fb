import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject, type Json } from '../../../drivers/xfs4iot/envelope.ts';

// Beside the checkout, not in it: KAL's public 2021-1 schema (FACTS §1.7).
const file = path.resolve(import.meta.dirname, '../../../../shared/devices/xfs4iot-schema-2021-1.json');
/** Interfaces the enum of 2021-1 cannot know: a vendor's own, and the publisher itself, which it forgot. */
const unknownInterfaces: readonly unknown[] = ['CnIdCard', 'CnPrinter', 'ServicePublisher'];

export const haveSchema = existsSync(file);
let compiled: ValidateFunction | undefined;
const schema = () => new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as object);

/** What KAL's 2021-1 JSON Schema has against a message, which is converted down to 1.0 first. */
export function complaintsAbout(message: Json): string[] {
  const validate = compiled ??= schema();
  if (validate(downToFirst(message))) return [];
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(({ instancePath, message: said }) => `${instancePath} ${said}`);
}

/** What 2.0 keeps in the header, 1.0 has in the payload (examples/v.mjs). */
export function downToFirst({ header, payload }: Json): Json {
  const { timeout, status, completionCode, errorDescription, ...head } = header as Json;
  const isAcknowledge = head.type === 'acknowledge';
  return {
    header: { ...head, version: '1.0' },
    payload: {
      ...(isObject(payload) && known(payload)),
      ...(timeout !== undefined && { timeout }),
      ...(isAcknowledge && { status: status ?? 'ok' }),
      ...(head.type === 'completion' && { completionCode: completionCode ?? 'success', ...(errorDescription !== undefined && { errorDescription }) }),
    },
  };
}
function known(payload: Json): Json {
  if (!Array.isArray(payload.interfaces)) return payload;
  return { ...payload, interfaces: payload.interfaces.filter((one: unknown) => !isObject(one) || !unknownInterfaces.includes(one.name)) };
}
