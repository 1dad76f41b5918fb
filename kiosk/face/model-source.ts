import * as v from 'valibot';
import { manifestFile, ModelPack } from '../../content/schema/model-pack.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { standingOf } from '../sync/generations.ts';
import type { Kept } from '../sync/kept.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** The models this kiosk has: `signed` by the catalog, or as they lie on its `host`. */
export interface ModelSource {
  readonly from: 'signed' | 'host';
  readonly pack: ModelPack;
  /** The bytes of one of the pack's files, each held against its hash; null when they cannot be had or are others. */
  read(file: string): Promise<Bytes | null>;
}
/** `absent`: there are none. `broken`: there are, and they are not to be used. */
export type NoModels = 'absent' | 'broken';

export interface ModelSourceOptions {
  /** What the catalog's content is kept in; null where no catalog is configured or the disk does not answer. */
  readonly kept: Kept | null;
  readonly fetch: typeof fetch;
}

const signedFolder = 'models/face/';
const hostFolder = '/models/face/';
const deadlineMs = 20_000;

/**
 * The signed pack if the content shown has one, else what the host gives. A signed pack that is damaged is not replaced by
 * the host's, whose thresholds may be older: the other ways are open until the catalog's files are mended.
 */
export async function openModelSource({ kept, fetch: get }: ModelSourceOptions): Promise<Result<ModelSource, NoModels>> {
  const standing = kept && await standingOf(kept);
  const files = standing?.ok ? standing.value.active?.files : undefined;
  if (kept && files && Object.hasOwn(files, signedFolder + manifestFile)) {
    return sourceOf('signed', async (name) => {
      const blob = Object.hasOwn(files, signedFolder + name) ? files[signedFolder + name]! : undefined;
      const read = blob && await kept.read(['blobs'], (tx) => tx.get('blobs', blob.sha256));
      const bytes = read?.ok ? read.value as Bytes | undefined : undefined;
      // The manifest has no manifest above it but the catalog's own.
      return blob && bytes && await hashOf(bytes) === blob.sha256 ? bytes : null;
    });
  }
  return sourceOf('host', async (name) => {
    try {
      const answer = await get(hostFolder + name, { signal: AbortSignal.timeout(deadlineMs) });
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
    } catch {
      return null;
    }
  });
}

async function sourceOf(from: ModelSource['from'], readFile: (name: string) => Promise<Bytes | null>): Promise<Result<ModelSource, NoModels>> {
  const manifest = await readFile(manifestFile);
  if (!manifest) return fail(from === 'signed' ? 'broken' : 'absent');
  const pack = v.safeParse(v.pipe(v.string(), v.parseJson(), ModelPack), new TextDecoder().decode(manifest));
  if (!pack.success) return fail('broken');
  return ok({
    from, pack: pack.output,
    async read(file) {
      const model = pack.output.models.find((one) => one.file === file);
      const bytes = model ? await readFile(file) : null;
      return model && bytes?.length === model.bytes && await hashOf(bytes) === model.sha256 ? bytes : null;
    },
  });
}

const hashOf = async (bytes: Bytes): Promise<string> => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
