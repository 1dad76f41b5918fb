import { type Clock, systemClock } from '../transport/clock.ts';
import { makersPhotoDecoder } from './photo.ts';
import type { PhotoDecoder } from './port.ts';

/** The largest answer that can be a photo: a BMP of 102 × 126. */
const mostBytes = 38_862;

/**
 * A maker's decoder behind a service on this machine: the closed library needs a process of its own, with its licence beside
 * it. The service takes POST with 1,024 bytes of WLT as application/octet-stream and answers 200 with the BGR rows or the BMP,
 * or 422 with the library's return code as text (0, -1 … -6). Nothing is cached, nothing is sent but the photo.
 */
export function photoService(url: string, { model = 'photo-service', clock = systemClock, fetch: send = fetch }: { model?: string; clock?: Clock; fetch?: typeof fetch } = {}): PhotoDecoder {
  return makersPhotoDecoder(async (wlt) => {
    const body = wlt.slice();
    try {
      const answer = await send(url, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body, cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
      if (answer.status === 422) return codeIn(await answer.text());
      if (!answer.ok || !answer.body) throw new Error('refused');
      return await read(answer.body);
    } finally {
      body.fill(0);
    }
  }, { model, clock });
}

function codeIn(text: string): number {
  return /^-?[0-6]$/.test(text.trim()) ? Number(text) : -1;
}

/** The body, or too few bytes to be a photo when it is longer than one. */
async function read(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = body.getReader();
  const whole = new Uint8Array(mostBytes);
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (length + next.value.length > mostBytes) {
      await reader.cancel();
      whole.fill(0);
      return new Uint8Array(0);
    }
    whole.set(next.value, length);
    length += next.value.length;
    next.value.fill(0);
  }
  const photo = whole.slice(0, length);
  whole.fill(0);
  return photo;
}
