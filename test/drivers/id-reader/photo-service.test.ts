import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { photoService } from '../../../drivers/id-reader/photo-service.ts';

const wlt = Uint8Array.from({ length: 1024 }, (_, i) => i & 0xff);
const ask = { deadlineMs: 2000 };

/** A maker's service on a free port, and what it was sent. */
async function service(answer: RequestListener) {
  const sent: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    sent.push(Buffer.concat(parts));
    answer(request, response);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  return { sent, decoder: photoService(`http://127.0.0.1:${(server.address() as AddressInfo).port}/decode`) };
}

test('the photo goes to the service as it is and comes back as a picture', async () => {
  const { sent, decoder } = await service((_request, response) => response.end(Buffer.alloc(38_556, 0x40)));
  const outcome = await decoder.decode(wlt, ask);
  expect(outcome).toMatchObject({ is: 'decoded', photo: { widthPx: 102, heightPx: 126 } });
  expect(outcome.is === 'decoded' && [...outcome.photo.rgba.subarray(0, 4)]).toEqual([0x40, 0x40, 0x40, 255]);
  expect(sent.map((body) => body.equals(wlt))).toEqual([true]);
  expect(wlt[5]).toBe(5);
});
test.each([['-5', 'not-authorised'], ['-1', 'bad-photo'], ['nonsense', 'bad-photo']])('the return code %s is %s', async (code, is) => {
  const { decoder } = await service((_request, response) => response.writeHead(422).end(code));
  expect(await decoder.decode(wlt, ask)).toEqual({ is });
});
test('an answer longer than a photo is none, however long it goes on', async () => {
  const { decoder } = await service((_request, response) => {
    const more = () => { while (response.write(Buffer.alloc(65_536))); };
    response.on('drain', more);
    more();
  });
  expect(await decoder.decode(wlt, ask)).toEqual({ is: 'bad-photo' });
});
test.each([
  ['is refused', (_request, response) => response.writeHead(500).end()],
  ['is sent elsewhere', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ['breaks off', (_request, response) => { response.writeHead(200, { 'content-length': '38556' }); response.write('x'); response.destroy(); }],
] satisfies [string, RequestListener][])('a question that %s gets no answer, and the visit goes on', async (_name, answer) => {
  const { decoder } = await service(answer);
  expect(await decoder.decode(wlt, ask)).toEqual({ is: 'no-answer' });
});
test('a service that says nothing is given up at the deadline, one that is not there at once', async () => {
  const { decoder } = await service(() => {});
  expect(await decoder.decode(wlt, { deadlineMs: 200 })).toEqual({ is: 'no-answer' });
  expect(await photoService('http://127.0.0.1:9/').decode(wlt, ask)).toEqual({ is: 'no-answer' });
});
