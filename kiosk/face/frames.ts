import { frameLimits, unpackFile } from './card-photo.ts';
import type { Picture } from './picture.ts';

/** Where pictures come from, one after another. */
export interface Frames {
  /** The next picture, `null` when the camera is gone. The picture is written over by the next call. */
  next(): Promise<Picture | null>;
  /** Lets go of the camera, and overwrites or closes what is still under way. */
  end(): Promise<void>;
}

/** A track that was not stopped is let go of after this. */
const longestDrainMs = 300;

/** The frames of a moving picture; those nobody fetched in time are dropped. */
export function streamFrames(stream: ReadableStream<VideoFrame>): Frames {
  const reader = stream.getReader();
  let rgba = new Uint8ClampedArray(0);
  let isOver = false;
  return {
    async next() {
      const { value: frame } = await reader.read();
      if (isOver) frame?.close();
      if (!frame || isOver) return null;
      const { width, height } = frame.visibleRect!;
      if (rgba.length !== width * height * 4) {
        rgba.fill(0);
        rgba = new Uint8ClampedArray(width * height * 4);
      }
      try {
        await frame.copyTo(rgba, { format: 'RGBA', colorSpace: 'srgb' });
      } finally {
        frame.close();
      }
      return { widthPx: width, heightPx: height, rgba };
    },
    async end() {
      isOver = true;
      rgba.fill(0);
      // The page has stopped the track: what comes until the stream's end was on its way already, and nobody else closes it.
      const late = setTimeout(() => { void reader.cancel().catch(() => undefined); }, longestDrainMs);
      try {
        for (let read = await reader.read(); !read.done; read = await reader.read()) read.value.close();
      } catch { /* A stream that broke has nothing more to close. */ } finally {
        clearTimeout(late);
      }
    },
  };
}

/** Single compressed pictures, asked for one at a time; one that cannot be unpacked is as none: the next is asked for. */
export function singleFrames(ask: () => Promise<Uint8Array<ArrayBuffer> | null>): Frames {
  let last: Picture | null = null;
  const damagedInARow = 5;
  return {
    async next() {
      for (let n = 0; n < damagedInARow; n++) {
        const bytes = await ask();
        last?.rgba.fill(0);
        last = null;
        if (!bytes) return null;
        const unpacked = await unpackFile(bytes, undefined, frameLimits);
        bytes.fill(0);
        if (unpacked.ok) return (last = unpacked.value);
      }
      return null;
    },
    async end() { last?.rgba.fill(0); },
  };
}
