import { expect } from 'vitest';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import type { TufProblem } from '../../kiosk/tuf/port.ts';
import { fetchFrom, type Kiosk, kioskFor, now, Repository } from '../tuf/repository.ts';

export interface Scene { readonly repository: Repository; readonly kiosk: Kiosk; /** The repository's files as the kiosk last saw them. */ readonly before: Map<string, Bytes>; /** What the attacker serves. */ readonly served: Map<string, Bytes> }

/** A kiosk that knows version 2 of everything; the repository has gone on to version 3. */
export async function scene(): Promise<Scene> {
  const repository = new Repository();
  repository.delegate('dept-a', { paths: ['packs/a/*'] });
  const publish = (text: string) => {
    repository.add('dept-a', 'packs/a/1.json', text);
    repository.targets['x-note' as 'expires'] = text;
    return repository.publish();
  };
  publish('one');
  publish('two');
  const kiosk = kioskFor(repository);
  const updater = kiosk.updater();
  await updater.refresh();
  await updater.list();
  const before = new Map(repository.files);
  publish('three');
  return { repository, kiosk, before, served: new Map(repository.files) };
}

/** What a kiosk says that is served this, and that it still knows what it knew. */
export async function verdict({ kiosk, served }: Scene, at = now): Promise<TufProblem | 'taken'> {
  const kept = new Map(kiosk.kept);
  const updater = kiosk.updater({ fetchBytes: fetchFrom(served), now: at });
  const refreshed = await updater.refresh();
  const listed = refreshed.ok ? await updater.list() : refreshed;
  if (listed.ok) return 'taken';
  // Whatever was kept meanwhile was well signed: the old content is found as before.
  const old = kiosk.updater({ fetchBytes: async () => ({ is: 'unreachable' }), store: { get: async (name) => kept.get(name), put: async () => 'failed' } });
  expect(await old.trustStored()).toEqual({ ok: true, value: null });
  expect(await old.list()).toMatchObject({ ok: true, value: [{ path: 'packs/a/1.json' }] });
  return listed.problem;
}
