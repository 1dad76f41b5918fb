// Each exception made for the 2021-1 schema (FACTS §1.7): that it is needed, and that it forgives nothing else.
import { expect, test } from 'vitest';
import type { Json } from '../../../drivers/xfs4iot/envelope.ts';
import { complaintsAbout, type ExceptionName, exceptions, haveSchema, judged } from './schema.ts';

const header = (type: string, name: string, more: Json = {}): Json => ({ type, name, version: '3.0', requestId: 1, ...more });
const capabilities = (name: string): Json => ({ header: header('completion', 'Common.Capabilities', { completionCode: 'success' }), payload: { common: {}, interfaces: [{ name: 'Common', commands: {}, events: {} }, { name, commands: {}, events: {} }] } });
const status = (camera: Json): Json => ({ header: header('completion', 'Common.Status', { completionCode: 'success' }), payload: { common: { device: 'online' }, camera } });
const failed = (completionCode: string, payload: Json): Json => ({ header: header('completion', 'Common.Status', { completionCode }), payload });
const light = (payload: Json): Json => ({ header: header('command', 'Lights.SetLight', { timeout: 3000 }), payload });

/** A message that passes only by the exception, and one like it that must not pass even so. */
const cases: Readonly<Record<ExceptionName, { readonly right: Json; readonly wrong: Json }>> = {
  'interfaces that 2021-1 does not know': { right: capabilities('CnDevice'), wrong: capabilities('CnCoffee') },
  'a timeout beside lights': { right: light({ cardReader: { default: { flashRate: 'slow' } } }), wrong: light({ cardReader: 'slow' }) },
  'a camera that is inoperative': { right: status({ cameras: { person: 'inoperative' } }), wrong: status({ cameras: { person: 'asleep' } }) },
  'content of a status that could not be told': { right: failed('internalError', {}), wrong: failed('success', {}) },
};

test.skipIf(!haveSchema)(judged('every exception has its case'), () => { expect(Object.keys(cases).sort()).toEqual(Object.keys(exceptions).sort()); });
test.skipIf(!haveSchema).each(Object.entries(cases))(judged('%s: needed, and no more than that'), (name, { right, wrong }) => {
  expect(complaintsAbout(right)).toEqual([]);
  expect(complaintsAbout(right, { but: name as ExceptionName })).not.toEqual([]);
  expect(complaintsAbout(wrong)).not.toEqual([]);
});
