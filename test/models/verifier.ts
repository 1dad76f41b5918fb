import type { PhotoDecoder, PhotoOutcome } from '../../drivers/id-reader/port.ts';
import type { FaceHint, FaceOutcome, FaceStatus, FaceVerifier, VerifyFace } from '../../kiosk/face/port.ts';

/** A verifier whose verdicts and hints the test gives. As a real one it ends with `cancelled` at once when called off, and keeps nothing of the photo. */
export function simVerifier() {
  let pending: { readonly ask: VerifyFace; readonly answer: (outcome: FaceOutcome) => void } | undefined;
  const log: ('prepare' | 'verify' | 'release')[] = [];
  const asks: VerifyFace[] = [];
  const verifier = {
    status: { is: 'idle', pack: 'test-1' } as FaceStatus,
    watch: () => () => {},
    prepare() { log.push('prepare'); },
    release() { log.push('release'); },
    verify: (ask) => new Promise<FaceOutcome>((resolve) => {
      log.push('verify');
      asks.push(ask);
      const answer = (outcome: FaceOutcome) => {
        if (ask.photo.is === 'pixels') ask.photo.rgba.fill(0);
        pending = undefined;
        resolve(outcome);
      };
      pending = { ask, answer };
      ask.signal.addEventListener('abort', () => answer({ is: 'cancelled' }));
    }),
  } satisfies FaceVerifier & { status: FaceStatus };
  return {
    verifier: verifier as FaceVerifier, log, asks,
    setStatus(status: FaceStatus) { verifier.status = status; },
    hint(hint: FaceHint) { pending?.ask.onHint(hint); },
    answer(outcome: FaceOutcome) { pending?.answer(outcome); },
    get isVerifying() { return pending !== undefined; },
  };
}

/** A decoder that answers as told, and remembers what it gave away. */
export function simPhotoDecoder() {
  const given: Uint8ClampedArray[] = [];
  let outcome: PhotoOutcome['is'] = 'decoded';
  let asked = 0;
  const decoder: PhotoDecoder = {
    capabilities: { model: 'sim' },
    async decode() {
      asked++;
      if (outcome !== 'decoded') return { is: outcome };
      const rgba = new Uint8ClampedArray(102 * 126 * 4).fill(7);
      given.push(rgba);
      return { is: 'decoded', photo: { widthPx: 102, heightPx: 126, rgba } };
    },
  };
  return { decoder, given, get asked() { return asked; }, answers(next: PhotoOutcome['is']) { outcome = next; } };
}
