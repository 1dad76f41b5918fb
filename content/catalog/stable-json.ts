import { createHash } from 'node:crypto';
import { chunkBytes } from '../schema/manifest.ts';

export { stableJson } from '../../kiosk/core/stable-json.ts';
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Hash, length and, for what is longer than one chunk, the hash of each MiB. */
export function fingerprint(bytes: Uint8Array): { readonly sha256: string; readonly length: number; readonly chunks?: string[] } {
  const whole = { sha256: sha256Of(bytes), length: bytes.length };
  if (bytes.length <= chunkBytes) return whole;
  return { ...whole, chunks: Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) => sha256Of(bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes))) };
}
