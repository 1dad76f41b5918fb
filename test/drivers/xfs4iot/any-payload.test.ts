// Whatever a payload says, a service answers once and nothing throws; whatever a service answers, a port keeps its word and never rejects.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { simAudioOutput } from '../../../drivers/audio/sim.ts';
import { simCamera } from '../../../drivers/camera/sim.ts';
import { simCodeScanner } from '../../../drivers/code-scanner/sim.ts';
import { simDocumentPrinter } from '../../../drivers/document-printer/sim.ts';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { simIndicator } from '../../../drivers/indicator/sim.ts';
import { simPresenceSensor } from '../../../drivers/presence/sim.ts';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { xfs4iotAudio } from '../../../drivers/xfs4iot/audio.ts';
import { xfs4iotCamera } from '../../../drivers/xfs4iot/camera.ts';
import { xfs4iotCardTerminal } from '../../../drivers/xfs4iot/card-terminal.ts';
import type { CommandAsk, XfsClient, XfsOutcome } from '../../../drivers/xfs4iot/client.ts';
import { xfs4iotCodeScanner } from '../../../drivers/xfs4iot/code-scanner.ts';
import { commandsOf } from '../../../drivers/xfs4iot/common-commands.ts';
import { xfs4iotDocumentPrinter } from '../../../drivers/xfs4iot/document-printer.ts';
import { completionCodes, type Json } from '../../../drivers/xfs4iot/envelope.ts';
import { xfs4iotIdReader } from '../../../drivers/xfs4iot/id-reader.ts';
import { xfs4iotIndicator } from '../../../drivers/xfs4iot/indicator.ts';
import { xfs4iotPresenceSensor } from '../../../drivers/xfs4iot/presence.ts';
import { xfs4iotReceiptPrinter } from '../../../drivers/xfs4iot/receipt-printer.ts';
import { servicesFor } from '../../../drivers/xfs4iot/services.ts';
import { serviceQueue } from '../../../drivers/xfs4iot/service-queue.ts';
import { openSession } from '../../../drivers/xfs4iot/session.ts';
import { vendorMode } from '../../../drivers/xfs4iot/vendor-mode-service.ts';
import { noisePage } from '../pages.ts';
import { virtualClock } from '../virtual-clock.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

const services = (clock = virtualClock()) => {
  const script = scriptedTerminal();
  script.lay();
  return [...servicesFor({
    'id-reader': simIdReader({ clock }), 'smart-card': script.terminal, 'receipt-printer': simReceiptPrinter({ clock, mediaTaken: true }), 'document-printer': simDocumentPrinter({ clock }), 'code-scanner': simCodeScanner({ clock }),
    'camera': simCamera({ clock }), 'indicator': simIndicator(), 'presence': simPresenceSensor({ clock }), 'audio': simAudioOutput(),
  }), vendorMode().service];
};
const words = fc.constantFrom('cold', 'off', 'person', 'exit', 'auto', 'register', 'active', 'chipT0', 'AKQEAA==', 'UDQKMSAxCgA=', 'JVBERi0=', 'slow', '', '__proto__');
const keys = fc.constantFrom('data', 'chip', 'track1', 'chipProtocol', 'chipData', 'chipPower', 'to', 'symbologies', 'camera', 'camData', 'contactless', 'default', 'flashRate', 'proximitySensor', 'appName', 'state', 'transactionID', 'commands', 'events', 'part', 'mediaControl',
  'cnPrinter', 'pages', 'title', 'common', 'device', 'offline', 'printer', 'paper', 'media', 'errorCode', 'card', 'kind', 'readOutput', 'barcodeData', 'pictureFile', 'cardReader', 'lights', 'auxiliaries', 'cnAuxiliaries', 'presence', 'audio', 'is', 'interfaces', 'name', 'result', '__proto__', 'toString');
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, depthSize: 'small' }, words, fc.boolean(), fc.integer(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true })),
}));
const payload = fc.dictionary(keys, value, { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<Json>;

test.each(services().map(({ name }, i) => [name, i] as const))('%s: any payloads, one completion each, and nothing thrown', async (_name, at) => {
  const names = Object.entries(commandsOf(services()[at]!)).map(([name, { version }]) => ({ name, version }));
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...names), payload), { minLength: 1, maxLength: 6 }), async (asks) => {
    const clock = virtualClock();
    const service = services(clock)[at]!;
    const ends: string[] = [];
    const session = openSession({
      service, commands: commandsOf(service), queue: serviceQueue(), clock, onFault: (trouble) => { throw trouble; },
      send(text) { const { header } = JSON.parse(text) as { header: { type: string; completionCode: string } }; if (header.type === 'completion') ends.push(header.completionCode); },
    });
    const stop = service.watch(() => {});
    for (const [i, [{ name, version }, content]] of asks.entries()) session.receive(JSON.stringify({ header: { type: 'command', name, version, requestId: i + 1, timeout: 400 }, payload: content }));
    await clock.pass(10_000);
    expect(ends.length).toBe(asks.length);
    expect(ends).not.toContain('internalError');
    session.left();
    stop();
  }), { numRuns: 120 });
});

/** A client whose service answers anything to anything. */
function clientOf(outcome: () => XfsOutcome): XfsClient {
  return { state: 'open', watch: () => () => {}, listen: () => () => {}, close() {}, command: async (_name: string, _version: string, { onAccepted, onEvent }: CommandAsk) => { onAccepted?.(); onEvent?.('CardReader.MediaInsertedEvent', {}); return outcome(); } };
}
test('any answers: every port has an outcome of its own, and none rejects', async () => {
  const outcome: fc.Arbitrary<XfsOutcome> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ is: fc.constant('completed' as const), code: fc.constantFrom('success' as const, 'success' as const, ...completionCodes), payload }) },
    fc.record({ is: fc.constant('not-sent' as const), why: fc.constantFrom('no-connection' as const, 'cancelled' as const, 'too-many' as const, 'too-large' as const, 'no-time' as const) }),
    fc.record({ is: fc.constant('indeterminate' as const), why: fc.constantFrom('disconnected' as const, 'no-acknowledge' as const, 'no-completion' as const, 'broken-answer' as const) }),
    fc.record({ is: fc.constant('refused' as const), why: fc.constantFrom('invalidMessage' as const, 'invalidRequestID' as const, 'tooManyRequests' as const) }),
  );
  await fc.assert(fc.asyncProperty(fc.array(outcome, { minLength: 1, maxLength: 5 }), async (outcomes) => {
    let n = 0;
    const client = clientOf(() => outcomes[n++ % outcomes.length]!);
    const clock = virtualClock();
    const ask = { deadlineMs: 1000 };
    const ports = {
      idReader: xfs4iotIdReader(client, { clock }), terminal: xfs4iotCardTerminal(client, { clock }), receipts: xfs4iotReceiptPrinter(client, { clock }), documents: xfs4iotDocumentPrinter(client),
      scanner: xfs4iotCodeScanner(client, { clock }), camera: xfs4iotCamera(client, { clock }), lights: xfs4iotIndicator(client), presence: xfs4iotPresenceSensor(client), audio: xfs4iotAudio(client),
    };
    for (const port of Object.values(ports)) {
      expect(typeof (await clock.until<{ is: string }>(port.status())).is).toBe('string');
      expect(['passed', 'failed', 'busy', 'cannot-tell']).toContain((await clock.until(port.selfTest())).is);
      expect(typeof port.capabilities.model).toBe('string');
    }
    const connected = await clock.until(ports.terminal.connect(ask));
    if (connected.is === 'connected') expect(['answer', 'lost-card', 'offline']).toContain((await clock.until(connected.card.transmit(Uint8Array.of(0, 0xa4, 4, 0), ask))).is);
    const opened = await clock.until(ports.camera.open(ask));
    if (opened.is === 'open') expect(['taken', 'closed', 'offline']).toContain((await clock.until(opened.session.take(ask))).is);
    expect(['read', 'lost-card', 'unknown-card', 'bad-card', 'timed-out', 'cancelled', 'offline']).toContain((await clock.until(ports.idReader.read(ask))).is);
    expect(['scanned', 'unreadable', 'timed-out', 'cancelled', 'offline']).toContain((await clock.until(ports.scanner.scan(ask))).is);
    const [before, paper] = [outcomes.some((one) => one.is === 'completed' && one.code === 'success'), await clock.until(ports.receipts.print(noisePage(576, 4), ask))];
    if (paper.is === 'printed') expect(before).toBe(true);
    expect(['printed', 'not-printed', 'indeterminate']).toContain((await clock.until(ports.documents.print({ pdf: Uint8Array.of(0x25), pages: 1, title: 'x' }, ask))).is);
    expect(['set', 'no-light', 'offline']).toContain(await clock.until(ports.lights.set('camera', 'slow')));
    expect(['set', 'offline']).toContain(await clock.until(ports.lights.clear()));
  }), { numRuns: 1500 });
});
