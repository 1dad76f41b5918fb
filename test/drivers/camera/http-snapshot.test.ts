import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { snapshotCamera } from '../../../drivers/camera/http-snapshot/driver.ts';
import { simCamera } from '../../../drivers/camera/sim.ts';
import { documentCameraOf } from '../../../drivers/document-camera/of-camera.ts';
import { testCamera } from '../contract/camera.ts';
import { testDocumentCamera } from '../contract/document-camera.ts';
import { virtualClock } from '../virtual-clock.ts';

/** A network camera made of memory, and whether somebody is being filmed. */
function bench() {
  const clock = virtualClock();
  let trouble: 'no-wire' | 'forbidden' | 'mute' | null = null;
  let filming = 0;
  const camera = snapshotCamera('/devices/camera', {
    clock,
    async fetch(_address, init) {
      if (trouble === 'mute') return new Promise<Response>(() => {});
      if (trouble === 'no-wire') throw new TypeError('Failed to fetch');
      if (trouble === 'forbidden') return new Response(null, { status: 403 });
      const opened = await simCamera().open({ deadlineMs: 1000 });
      const taken = opened.is === 'open' ? await opened.session.take({ deadlineMs: 1000 }) : undefined;
      return new Response(init?.method === 'GET' && taken?.is === 'taken' ? taken.picture.bytes.slice() : null);
    },
    film: () => { filming++; return { stream: {} as MediaStream, async show() { /* nobody looks */ }, end() { filming--; } }; },
  });
  return { clock, camera, isOn: () => filming > 0, setTrouble: (next: typeof trouble) => { trouble = next; } };
}
testCamera('network camera by snapshots', bench);
testDocumentCamera('network camera by snapshots, as a document camera', () => { const made = bench(); return { ...made, camera: documentCameraOf(made.camera) }; });

async function served(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  return snapshotCamera(`http://127.0.0.1:${(server.address() as AddressInfo).port}/snapshot.jpg`, { film: null });
}
const take = async (camera: ReturnType<typeof snapshotCamera>) => {
  const opened = await camera.open({ deadlineMs: 3000 });
  if (opened.is !== 'open') return opened;
  const taken = await opened.session.take({ deadlineMs: 3000 });
  opened.session.close();
  return taken;
};
test.each<[string, RequestListener, object]>([
  ['that gives a page of words', (_request, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<html>'), { is: 'offline', why: 'no-answer' }],
  ['that breaks off in the middle', (request, response) => { response.writeHead(200, { 'content-length': '5000' }); if (request.method === 'HEAD') return response.end(); response.write('x'); return setTimeout(() => response.destroy(), 20); }, { is: 'offline', why: 'no-answer' }],
  ['whose picture never ends', (request, response) => { if (request.method === 'HEAD') return response.end(); const more = () => { while (response.write(Buffer.alloc(65_536))); }; response.on('drain', more); return more(); }, { is: 'offline', why: 'no-answer' }],
  ['that sends elsewhere', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), { is: 'offline', why: 'no-wire' }],
  ['that wants a password', (_request, response) => response.writeHead(401).end(), { is: 'offline', why: 'forbidden' }],
  ['that has broken down', (_request, response) => response.writeHead(500).end(), { is: 'offline', why: 'no-answer' }],
])('a camera %s gives no picture, and says so in time', async (_name, answer, outcome) => expect(await take(await served(answer))).toEqual(outcome));

test('where no address is configured there is no camera', async () => {
  const camera = snapshotCamera('');
  expect(await camera.status()).toEqual({ is: 'offline', why: 'no-wire' });
  expect(await camera.open({ deadlineMs: 1000 })).toEqual({ is: 'offline', why: 'no-wire' });
});
