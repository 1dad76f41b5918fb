import { afterAll, expect } from 'vitest';
import { isObject, type Json } from '../../../drivers/xfs4iot/envelope.ts';
import { complaintsAbout, haveSchema } from './schema.ts';

/** All that our host and our client said in this file of tests, one of each kind: same type, name, codes and shape of payload. */
export const heard = new Map<string, Json>();

/** Put on every socket of the bench: what a test's own rude peer says does not go through here. */
export function tap(text: string): void {
  const message = JSON.parse(text) as { header: Json; payload?: Json };
  const { type, name, status, completionCode } = message.header;
  heard.set(JSON.stringify([type, name, status, completionCode, shapeOf(message.payload)]), message);
}
/** Long texts by their kind: base64 or not is all a schema asks of them. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 3).map(shapeOf);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
  return typeof value === 'string' && value.length > 20 ? value.length % 4 : value;
}

export const nameOf = (message: Json) => { const { type, name } = message.header as Json; return `${type} ${name}`; };
export const namesHeard = () => new Set([...heard.values()].map(nameOf));
export const complaintsAboutHeard = () => [...heard.values()].flatMap((message) => complaintsAbout(message).map((complaint) => `${JSON.stringify(message.header)}: ${complaint}`));

// Where the schema is not there, exceptions.test.ts and the tests of the ports say so by name, and are counted as skipped.
afterAll(() => { if (haveSchema) expect(complaintsAboutHeard()).toEqual([]); });
