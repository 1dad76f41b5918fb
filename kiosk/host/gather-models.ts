import { createHash } from 'node:crypto';
import type { Model, ModelPack } from '../../content/schema/model-pack.ts';
import { isWhole, weightsIn } from './model-folder.ts';

/** Where weights may lie: a folder, under whatever names, found by their hash; or an address of their maker. */
export type Place = { readonly is: 'folder'; readonly name: string; readonly dir: string } | { readonly is: 'upstream'; readonly name: string; readonly addressOf: (sha256: string) => string | undefined; readonly deadlineMs: number };
/** `not-tried`: its maker's address is known, and something else is nowhere. */
export type Missing = Pick<Model, 'role' | 'file' | 'title' | 'bytes' | 'provenance'> & { readonly why: 'nowhere' | 'not-tried' | 'unreachable' | 'other-bytes' };
/** `bytes`: what came over the network; undefined where the file lies on this machine. */
export interface Found { readonly model: Model; readonly place: string; readonly file?: string; readonly bytes?: Uint8Array }
export interface Gathered { readonly found: readonly Found[]; readonly missing: readonly Missing[] }

/** Only blinking is asked less without it. */
export const canDoWithout = ({ role }: Pick<Model, 'role'>): boolean => role === 'eyes';

/**
 * Looks for every file of a pack, place by place. Nothing is downloaded while something that the pack cannot do without has no
 * place at all: the download would be for nothing.
 */
export async function gatherModels(pack: ModelPack, places: readonly Place[], get: typeof fetch): Promise<Gathered> {
  const here = new Map<Model, Found>();
  for (const place of places) {
    if (place.is !== 'folder') continue;
    const lying = await weightsIn(place.dir);
    for (const model of pack.models) {
      if (here.has(model)) continue;
      for (const { file, bytes } of lying) if (bytes === model.bytes && await isWhole(file, bytes, model.sha256)) { here.set(model, { model, place: place.name, file }); break; }
    }
  }
  const wanted = pack.models.filter((model) => !here.has(model));
  const sources = wanted.map((model) => ({ model, from: places.flatMap((place) => {
    const address = place.is === 'upstream' ? place.addressOf(model.sha256) : undefined;
    return place.is === 'upstream' && address !== undefined ? [{ address, place }] : [];
  }) }));
  const hopeless = sources.some(({ model, from }) => from.length === 0 && !canDoWithout(model));
  const missing: Missing[] = [];
  for (const { model, from } of sources) {
    let why: Missing['why'] = from.length === 0 ? 'nowhere' : hopeless ? 'not-tried' : 'unreachable';
    for (const { address, place } of hopeless ? [] : from) {
      const got = await download(address, model, place.deadlineMs, get);
      if (typeof got === 'string') { why = got; continue; }
      here.set(model, { model, place: place.name, bytes: got });
      break;
    }
    const { role, file, title, bytes, provenance } = model;
    if (!here.has(model)) missing.push({ role, file, title, bytes, provenance, why });
  }
  return { found: [...here.values()], missing };
}

async function download(address: string, { bytes, sha256 }: Model, deadlineMs: number, get: typeof fetch): Promise<Uint8Array | 'unreachable' | 'other-bytes'> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const answer = await get(address, { signal: AbortSignal.timeout(deadlineMs) });
    if (!answer.ok || !answer.body) return 'unreachable';
    for await (const part of answer.body) {
      length += part.length;
      if (length > bytes) return 'other-bytes';
      parts.push(part);
    }
  } catch {
    return 'unreachable';
  }
  const all = Buffer.concat(parts);
  return all.length === bytes && createHash('sha256').update(all).digest('hex') === sha256 ? all : 'other-bytes';
}
