// What every service has: versions, a transaction, a test of itself; and the words of the small interfaces that no port asks for.
import { expect, test } from 'vitest';
import { simAudioOutput } from '../../../drivers/audio/sim.ts';
import { simCodeScanner } from '../../../drivers/code-scanner/sim.ts';
import { simIdReader } from '../../../drivers/id-reader/sim.ts';
import { simIndicator } from '../../../drivers/indicator/sim.ts';
import { simPresenceSensor } from '../../../drivers/presence/sim.ts';
import { simReceiptPrinter } from '../../../drivers/receipt-printer/sim.ts';
import { systemClock, within } from '../../../drivers/transport/clock.ts';
import { auxiliariesService } from '../../../drivers/xfs4iot/auxiliaries-service.ts';
import { codeScannerService } from '../../../drivers/xfs4iot/code-scanner-service.ts';
import { idCardService } from '../../../drivers/xfs4iot/id-card-service.ts';
import { xfs4iotIdReader } from '../../../drivers/xfs4iot/id-reader.ts';
import { indicatorService } from '../../../drivers/xfs4iot/indicator-service.ts';
import { xfs4iotReceiptPrinter } from '../../../drivers/xfs4iot/receipt-printer.ts';
import { receiptPrinterService } from '../../../drivers/xfs4iot/receipt-printer-service.ts';
import type { XfsService } from '../../../drivers/xfs4iot/service.ts';
import { servicesFor } from '../../../drivers/xfs4iot/services.ts';
import { noisePage } from '../pages.ts';
import { startServer, wiredService } from './bench.ts';
import { type Peer, peerOf } from './peer.ts';

let id = 0;
async function ask(peer: Peer, name: string, payload = {}, version = '2.0') {
  peer.command(name, ++id, { version }, payload);
  const { header, payload: said = {} } = await peer.heard('completion', { requestId: id });
  return { code: header.completionCode, ...said };
}
async function joined(service: XfsService) {
  const { serviceUris: [uri] } = await startServer([service]);
  return { peer: await peerOf(uri!), join: () => peerOf(uri!) };
}

test('versions: the one there is can be chosen, no other, and nothing that is not there', async () => {
  const { peer } = await joined(idCardService(simIdReader()));
  for (const payload of [{}, { commands: { 'CnIdCard.Read': 1, 'Common.Status': 2, 'Common.Cancel': 2, 'Common.SetVersions': 2 } }, { events: { 'Common.StatusChangedEvent': 3, 'CnIdCard.InsertCardEvent': 1 } }]) expect(await ask(peer, 'Common.SetVersions', payload)).toEqual({ code: 'success' });
  for (const payload of [{ commands: { 'CnIdCard.Read': 2 } }, { commands: { 'Printer.PrintNative': 3 } }, { events: { 'Common.StatusChangedEvent': 2 } }, { commands: { toString: 1 } }]) expect(await ask(peer, 'Common.SetVersions', payload)).toEqual({ code: 'unsupportedData' });
  for (const payload of [{ commands: { 'CnIdCard.Read': '1' } }, { commands: [1] }, { events: { x: 0 } }]) expect(await ask(peer, 'Common.SetVersions', payload)).toEqual({ code: 'invalidData' });
});
test('a transaction belongs to the service, has a name while it lasts, and none after', async () => {
  const { peer, join } = await joined(idCardService(simIdReader()));
  expect(await ask(peer, 'Common.GetTransactionState')).toEqual({ code: 'success', state: 'inactive' });
  for (const payload of [{}, { state: 'on' }, { state: 'active' }, { state: 'active', transactionID: '' }, { state: 'active', transactionID: 'x'.repeat(129) }]) expect(await ask(peer, 'Common.SetTransactionState', payload)).toEqual({ code: 'invalidData' });
  expect(await ask(peer, 'Common.SetTransactionState', { state: 'active', transactionID: 'visit-7' })).toEqual({ code: 'success' });
  const other = await join();
  expect(await ask(other, 'Common.GetTransactionState')).toEqual({ code: 'success', state: 'active', transactionID: 'visit-7' });
  await ask(other, 'Common.SetTransactionState', { state: 'inactive' });
  expect(await ask(peer, 'Common.GetTransactionState')).toEqual({ code: 'success', state: 'inactive' });
});
test('every service of the table tests its device, and says so in its capabilities', async () => {
  const services = servicesFor({ 'id-reader': simIdReader(), 'receipt-printer': simReceiptPrinter(), 'code-scanner': simCodeScanner(), 'indicator': simIndicator(), 'presence': simPresenceSensor(), 'audio': simAudioOutput() });
  expect(services.map(({ name }) => name)).toEqual(['IdCard', 'ReceiptPrinter', 'CodeScanner', 'Indicator', 'Auxiliaries']);
  const { serviceUris } = await startServer(services);
  for (const uri of serviceUris) {
    const peer = await peerOf(uri);
    const { interfaces } = await ask(peer, 'Common.Capabilities') as unknown as { interfaces: { name: string; commands: object }[] };
    expect(interfaces.find(({ name }) => name === 'CnDevice')?.commands).toEqual({ 'CnDevice.SelfTest': { versions: ['1.0'] } });
    expect(await ask(peer, 'CnDevice.SelfTest', {}, '1.0')).toMatchObject({ code: 'success', result: 'passed' });
    peer.leave();
  }
});
test('a service that has no test of its own, as a vendor’s, is judged by its status', async () => {
  const reader = simIdReader();
  const { selfTest: _none, ...vendors } = idCardService(reader);
  const { clock, client } = wiredService(() => vendors);
  const port = xfs4iotIdReader(client, { clock });
  expect(await clock.until(port.selfTest())).toEqual({ is: 'passed', device: '' });
  reader.setOffline('not-authorised');
  expect(await clock.until(port.selfTest())).toEqual({ is: 'failed', why: 'not-authorised' });
});
test('one sensor of two that is tested answers for itself; both together are as good as the worse', async () => {
  const [presence, audio] = [simPresenceSensor(), simAudioOutput()];
  const { peer } = await joined(auxiliariesService({ presence, audio }));
  audio.setOffline(true);
  expect(await ask(peer, 'CnDevice.SelfTest', { part: 'presence' }, '1.0')).toMatchObject({ result: 'passed' });
  expect(await ask(peer, 'CnDevice.SelfTest', { part: 'audio' }, '1.0')).toMatchObject({ result: 'failed', why: 'no-wire' });
  expect(await ask(peer, 'CnDevice.SelfTest', {}, '1.0')).toMatchObject({ result: 'failed', why: 'no-wire' });
});
test('a sensor that a client deregistered is heard by the others only', async () => {
  const [presence, audio] = [simPresenceSensor(), simAudioOutput()];
  const { peer, join } = await joined(auxiliariesService({ presence, audio }));
  const other = await join();
  await ask(other, 'Common.Status');
  expect(await ask(peer, 'Auxiliaries.Register', { cabinetDoor: 'register' })).toEqual({ code: 'commandErrorCode', errorCode: 'invalidAuxiliary' });
  expect(await ask(peer, 'Auxiliaries.Register', { proximitySensor: 'loud' })).toEqual({ code: 'invalidData' });
  expect(await ask(peer, 'Auxiliaries.Register', { proximitySensor: 'deregister' })).toEqual({ code: 'success' });
  presence.stand(true);
  audio.plug(true);
  const heardOf = ({ said }: Peer) => said.filter(({ header }) => header.name === 'Common.StatusChangedEvent').map(({ payload }) => payload!.auxiliaries);
  await expect.poll(() => heardOf(other)).toEqual([{ proximitySensor: 'present' }, { enhancedAudioSensor: 'present' }]);
  expect(heardOf(peer)).toEqual([{ enhancedAudioSensor: 'present' }]);
  await ask(peer, 'Auxiliaries.Register', { proximitySensor: 'register' });
  audio.plug(false);
  await expect.poll(() => heardOf(peer).length).toBe(2);
});
test('lights: all that is asked for, or nothing; what a client lit goes dark when it leaves', async () => {
  const lights = simIndicator({ lights: ['id-reader', 'in-service'] });
  const { peer, join } = await joined(indicatorService(lights));
  const at = (flashRate: string) => ({ default: { flashRate } });
  expect(await ask(peer, 'Lights.SetLight', { contactless: at('slow'), coinAcceptor: at('slow') }, '3.0')).toEqual({ code: 'commandErrorCode', errorCode: 'invalidLight' });
  expect(await ask(peer, 'Lights.SetLight', { contactless: { left: { flashRate: 'slow' } } }, '3.0')).toEqual({ code: 'commandErrorCode', errorCode: 'invalidLight' });
  expect(await ask(peer, 'Lights.SetLight', { contactless: at('slow'), statusInService: at('quick') }, '3.0')).toEqual({ code: 'unsupportedData' });
  for (const payload of [{}, { contactless: at('dim') }, { contactless: { flashRate: 'slow' } }, { contactless: 'slow' }]) expect(await ask(peer, 'Lights.SetLight', payload, '3.0')).toEqual({ code: 'invalidData' });
  expect(lights.lit.size).toBe(0);
  const other = await join();
  await ask(other, 'Lights.SetLight', { statusInService: at('continuous') }, '3.0');
  expect(await ask(peer, 'Lights.SetLight', { contactless: { default: { flashRate: 'medium', color: 'green' } } }, '3.0')).toEqual({ code: 'success' });
  expect((await ask(other, 'Common.Status') as Record<string, unknown>).lights).toEqual({ contactless: at('medium'), statusInService: at('continuous') });
  peer.leave();
  await expect.poll(() => [...lights.lit]).toEqual([['in-service', 'continuous']]);
  await expect.poll(() => other.said.filter(({ header }) => header.name === 'Common.StatusChangedEvent').at(-1)?.payload).toEqual({ lights: { contactless: at('off') } });
});

/** A printer that knows whether its slip was taken. */
function withSensor() {
  const sim = simReceiptPrinter({ widthDots: 384 });
  let take: () => void = () => {};
  const printer = Object.assign(Object.create(sim) as typeof sim, {
    capabilities: { ...sim.capabilities, mediaTaken: true },
    taken: ({ deadlineMs }: { deadlineMs: number }) => within(systemClock, deadlineMs, new Promise<'taken'>((resolve) => { take = () => resolve('taken'); }), 'forgotten' as const),
  });
  return { printer, take: () => take() };
}
test('a slip is presented, hangs, is taken: told to all, and to whoever waits for it', async () => {
  const { printer, take } = withSensor();
  const { clock, client } = wiredService(() => receiptPrinterService(printer));
  const port = xfs4iotReceiptPrinter(client, { widthDots: 384, clock });
  await clock.until(port.status());
  expect(port.capabilities.mediaTaken).toBe(true);
  expect(await port.taken({ deadlineMs: 1000 })).toBe('unknown');
  expect(await clock.until(port.print(noisePage(384, 8), { deadlineMs: 5000 }))).toEqual({ is: 'printed' });
  expect(await clock.until(port.taken({ deadlineMs: 1000 }))).toBe('forgotten');
  const leave = new AbortController();
  const asked = port.taken({ deadlineMs: 60_000, signal: leave.signal });
  leave.abort();
  expect(await clock.until(asked)).toBe('unknown');
  const waited = port.taken({ deadlineMs: 60_000 });
  await clock.pass(5000);
  take();
  expect(await clock.until(waited)).toBe('taken');
  expect(await clock.until(port.taken({ deadlineMs: 1000 }))).toBe('taken');
  expect(await clock.until(port.print(noisePage(384, 8), { deadlineMs: 5000 }))).toEqual({ is: 'printed' });
  expect(await clock.until(port.taken({ deadlineMs: 1000 }))).toBe('forgotten');
});
test('a printer without that sensor promises nothing, and Reset moves no paper anywhere but out', async () => {
  const sim = simReceiptPrinter({ widthDots: 384 });
  const { peer } = await joined(receiptPrinterService(sim));
  const { printer } = await ask(peer, 'Common.Capabilities') as Record<string, unknown>;
  expect(printer).toMatchObject({ mediaTaken: false, mediaPresented: false });
  for (const [payload, code] of [[{}, 'success'], [{ mediaControl: 'eject' }, 'success'], [{ mediaControl: 'unit1' }, 'unsupportedData'], [{ mediaControl: 'burn' }, 'invalidData']] as const) expect(await ask(peer, 'Printer.Reset', payload, '3.0')).toEqual({ code });
  sim.setProblem({ is: 'cover-open' });
  expect(await ask(peer, 'Printer.Reset', {}, '3.0')).toEqual({ code: 'userError' });
});
test('a scanner says whether it shines, and never hands a code out twice', async () => {
  const scanner = simCodeScanner();
  const { peer } = await joined(codeScannerService(scanner));
  const shines = async () => (await ask(peer, 'Common.Status') as unknown as { barcodeReader: { scanner: string } }).barcodeReader.scanner;
  expect(await shines()).toBe('off');
  const reading = ask(peer, 'BarcodeReader.Read', { symbologies: { qrCode: true } });
  await expect.poll(shines).toBe('on');
  scanner.show('a-code');
  expect(await reading).toEqual({ code: 'success', readOutput: [{ symbology: 'symbologyUnknown', barcodeData: Buffer.from('a-code').toString('base64') }] });
  expect(await shines()).toBe('off');
  expect(await ask(peer, 'BarcodeReader.Read', { symbologies: 'all' })).toEqual({ code: 'invalidData' });
  scanner.setOffline(true);
  expect(await ask(peer, 'BarcodeReader.Reset')).toEqual({ code: 'deviceNotReady', offline: 'no-wire' });
});
