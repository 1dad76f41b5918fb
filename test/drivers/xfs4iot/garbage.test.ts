// Whatever comes, neither side throws, hangs or believes it.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { fromBase64, toBase64 } from '../../../drivers/xfs4iot/base64.ts';
import { commandsOf } from '../../../drivers/xfs4iot/common-commands.ts';
import { completionCodes, type Message, readMessage, refusals, writeMessage } from '../../../drivers/xfs4iot/envelope.ts';
import { fromPbm, toPbm } from '../../../drivers/xfs4iot/pbm.ts';
import { printEnding } from '../../../drivers/xfs4iot/print-ending.ts';
import { statusOfPrinter } from '../../../drivers/xfs4iot/printer-payloads.ts';
import { receiptPrinterService } from '../../../drivers/xfs4iot/receipt-printer-service.ts';
import { serviceQueue } from '../../../drivers/xfs4iot/service-queue.ts';
import { openSession } from '../../../drivers/xfs4iot/session.ts';
import { xfsClient } from '../../../drivers/xfs4iot/client.ts';
import { noisePage } from '../pages.ts';
import { virtualClock } from '../virtual-clock.ts';

const name = fc.constantFrom('Common.Status', 'Common.Cancel', 'Common.Capabilities', 'Printer.PrintNative', 'Object.constructor', 'A.b');
const version = fc.constantFrom('1.0', '2.0', '3.0', '3.1');
const requestId = fc.integer({ min: 1, max: 6 });
const payload = fc.dictionary(fc.constantFrom('data', 'requestIds', 'cnPrinter', '__proto__', 'toString', 'x'), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(toBase64(toPbm(noisePage(16, 2))))), { noNullPrototype: true });
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ type: fc.constant('command' as const), name, version, requestId, timeoutMs: fc.nat(100), payload }),
  fc.record({ type: fc.constant('acknowledge' as const), name, version, requestId, status: fc.constantFrom(null, ...refusals) }),
  fc.record({ type: fc.constant('event' as const), name, version, requestId, payload }),
  fc.record({ type: fc.constant('unsolicited' as const), name, version, payload }),
  fc.record({ type: fc.constant('completion' as const), name, version, requestId, code: fc.constantFrom(...completionCodes), payload }),
);
/** Nearly right: one property of a right message replaced or taken away. */
const spoilt = fc.tuple(message, fc.constantFrom('type', 'name', 'version', 'requestId', 'timeout', 'status', 'completionCode'), fc.jsonValue({ maxDepth: 2 })).map(([one, key, value]) => {
  const whole = JSON.parse(writeMessage(one)) as { header: Record<string, unknown> };
  whole.header[key] = value;
  return JSON.stringify(whole);
});
const anything = fc.oneof(message.map(writeMessage), spoilt, fc.string(), fc.json(), message.map(writeMessage).chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))));

test('what was written reads back the same', () => {
  fc.assert(fc.property(message, (one) => { expect(readMessage(writeMessage(one))).toEqual(JSON.parse(JSON.stringify(one))); }), { numRuns: 500 });
});
test('any text is a message or unreadable', () => {
  fc.assert(fc.property(anything, (text) => { expect(['command', 'acknowledge', 'event', 'unsolicited', 'completion', 'unreadable']).toContain(readMessage(text).type); }), { numRuns: 3000 });
});
test('a session answers any stream: an acknowledge for each text, and one completion for each accepted command', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anything, { maxLength: 12 }), async (texts) => {
    const clock = virtualClock();
    const sent: { header: { type: string; requestId: number; status?: string } }[] = [];
    const printer = simReceiptPrinter({ clock, widthDots: 384, printMs: 20 });
    const service = receiptPrinterService(printer);
    const session = openSession({ service, commands: commandsOf(service), queue: serviceQueue(), clock, send: (text) => sent.push(JSON.parse(text) as never), onFault: (trouble) => { throw trouble; } });
    for (const text of texts) session.receive(text);
    await clock.pass(5000);
    const heads = (type: string) => sent.map(({ header }) => header).filter((one) => one.type === type);
    expect(heads('acknowledge').length).toBe(texts.length);
    expect(heads('completion').length).toBe(heads('acknowledge').filter(({ status }) => status === undefined).length);
  }), { numRuns: 300 });
});
test('a client hearing any stream ends every command in time', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(anything, fc.constant(new ArrayBuffer(3))), { maxLength: 12 }), async (heard) => {
    const clock = virtualClock();
    const socket = Object.assign(new EventTarget(), { readyState: 1, send() {}, close() {} });
    const client = xfsClient({ at: 'ws://x', clock, open: () => socket as unknown as WebSocket, retries: false });
    await clock.pass(0);
    socket.dispatchEvent(new Event('open'));
    const ends = Promise.all([1, 2, 3].map(() => client.command('Printer.PrintNative', '3.0', { timeoutMs: 2000 })));
    await clock.pass(0);
    for (const data of heard) socket.dispatchEvent(new MessageEvent('message', { data }));
    for (const end of await clock.until(ends)) expect(['completed', 'refused', 'not-sent', 'indeterminate']).toContain(end.is);
    expect(clock.now()).toBeLessThanOrEqual(2250);
    client.close();
  }), { numRuns: 300 });
});
test('any payload is some status and some ending', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('common', 'printer', 'cnPrinter', 'errorCode'), fc.jsonValue()), fc.constantFrom(...completionCodes), (payload, code) => {
    expect(typeof statusOfPrinter(payload).is).toBe('string');
    const ending = printEnding({ is: 'completed', code, payload });
    if (ending.is === 'printed') expect(code).toBe('success');
  }), { numRuns: 500 });
});
test('base64 and PBM read back what was written, and refuse the rest', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => { expect(fromBase64(toBase64(bytes))).toEqual(bytes); }));
  fc.assert(fc.property(fc.string(), (text) => { const bytes = fromBase64(text); if (bytes) expect(toBase64(bytes)).toBe(text); }));
  fc.assert(fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 50 }), (width, height) => { expect(fromPbm(toPbm(noisePage(width, height)))).toEqual(noisePage(width, height)); }));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => { expect(fromPbm(bytes)).toBeUndefined(); }));
  const page = toPbm(noisePage(9, 3));
  for (let at = 0; at < page.length; at++) expect(fromPbm(page.subarray(0, at))).toBeUndefined();
});
