// A maker's service that speaks over a WebSocket, as a table like the others: real sockets, a service of our own making.
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { vendorServiceReader } from '../../../drivers/id-reader/vendor-service/driver.ts';
import { type VendorService, vendorServices } from '../../../drivers/id-reader/vendor-service/services.ts';
import { elder, person } from '../people.ts';

const read = { method: 'say', path: '/', text: '{"type":4}' } as const;

/** A service at a port of its own; `answer` gives the texts it says to a question. */
async function service(answer: (text: string) => readonly (string | Buffer)[]) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => { server.once('listening', resolve); });
  const asked: string[] = [];
  server.on('connection', (socket) => socket.on('message', (data: Buffer) => {
    asked.push(data.toString());
    for (const one of answer(data.toString())) socket.send(one);
  }));
  const close = () => { for (const one of server.clients) one.terminate(); server.close(); };
  onTestFinished(close);
  const { kind: _kind, nationName: _nation, ...fields }: VendorService = vendorServices['huashi-19196'];
  const table: VendorService = { ...fields, model: 'of-our-own', origin: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, open: read, close: read, read, readMs: 1000 };
  return { table, asked, server, close };
}
const replyOf = (card: typeof person) => JSON.stringify({
  resultFlag: 0, partyName: card.name, gender: card.sex === '1' ? '男' : '女', nationCode: card.nation, bornDay: card.birth.replaceAll('-', ''), certAddress: card.address, certNumber: card.number, certOrg: card.issuer,
  effDate: card.validFrom.replaceAll('-', ''), expDate: card.validTo === 'long-term' ? '长期' : card.validTo.replaceAll('-', ''),
});

test('a card is read by what the table says, each question on a connection of its own', async () => {
  let card = person;
  const { table, asked, server } = await service(() => [replyOf(card)]);
  const reader = vendorServiceReader(table);
  expect(await reader.read({ deadlineMs: 5000 })).toEqual({ is: 'read', card: person });
  card = elder;
  expect(await reader.read({ deadlineMs: 5000 })).toEqual({ is: 'read', card: elder });
  expect(new Set(asked)).toEqual(new Set(['{"type":4}']));
  await expect.poll(() => server.clients.size).toBe(0);
});
test('a second text is nobody\'s, and never the answer to the next question', async () => {
  let turn = 0;
  const { table } = await service(() => (turn++ === 0 ? ['{"resultFlag":0}', replyOf(elder)] : [replyOf(person)]));
  expect(await vendorServiceReader(table).read({ deadlineMs: 5000 })).toEqual({ is: 'read', card: person });
});
test('bytes, silence, nobody there and a service that goes are an offline reader, in time', async () => {
  const bytes = await service(() => [Buffer.from([1, 2, 3])]);
  expect(await vendorServiceReader(bytes.table).read({ deadlineMs: 5000 })).toEqual({ is: 'offline', why: 'no-answer' });
  const silent = await service(() => []);
  expect(await vendorServiceReader({ ...silent.table, open: { method: 'say', path: '/', text: 'x' } }).read({ deadlineMs: 300 })).toEqual({ is: 'timed-out' });
  const gone = await service(() => [replyOf(person)]);
  const reader = vendorServiceReader(gone.table);
  expect(await reader.status()).toEqual({ is: 'ready' });
  gone.close();
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  expect(await reader.read({ deadlineMs: 5000 })).toEqual({ is: 'offline', why: 'no-wire' });
});
