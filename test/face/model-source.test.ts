import { expect, test } from 'vitest';
import { openModelSource } from '../../kiosk/face/model-source.ts';
import { standingOf } from '../../kiosk/sync/generations.ts';
import { tinyPack } from '../host/models.ts';
import { catalogOf, kioskOf } from '../sync/bench.ts';
import { memoryKept } from '../sync/memory.ts';

const hostPack = tinyPack(1);
const signedPack = tinyPack(2);
const asFiles = ({ files, manifest }: typeof hostPack): Record<string, Uint8Array> => ({ ...files, 'manifest.json': Buffer.from(manifest) });
const fetching = (files: Readonly<Record<string, Uint8Array>>): typeof fetch => async (address) => {
  const name = typeof address === 'string' ? /^\/models\/face\/([^/]+)$/.exec(address)?.[1] : undefined;
  return name !== undefined && files[name] ? new Response(new Uint8Array(files[name])) : new Response(null, { status: 404 });
};
const away: typeof fetch = async () => { throw new TypeError('Failed to fetch'); };

/** A kiosk that took the signed models through its sync. */
async function synced() {
  const catalog = catalogOf();
  catalog.list({ pack: 'office/model-face', kind: 'models', title: '模型 · face', files: Object.fromEntries(Object.entries(asFiles(signedPack)).map(([name, bytes]) => [`models/face/${name}`, new Uint8Array(bytes)])) }, 1);
  catalog.publish();
  const kiosk = await kioskOf(catalog);
  await kiosk.look();
  await kiosk.between();
  return kiosk;
}
const someFile = 'minifasnet-v2.onnx';
const readOf = async (source: Awaited<ReturnType<typeof openModelSource>>, file: string) => (source.ok ? source.value.read(file) : 'no source');

test('the models come from the host when no catalog ships any, each held against its hash', async () => {
  const source = await openModelSource({ kept: null, fetch: fetching(asFiles(hostPack)) });
  expect(source).toMatchObject({ ok: true, value: { from: 'host', pack: { version: '2026-01-02' } } });
  for (const [file, bytes] of Object.entries(hostPack.files)) expect(await readOf(source, file)).toEqual(new Uint8Array(bytes));
});

test('what the catalog signed and the kiosk took in comes before what lies on the host', async () => {
  const { kept } = await synced();
  const source = await openModelSource({ kept, fetch: fetching(asFiles(hostPack)) });
  expect(source).toMatchObject({ ok: true, value: { from: 'signed' } });
  expect(await readOf(source, someFile)).toEqual(new Uint8Array(signedPack.files[someFile]!));
});

test('a catalog without models leaves those of the host', async () => {
  const kiosk = await kioskOf(catalogOf());
  await kiosk.look();
  await kiosk.between();
  expect(await openModelSource({ kept: kiosk.kept, fetch: fetching(asFiles(hostPack)) })).toMatchObject({ ok: true, value: { from: 'host' } });
  expect(await openModelSource({ kept: memoryKept(), fetch: fetching(asFiles(hostPack)) })).toMatchObject({ ok: true, value: { from: 'host' } });
});

test('no models anywhere are absent, and so they are when the host does not answer', async () => {
  for (const get of [fetching({}), away]) expect(await openModelSource({ kept: null, fetch: get })).toEqual({ ok: false, problem: 'absent' });
});

test('a page in place of the manifest, or one that is no model pack, is broken, not absent', async () => {
  for (const written of ['<!doctype html>', '{}', JSON.stringify({ ...hostPack.pack, models: hostPack.pack.models.filter(({ role }) => role !== 'attack') })]) {
    expect(await openModelSource({ kept: null, fetch: fetching({ 'manifest.json': Buffer.from(written) }) })).toEqual({ ok: false, problem: 'broken' });
  }
});

test('one other byte in a file, a shorter one, or none is no file; nor is one that the manifest does not name', async () => {
  const other = Buffer.from(hostPack.files[someFile]!);
  other[5] = 99;
  for (const bytes of [other, other.subarray(1), undefined]) {
    const { [someFile]: _, ...rest } = asFiles(hostPack);
    expect(await readOf(await openModelSource({ kept: null, fetch: fetching({ ...rest, ...(bytes && { [someFile]: bytes }) }) }), someFile)).toBe(null);
  }
  const source = await openModelSource({ kept: null, fetch: fetching(asFiles(hostPack)) });
  for (const name of ['manifest.json', '../site.json', 'toString']) expect(await readOf(source, name)).toBe(null);
});

test("signed models that the disk damaged are not replaced by the host's", async () => {
  const { kept } = await synced();
  const standing = await standingOf(kept);
  const files = standing.ok ? standing.value.active!.files! : {};
  await kept.write(['blobs'], (tx) => tx.put('blobs', files[`models/face/${someFile}`]!.sha256, new Uint8Array(3)));
  expect(await readOf(await openModelSource({ kept, fetch: fetching(asFiles(hostPack)) }), someFile)).toBe(null);
  await kept.write(['blobs'], (tx) => tx.delete('blobs', files['models/face/manifest.json']!.sha256));
  expect(await openModelSource({ kept, fetch: fetching(asFiles(hostPack)) })).toEqual({ ok: false, problem: 'broken' });
});

test('a disk that does not answer leaves the models of the host', async () => {
  const { kept } = await synced();
  const dead = { read: async () => ({ ok: false, problem: 'storage' }) as const, write: kept.write };
  expect(await openModelSource({ kept: dead, fetch: fetching(asFiles(hostPack)) })).toMatchObject({ ok: true, value: { from: 'host' } });
});
