// A kiosk loses its network or its power at any moment of an update; what it kept until then must neither hold it up nor be believed for more than it is.
import { describe, expect, test } from 'vitest';
import type { MetadataStore } from '../../kiosk/tuf/port.ts';
import { fetchFrom, kioskFor, Repository } from './repository.ts';
import { ed25519 } from './signers.ts';

/** One version of everything, then another of everything, the root included. */
function twice(): { repository: Repository; first: Map<string, Uint8Array<ArrayBuffer>> } {
  const repository = new Repository();
  for (const name of ['dept-a', 'dept-b']) {
    repository.delegate(name, { paths: [`packs/${name}/*`] });
    repository.add(name, `packs/${name}/1.json`, 'old');
  }
  repository.publish();
  const first = new Map(repository.files);
  repository.root.expires = '2030-01-01T00:00:00Z';
  repository.targets.expires = '2027-01-01T00:00:00Z';
  for (const name of ['dept-a', 'dept-b']) repository.add(name, `packs/${name}/2.json`, 'new');
  repository.publish();
  return { repository, first };
}
const steps = ['root', 'timestamp', 'snapshot', 'targets', 'dept-a', 'dept-b'];
const content = (kept: ReadonlyMap<string, Uint8Array>) => Object.fromEntries([...kept].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));

async function updated(options: { from: ReadonlyMap<string, Uint8Array<ArrayBuffer>>; with?: ReturnType<typeof twice> }) {
  const { repository } = options.with ?? twice();
  const kiosk = kioskFor(repository, { files: options.from });
  const updater = kiosk.updater();
  expect(await updater.refresh()).toEqual({ ok: true, value: null });
  expect((await updater.list()).ok).toBe(true);
  return kiosk;
}

describe.each(['the network fails', 'the disk refuses', 'the power fails before', 'the power fails after'] as const)('%s', (trouble) => {
  test.each(steps.map((name, i) => [name, i] as const))('the %s: the next update ends as if nothing had been', async (name, step) => {
    const both = twice();
    const { repository, first } = both;
    const kiosk = await updated({ from: first, with: both });
    const whole = await updated({ from: repository.files, with: both });

    let puts = 0;
    const cut = new Error('power cut');
    const store: MetadataStore = {
      get: async (one) => kiosk.kept.get(one),
      put: async (one, bytes) => {
        const isNow = puts++ === step;
        if (isNow && trouble === 'the disk refuses') return 'failed';
        if (isNow && trouble === 'the power fails before') throw cut;
        kiosk.kept.set(one, bytes);
        if (isNow && trouble === 'the power fails after') throw cut;
        return 'kept';
      },
    };
    const reach = fetchFrom(repository.files);
    const fetchBytes: typeof reach = async (url, max) => (trouble === 'the network fails' && url.endsWith(`/2.${name}.json`.replace('2.timestamp', 'timestamp')) ? { is: 'unreachable' } : reach(url, max));
    const interrupted = kiosk.updater({ store, fetchBytes });
    const ended = await (async () => { const refreshed = await interrupted.refresh(); return refreshed.ok ? interrupted.list() : refreshed; })().catch((error: unknown) => error);
    if (trouble.startsWith('the power')) expect(ended).toBe(cut);
    else expect(ended).toEqual({ ok: false, problem: { is: trouble === 'the network fails' ? 'unreachable' : 'storage', name } });

    // What is on the disk now is never taken for a whole: it is the old, the new, or refused.
    const stored = kiosk.updater();
    if ((await stored.trustStored()).ok) {
      const listed = await stored.listing();
      for (const { path } of listed.targets) expect(path.endsWith('2.json') ? stored.trusted!.snapshot.version : 1).toBe(path.endsWith('2.json') ? 2 : 1);
    }
    // The old repository no longer passes once the new timestamp was kept.
    const hasNewTimestamp = content(kiosk.kept).timestamp === content(whole.kept).timestamp;
    const rolledBack = new Map([...repository.files, ['metadata/timestamp.json', first.get('metadata/timestamp.json')!]]);
    if (hasNewTimestamp) expect(await kiosk.refresh({ fetchBytes: fetchFrom(rolledBack) })).toEqual({ ok: false, problem: { is: 'rollback', name: 'timestamp' } });

    const next = kiosk.updater({ fetchBytes: reach });
    expect(await next.refresh()).toEqual({ ok: true, value: null });
    expect(await next.list()).toMatchObject({ ok: true, value: [{}, {}, {}, {}] });
    expect(content(kiosk.kept)).toEqual({ ...content(whole.kept), root: new TextDecoder().decode(repository.bytes('metadata/2.root.json')) });
  });
});

describe('keys that were stolen and counted their numbers up, then taken away by a new root', () => {
  test.each([['timestamp'], ['snapshot'], ['timestamp', 'snapshot']])('%s %s: numbers start low again, also when the power failed right after the root', async (...stolen) => {
    const repository = new Repository();
    repository.publish();
    const [root, files] = [repository.bytes('metadata/1.root.json'), repository.files];
    if (stolen.includes('snapshot')) repository.snapshot.version = 1_000_000;
    if (stolen.includes('timestamp')) repository.timestamp.version = 1_000_000;
    repository.publish();
    const kiosk = kioskFor(repository, { root });
    expect(await kiosk.refresh()).toEqual({ ok: true, value: null });
    repository.timestamp.version = 10;
    repository.snapshot.version = 10;
    for (const name of stolen) repository.signers[name] = [ed25519()];
    repository.publish();
    // Without a new root this is what an attack looks like.
    expect(await kioskFor(repository, { root, files }).refresh()).toMatchObject({ problem: { is: 'unsigned' } });
    repository.listRootKeys();
    repository.publish();
    const store: MetadataStore = { get: async (name) => kiosk.kept.get(name), put: async (name, bytes) => { kiosk.kept.set(name, bytes); throw new Error('power cut'); } };
    await expect(kiosk.refresh({ store })).rejects.toThrow('power cut');
    expect(await kiosk.refresh()).toEqual({ ok: true, value: null });
  });

  test('without a new root low numbers are refused', async () => {
    const repository = new Repository().publish();
    repository.snapshot.version = 1_000_000;
    repository.publish();
    const kiosk = kioskFor(repository);
    expect(await kiosk.refresh()).toEqual({ ok: true, value: null });
    repository.snapshot.version = 10;
    repository.publish();
    expect(await kiosk.refresh()).toEqual({ ok: false, problem: { is: 'rollback', name: 'snapshot' } });
  });
});
