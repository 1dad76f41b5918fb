// Looks for a code in the pictures of a camera, away from the page. A picture never leaves this worker; all that does is the
// bytes of one code. It ends with the scan, and its memory with it.
// oxlint-disable-next-line import/default -- Vite makes the address of the file the default export
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { codeIn, prepareDecoder } from './decode.ts';
import type { Read } from './read.ts';

/** To the page; bytes move there, none stay here. */
const tell = (read: Read) => (self as unknown as Pick<Worker, 'postMessage'>).postMessage(read, read.is === 'code' ? [read.bytes.buffer] : []);

self.addEventListener('message', ({ data }: MessageEvent<ReadableStream<VideoFrame> | null>) => { look(data).catch(() => tell({ is: 'broken' })); });

async function look(frames: ReadableStream<VideoFrame> | null): Promise<void> {
  await prepareDecoder(wasmUrl);
  tell({ is: 'ready' });
  if (!frames) return;
  const reader = frames.getReader();
  let data = new Uint8ClampedArray(0);
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const frame = next.value;
    const { width, height } = frame.visibleRect!;
    if (data.length !== width * height * 4) data = new Uint8ClampedArray(width * height * 4);
    try {
      await frame.copyTo(data, { format: 'RGBA', colorSpace: 'srgb' });
    } finally {
      frame.close();
    }
    const bytes = await codeIn({ width, height, data });
    if (!bytes) continue;
    data.fill(0);
    return tell({ is: 'code', bytes });
  }
}
