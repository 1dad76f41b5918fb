import { expect, test } from 'vitest';
import { absentPhotoDecoder, makersPhotoDecoder, photoOf } from '../../../drivers/id-reader/photo.ts';
import { virtualClock } from '../virtual-clock.ts';

const ask = { deadlineMs: 3000 };
const wlt = new Uint8Array(1024);
const bgr = () => Uint8Array.from({ length: 102 * 126 * 3 }, (_, i) => (i * 31) & 0xff);
/** The same picture as a BMP, rows from the bottom or, with a negative height, from the top. */
function bmp(fromBottom: boolean): Uint8Array {
  const bytes = new Uint8Array(38_862);
  const head = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  head.setUint32(10, 54, true);
  head.setInt32(18, 102, true);
  head.setInt32(22, fromBottom ? 126 : -126, true);
  head.setUint16(28, 24, true);
  for (let y = 0; y < 126; y++) bytes.set(bgr().subarray(y * 306, (y + 1) * 306), 54 + (fromBottom ? 125 - y : y) * 308);
  return bytes;
}

test('without a decoder a photo is absent', async () => {
  expect(await absentPhotoDecoder.decode(wlt, ask)).toEqual({ is: 'absent' });
});
test('BGR rows and both kinds of BMP are the same picture', () => {
  const photo = photoOf(bgr())!;
  expect([photo.widthPx, photo.heightPx, photo.rgba.length]).toEqual([102, 126, 51_408]);
  expect([...photo.rgba.subarray(0, 8)]).toEqual([62, 31, 0, 255, 155, 124, 93, 255]);
  expect(photoOf(bmp(true))).toEqual(photo);
  expect(photoOf(bmp(false))).toEqual(photo);
});
test('anything else is no photo', async () => {
  const wrongSize = bmp(true);
  new DataView(wrongSize.buffer).setInt32(18, 101, true);
  expect([photoOf(new Uint8Array(38_862)), photoOf(wrongSize), photoOf(new Uint8Array(0))]).toEqual([undefined, undefined, undefined]);
  const decoder = makersPhotoDecoder(async () => new Uint8Array(5), { model: 'maker' });
  expect(await decoder.decode(wlt, ask)).toEqual({ is: 'bad-photo' });
  expect(await decoder.decode(new Uint8Array(1023), ask)).toEqual({ is: 'bad-photo' });
});
test.each([[-5, 'not-authorised'], [-1, 'bad-photo'], [-6, 'bad-photo'], [0, 'bad-photo']])('return code %i is %s', async (code, is) => {
  expect(await makersPhotoDecoder(async () => code, { model: 'maker' }).decode(wlt, ask)).toEqual({ is });
});
test('a decoder that is silent, gone or broken never rejects and keeps the deadline', async () => {
  const clock = virtualClock();
  expect(await clock.until(makersPhotoDecoder(() => new Promise(() => undefined), { model: 'maker', clock }).decode(wlt, ask))).toEqual({ is: 'no-answer' });
  expect(clock.now()).toBe(3000);
  expect(await makersPhotoDecoder(async () => { throw new Error('gone'); }, { model: 'maker' }).decode(wlt, ask)).toEqual({ is: 'no-answer' });
  expect(await makersPhotoDecoder(() => { throw new Error('not loaded'); }, { model: 'maker' }).decode(wlt, ask)).toEqual({ is: 'no-answer' });
});
test('what the decoder gave is overwritten', async () => {
  const made = bgr();
  const outcome = await makersPhotoDecoder(async () => made, { model: 'maker' }).decode(wlt, ask);
  expect(outcome.is).toBe('decoded');
  expect(made.every((byte) => byte === 0)).toBe(true);
});
