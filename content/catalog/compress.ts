import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';

/** How hard compressed siblings are worked at: `best` for the real catalog, `fast` for tests, `none` for content that is packed already. */
export type Compression = 'best' | 'fast' | 'none';
/** Below this many bytes a sibling saves nothing worth a file. */
const smallestBytes = 200;
export const siblingEndings = ['.br', '.gz', '.zst'] as const;

/** Compressed forms by file ending; only those smaller than the plain one. */
export async function siblings(plain: Uint8Array, how: Compression): Promise<readonly (readonly [ending: string, bytes: Buffer])[]> {
  if (how === 'none' || plain.length < smallestBytes) return [];
  const best = how === 'best';
  const [br, gz, zst] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: best ? 11 : 4, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
    promisify(gzip)(plain, { level: best ? 9 : 1 }),
    // Told the size beforehand, it does not set up a window for the largest there could be: 4 ms a file instead of 360.
    promisify(zstdCompress)(plain, { pledgedSrcSize: plain.length, params: { [constants.ZSTD_c_compressionLevel]: best ? 19 : 1 } }),
  ]);
  return ([['.br', br], ['.gz', gz], ['.zst', zst]] as const).filter(([, bytes]) => bytes.length < plain.length);
}
