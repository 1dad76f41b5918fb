import type { Picture } from './port.ts';

/** The part of MediaStreamTrack Insertable Streams used here; the DOM library does not have it yet. */
type FrameSource = new (from: { readonly track: MediaStreamTrack; readonly maxBufferSize: number }) => { readonly readable: ReadableStream<VideoFrame> };
export type Turn = 0 | 90 | 180 | 270;

/** The pictures of a track from now on; one that nobody fetched is dropped for the next. Each is closed by who reads it. */
export function framesOf(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  return new (globalThis as unknown as { readonly MediaStreamTrackProcessor: FrameSource }).MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable;
}

/** The next picture of a track as JPEG, turned clockwise and no longer than `longestPx`. Nothing of it stays here. */
export async function grabJpeg(track: MediaStreamTrack, { turn, longestPx, quality }: { readonly turn: Turn; readonly longestPx: number; readonly quality: number }): Promise<Picture> {
  const frames = framesOf(track).getReader();
  try {
    const { value: frame } = await frames.read();
    if (!frame) throw new Error('the track ended');
    const scale = Math.min(1, longestPx / Math.max(frame.displayWidth, frame.displayHeight));
    const [across, down] = [Math.round(frame.displayWidth * scale), Math.round(frame.displayHeight * scale)];
    const canvas = turn % 180 === 0 ? new OffscreenCanvas(across, down) : new OffscreenCanvas(down, across);
    const { width, height } = canvas;
    const pen = canvas.getContext('2d')!;
    pen.imageSmoothingQuality = 'high';
    pen.translate(width / 2, height / 2);
    pen.rotate((turn * Math.PI) / 180);
    pen.drawImage(frame, -across / 2, -down / 2, across, down);
    frame.close();
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    canvas.width = 0;
    return { mediaType: 'image/jpeg', widthPx: width, heightPx: height, bytes: new Uint8Array(await blob.arrayBuffer()) };
  } finally {
    void frames.cancel().catch(() => undefined);
  }
}
