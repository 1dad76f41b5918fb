// Our port adapters on a vendor's service, which knows nothing of ours: only the standard's words count.
import { expect, onTestFinished, test } from 'vitest';
import { xfsClient } from '../../../drivers/xfs4iot/client.ts';
import { xfs4iotDocumentPrinter } from '../../../drivers/xfs4iot/document-printer.ts';
import type { Json } from '../../../drivers/xfs4iot/envelope.ts';
import { xfs4iotIdReader } from '../../../drivers/xfs4iot/id-reader.ts';
import { xfs4iotReceiptPrinter } from '../../../drivers/xfs4iot/receipt-printer.ts';
import { noisePage } from '../pages.ts';
import { scriptServer } from './script-server.ts';

const online = { common: { device: 'online' }, printer: { paper: { upper: 'full' } } };
async function vendor({ status = online, print = {} }: { status?: Json; print?: { code?: string; errorCode?: string; refused?: string } } = {}) {
  const server = await scriptServer((asked, peer) => {
    const { refused, code, errorCode } = print;
    const isStatus = asked.header.name === 'Common.Status';
    peer.acknowledge(asked, isStatus ? undefined : refused);
    if (isStatus) return peer.complete(asked, status);
    if (!refused) peer.complete(asked, errorCode === undefined ? undefined : { errorCode }, { completionCode: code ?? (errorCode === undefined ? null : 'commandErrorCode') });
  });
  const client = xfsClient({ at: server.uri });
  onTestFinished(client.close);
  const prints = () => server.asked.filter(({ header }) => header.name === 'Printer.PrintNative');
  return { client, prints };
}
const page = noisePage(384, 8);
const ask = { deadlineMs: 2000 };

test.each<[Json, unknown]>([
  [online, { is: 'ready', paper: 'full' }],
  [{ common: { device: 'online' }, printer: { paper: { upper: 'low' } } }, { is: 'ready', paper: 'low' }],
  [{ common: { device: 'online' }, printer: { paper: { upper: 'out' } } }, { is: 'no-paper' }],
  [{ common: { device: 'online' }, printer: { paper: { upper: 'out', lower: 'full' } } }, { is: 'ready', paper: 'low' }],
  [{ common: { device: 'online' }, printer: { media: 'jammed' } }, { is: 'jam' }],
  [{ common: { device: 'userError' } }, { is: 'cover-open' }],
  [{ common: { device: 'deviceBusy' } }, { is: 'busy' }],
  [{ common: { device: 'starting' } }, { is: 'starting' }],
  [{ common: { device: 'hardwareError' } }, { is: 'error' }],
  [{ common: { device: 'powerOff' } }, { is: 'offline' }],
  [{}, { is: 'offline' }],
])('status %j is %j', async (status, expected) => {
  const { client } = await vendor({ status });
  expect(await xfs4iotDocumentPrinter(client).status()).toEqual(expected);
});

test.each<[string, Parameters<typeof vendor>[0], unknown]>([
  ['success, or no code at all (2024-03)', {}, { is: 'printed' }],
  ['a refusal', { print: { refused: 'invalidMessage' } }, { is: 'not-printed', problem: { is: 'error', recoverable: false } }],
  ['unsupportedCommand', { print: { code: 'unsupportedCommand' } }, { is: 'not-printed', problem: { is: 'error', recoverable: false } }],
  ['blackMark: nothing has been printed', { print: { errorCode: 'blackMark' } }, { is: 'not-printed', problem: { is: 'error', recoverable: false } }],
  ['paperOut, which may come in the middle', { print: { errorCode: 'paperOut' } }, { is: 'indeterminate', problem: { is: 'no-paper' } }],
  ['paperJammed', { print: { errorCode: 'paperJammed' } }, { is: 'indeterminate', problem: { is: 'error', recoverable: true } }],
  ['deviceNotReady, which may come at any time', { print: { code: 'deviceNotReady' } }, { is: 'indeterminate' }],
  ['timeOut', { print: { code: 'timeOut' } }, { is: 'indeterminate' }],
  ['canceled', { print: { code: 'canceled' } }, { is: 'indeterminate' }],
])('a receipt that ends with %s', async (_what, of, expected) => {
  const { client, prints } = await vendor(of);
  expect(await xfs4iotReceiptPrinter(client, { widthDots: 384 }).print(page, ask)).toEqual(expected);
  expect(prints().length).toBe(1);
});

test('trouble that is known is asked for again, and then nothing is sent', async () => {
  const { client, prints } = await vendor({ status: { common: { device: 'online' }, printer: { paper: { upper: 'out' } } } });
  const printer = xfs4iotReceiptPrinter(client, { widthDots: 384 });
  expect(await printer.status()).toEqual({ is: 'no-paper' });
  expect(await printer.print(page, ask)).toEqual({ is: 'not-printed', problem: { is: 'no-paper' } });
  expect(prints()).toEqual([]);
});
test('a document too large for the service is not sent', async () => {
  const { client, prints } = await vendor();
  expect(await xfs4iotDocumentPrinter(client).print({ pdf: new Uint8Array(300_000), pages: 1, title: '' }, ask)).toEqual({ is: 'not-printed', problem: { is: 'error' } });
  expect(prints()).toEqual([]);
});
test('a card that is not the shape of one is a bad card, and a service without the interface is no reader', async () => {
  const reply = (card: unknown) => scriptServer((asked, peer) => { peer.acknowledge(asked); peer.complete(asked, asked.header.name === 'Common.Status' ? online : { card }); });
  for (const card of [undefined, 7, {}, { kind: 'resident' }, { kind: 'foreigner', letter: 'Z' }, { kind: 'resident', name: 'x'.repeat(1000) }]) {
    const client = xfsClient({ at: (await reply(card)).uri });
    onTestFinished(client.close);
    expect(await xfs4iotIdReader(client).read(ask)).toEqual({ is: 'bad-card', field: 'card' });
  }
  const { client } = await vendor({ print: { code: 'unsupportedCommand' } });
  const reader = xfs4iotIdReader(client);
  expect(await reader.read(ask)).toEqual({ is: 'offline', why: 'no-answer' });
  expect(await reader.cardPresent()).toBe('unknown');
  expect(await reader.selfTest!()).toEqual({ is: 'failed', why: 'no-answer' });
});
