import { blobPath, chunkBytes, type PackFile } from '../../content/schema/manifest.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { type Bytes, concat, sha256 } from '../tuf/bytes.ts';
import type { Kept } from './kept.ts';
import type { Net } from './net.ts';
import type { SyncTrouble } from './state.ts';

export type Wanted = Pick<PackFile, 'sha256' | 'length' | 'chunks'>;
export interface Receiving { readonly kept: Kept; readonly net: Net; /** The catalog's base address. */ readonly url: string; readonly progress?: (files: number, of: number) => void }

const atOnce = 4;
/** Verified files that are written in one go. */
const batchFiles = 32;
const batchBytes = 2 * chunkBytes;

type Got = Result<null, SyncTrouble>;
const refused = (is: 'missing' | 'too-long' | 'wrong-length' | 'wrong-hash', name: string): { readonly ok: false; readonly problem: SyncTrouble } => fail({ is: 'refused', detail: { is, name } });

/** Which of these blobs are not kept yet; each once. */
export async function lacking(kept: Kept, wanted: readonly Wanted[]): Promise<Result<readonly Wanted[], 'storage'>> {
  const have = await kept.read(['blobs'], async (tx) => new Set(await tx.keys('blobs')));
  return have.ok ? ok([...new Map(wanted.map((one) => [one.sha256, one])).values()].filter((one) => !have.value.has(one.sha256))) : have;
}

/** Fetches blobs, verifies each and keeps it. What was kept before a stop is not asked for again. */
export async function receive(wanted: readonly Wanted[], { kept, net, url, progress = () => {} }: Receiving): Promise<Got> {
  const left = await lacking(kept, wanted);
  if (!left.ok) return fail({ is: 'storage' });
  const queue = [...left.value];
  let files = 0;
  let trouble: SyncTrouble | null = null;
  let batch: { readonly hash: string; readonly bytes: Bytes }[] = [];
  // Once something is wrong nothing further is begun.
  const note = (one: SyncTrouble) => { trouble ??= one; queue.length = 0; };
  async function flush() {
    const writing = batch;
    batch = [];
    if (writing.length > 0 && !(await keep(kept, writing)).ok) note({ is: 'storage' });
  }
  async function work() {
    for (let one = queue.shift(); one; one = queue.shift()) {
      if (one.chunks && one.length > chunkBytes) {
        const got = await receiveLarge(one, { kept, net, url });
        if (!got.ok) return note(got.problem);
      } else {
        const got = await receiveSmall(one, net, url);
        if (!got.ok) return note(got.problem);
        batch.push({ hash: one.sha256, bytes: got.value });
        if (batch.length >= batchFiles || batch.reduce((sum, { bytes }) => sum + bytes.length, 0) >= batchBytes) await flush();
      }
      progress(++files, left.ok ? left.value.length : 0);
    }
  }
  if (queue.length > 0) progress(0, queue.length);
  await Promise.all(Array.from({ length: atOnce }, work));
  // What did come is kept, whatever became of the rest.
  await flush();
  return trouble === null ? ok(null) : fail(trouble);
}

/** A blob that the browser's cache has damaged would come back damaged for ever: what does not fit is asked for once more past it. */
async function receiveSmall({ sha256: hash, length }: Wanted, net: Net, url: string): Promise<Result<Bytes, SyncTrouble>> {
  const name = blobPath(hash);
  let why: 'too-long' | 'wrong-length' | 'wrong-hash' = 'wrong-hash';
  for (const fresh of [false, true]) {
    const got = await net.fetchBytes(`${url}/${name}`, length, { fresh });
    if (got.is === 'unreachable') return fail({ is: 'unreachable' });
    if (got.is === 'missing') return refused('missing', name);
    if (got.is === 'file' && got.bytes.length === length && await sha256(got.bytes) === hash) return ok(got.bytes);
    why = got.is !== 'file' ? 'too-long' : got.bytes.length === length ? 'wrong-hash' : 'wrong-length';
  }
  return refused(why, name);
}

/** One MiB after the other, each verified and on the disk before the next, so that a download goes on where the power went. */
async function receiveLarge({ sha256: hash, length, chunks = [] }: Wanted, { kept, net, url }: Receiving): Promise<Got> {
  const name = blobPath(hash);
  const key = (i: number) => `${hash}/${String(i).padStart(3, '0')}`;
  if (chunks.length !== Math.ceil(length / chunkBytes)) return refused('wrong-length', name);
  const have = await kept.read(['chunks'], async (tx) => new Set(await tx.keys('chunks')));
  if (!have.ok) return fail({ is: 'storage' });
  for (const [i, wanted] of chunks.entries()) {
    if (have.value.has(key(i))) continue;
    const from = i * chunkBytes;
    const to = Math.min(length, from + chunkBytes);
    const got = await net.fetchRange(`${url}/${name}`, from, to, length);
    if (got.is === 'unreachable') return fail({ is: 'unreachable' });
    // A server without ranges: the whole at once, or nothing.
    if (got.is === 'whole') return got.bytes.length === length && await sha256(got.bytes) === hash ? finish(got.bytes) : refused('wrong-hash', name);
    if (got.is !== 'part') return refused(got.is, name);
    const { bytes } = got;
    if (bytes.length !== to - from) return refused('wrong-length', name);
    if (await sha256(bytes) !== wanted) return refused('wrong-hash', name);
    const wrote = await kept.write(['chunks'], (tx) => tx.put('chunks', key(i), bytes));
    if (!wrote.ok) return fail({ is: 'storage' });
  }
  const parts = await kept.read(['chunks'], (tx) => Promise.all(chunks.map((_, i) => tx.get('chunks', key(i)))));
  if (!parts.ok) return fail({ is: 'storage' });
  const bytes = concat(parts.value as Bytes[]);
  return finish(bytes.length === length && await sha256(bytes) === hash ? bytes : null);

  async function finish(whole: Bytes | null): Promise<Got> {
    const done = await kept.write(['blobs', 'chunks'], async (tx) => {
      if (whole) await tx.put('blobs', hash, whole);
      for (const i of chunks.keys()) await tx.delete('chunks', key(i));
    });
    return !done.ok ? fail({ is: 'storage' }) : whole ? ok(null) : refused('wrong-hash', name);
  }
}

/** Blobs are written once; two of the same name are the same bytes. */
export const keep = (kept: Kept, blobs: readonly { readonly hash: string; readonly bytes: Bytes }[]): Promise<Result<null, 'storage'>> => kept.write(['blobs'], async (tx) => {
  for (const { hash, bytes } of blobs) await tx.put('blobs', hash, bytes);
  return null;
});
