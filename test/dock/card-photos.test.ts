// The dock's cards with photos of the tester's own, through the real drivers: over the wire, and unpacked by the real adapter.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idReaders } from '../../drivers/index.ts';
import { photoService } from '../../drivers/id-reader/photo-service.ts';
import { webSocketWire } from '../../drivers/transport/web-socket.ts';
import { photoRowsBytes } from '../../kiosk/dock/card-photos.ts';
import { type Dock, startDock } from '../../kiosk/dock/server.ts';
import { nearTo } from '../drivers/near.ts';

const deadlineMs = 5000;
const rows = Buffer.from(Array.from({ length: photoRowsBytes }, (_, i) => i % 251));
let dock: Dock;
beforeEach(async () => { dock = await startDock({ platformAdminUrl: 'http://127.0.0.1:9' }); });
afterEach(() => dock.close());

async function photoRead(person: string, asked = true) {
  const wire = webSocketWire(`${dock.url.replace('http', 'ws')}/wire/id-reader`);
  const reader = await idReaders['sdt']!(nearTo({ wire }));
  const reading = reader.read({ deadlineMs, photo: asked });
  await dock.control({ do: 'lay-card', person });
  const outcome = await reading;
  wire.close();
  return outcome.is === 'read' ? outcome.photo : outcome;
}
const decoder = () => photoService(`${dock.url}/photo`);

test('a photo given to a card is read as opaque bytes and unpacked to the same picture', async () => {
  await dock.control({ do: 'card-photo', person: 'adult', rows: rows.toString('base64') });
  expect(dock.state().people.filter(({ hasPhoto }) => hasPhoto).map(({ id }) => id)).toEqual(['adult']);
  const wlt = await photoRead('adult') as Uint8Array;
  expect(wlt.length).toBe(1024);
  const outcome = await decoder().decode(wlt, { deadlineMs });
  if (outcome.is !== 'decoded') throw new Error(outcome.is);
  expect([...outcome.photo.rgba.subarray(0, 8)]).toEqual([2, 1, 0, 255, 5, 4, 3, 255]);
});

test('another card\'s bytes are no photo, and a photo taken back is unpacked no more', async () => {
  await dock.control({ do: 'card-photo', person: 'adult', rows: rows.toString('base64') });
  const wlt = (await photoRead('adult') as Uint8Array).slice();
  expect(await decoder().decode(await photoRead('spouse') as Uint8Array, { deadlineMs })).toEqual({ is: 'bad-photo' });
  await dock.control({ do: 'card-photo', person: 'adult', rows: null });
  expect(await decoder().decode(wlt, { deadlineMs })).toEqual({ is: 'bad-photo' });
});

test('nobody asks, nothing is handed over', async () => {
  await dock.control({ do: 'card-photo', person: 'adult', rows: rows.toString('base64') });
  expect(await photoRead('adult', false)).toBeUndefined();
});

test('half a photo is refused', async () => {
  await expect(dock.control({ do: 'card-photo', person: 'adult', rows: rows.subarray(0, 300).toString('base64') })).rejects.toThrow('bad-photo');
  expect(dock.state().people.some(({ hasPhoto }) => hasPhoto)).toBe(false);
});

test('pages of this machine may ask the decoder, others may not', async () => {
  const ask = (origin: string, method = 'POST') => fetch(`${dock.url}/photo`, { method, headers: { origin, 'content-type': 'application/octet-stream' }, ...(method === 'POST' && { body: new Uint8Array(1024) }) });
  expect((await ask('https://elsewhere.example')).status).toBe(403);
  expect((await ask('http://127.0.0.1:4400')).status).toBe(422);
  const allowed = await ask('http://127.0.0.1:4400', 'OPTIONS');
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'http://127.0.0.1:4400']);
});

test('what the camera sees may be a picture of the tester\'s own, and nothing of it when nobody stands there', async () => {
  const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  await dock.control({ do: 'camera', picture: picture.toString('base64') });
  expect(Buffer.from(await (await fetch(`${dock.url}/camera/person.jpg`)).arrayBuffer())).toEqual(picture);
  expect(dock.state().camera).toMatchObject({ before: 'picture', hasPicture: true });
  await dock.control({ do: 'camera', before: 'nobody' });
  expect(Buffer.from(await (await fetch(`${dock.url}/camera/person.jpg`)).arrayBuffer())).not.toEqual(picture);
});
