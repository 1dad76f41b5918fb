import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { simCamera } from '../../drivers/camera/sim.ts';
import type { PhotoOutcome } from '../../drivers/id-reader/port.ts';
import type { FaceOutcome } from '../../kiosk/face/port.ts';
import { canCheckFace, type FaceCheckEnd, FaceCheckModel } from '../../kiosk/models/face-check.ts';
import { adult, cardOf, desk, elder } from './desk.ts';
import { simPhotoDecoder, simVerifier } from './verifier.ts';

function bench() {
  const table = desk();
  const camera = simCamera({ clock: table.time });
  const faces = simVerifier();
  const photos = simPhotoDecoder();
  const ends: FaceCheckEnd[] = [];
  let drawn = 0;
  const check = new FaceCheckModel({ ...table.ports, camera, faceVerifier: faces.verifier, photoDecoder: photos.decoder, random: () => (drawn++ * 0.37) % 1 }, (end) => ends.push(end));
  const wlt = new Uint8Array(1024).fill(9);
  const begin = (person: { birth: string; number: string } = adult, photo: Uint8Array | undefined = wlt) => check.begin({ photo, birth: person.birth, number: person.number });
  return { ...table, camera, faces, photos, ends, check, wlt, begin };
}
type Bench = ReturnType<typeof bench>;
let b: Bench;
beforeEach(() => { b = bench(); });
/** Somebody said yes, and the camera looks. */
async function looking() {
  b.begin();
  void b.check.agree();
  await b.time.pass(10);
  expect(b.check.state.value.is).toBe('looking');
}
const same: FaceOutcome = { is: 'same-person', band: 'clear', pack: 'test-1' };
const blank = (bytes: ArrayLike<number>) => Array.from(bytes).every((byte) => byte === 0);

describe('before the consent', () => {
  test('nothing is opened and the photo is not unpacked, only the models are loaded', async () => {
    b.begin();
    await b.time.pass(60_000);
    expect(b.check.state.value).toEqual({ is: 'consent', guardian: false });
    expect([b.camera.isOn, b.photos.asked, b.faces.log]).toEqual([false, 0, ['release', 'prepare']]);
  });
  test('no is an answer: the photo is overwritten, the models are gone, the other ways are next', () => {
    b.begin();
    b.check.decline();
    expect([b.ends, b.check.state.value, blank(b.wlt), b.faces.log.at(-1)]).toEqual([[{ is: 'declined' }], { is: 'off' }, true, 'release']);
  });
});

describe('a face that fits', () => {
  test('passes with its band, and camera, photo and models are gone before anybody hears of it', async () => {
    await looking();
    expect(b.camera.isOn).toBe(true);
    b.faces.answer(same);
    await b.time.pass(1);
    expect([b.check.state.value, b.ends, b.camera.isOn]).toEqual([{ is: 'passed' }, [{ is: 'passed', band: 'clear', pack: 'test-1', guardian: null }], false]);
    expect([blank(b.wlt), b.photos.given.map(blank), b.faces.log.at(-1)]).toEqual([true, [true], 'release']);
  });
  test('was told what to do, one thing at a time', async () => {
    await looking();
    b.faces.hint({ is: 'adjust', why: 'too-far' });
    expect(b.check.state.value).toMatchObject({ is: 'looking', hint: { is: 'adjust', why: 'too-far' } });
    b.faces.hint({ is: 'challenge', challenge: 'nod', n: 1, of: 2 });
    expect(b.check.state.value).toMatchObject({ hint: { is: 'challenge', challenge: 'nod' } });
  });
  test('does two different things, drawn anew for each try', async () => {
    const drawn = new Set<string>();
    for (let i = 0; i < 12; i++) {
      await looking();
      const { challenges } = b.faces.asks.at(-1)!;
      expect(new Set(challenges).size).toBe(2);
      drawn.add(challenges.join());
      b.check.end();
    }
    expect(drawn.size).toBeGreaterThan(3);
  });
});

describe('consent taken back', () => {
  test('while the camera looks switches it off at once and drops the verdict that comes after', async () => {
    await looking();
    b.check.withdraw();
    expect([b.camera.isOn, b.check.state.value, b.ends]).toEqual([false, { is: 'off' }, [{ is: 'withdrawn' }]]);
    b.faces.answer(same);
    await b.time.pass(100_000);
    expect([b.check.state.value, b.ends.length, blank(b.wlt), b.photos.given.map(blank)]).toEqual([{ is: 'off' }, 1, true, [true]]);
  });
  test('while the camera is still coming on: it goes off as soon as it came', async () => {
    b.begin();
    const agreeing = b.check.agree();
    b.check.withdraw();
    await b.time.until(agreeing);
    await b.time.pass(100);
    expect([b.camera.isOn, b.faces.log.includes('verify'), b.photos.given.map(blank)]).toEqual([false, false, [true]]);
  });
});

describe('a child under 14', () => {
  const child = { birth: '2015-06-01', number: '370499201506010013' };
  test('is looked at after a guardian laid a card on and said yes', async () => {
    b.begin(child);
    expect(b.check.state.value).toEqual({ is: 'consent', guardian: true });
    const agreeing = b.check.agree();
    expect(b.check.state.value).toEqual({ is: 'guardian-card', refused: null });
    b.idReader.lay(adult);
    await b.time.until(agreeing);
    expect(b.check.state.value).toEqual({ is: 'guardian-consent', guardian: { name: adult.name, number: adult.number } });
    expect([b.camera.isOn, b.photos.asked]).toEqual([false, 0]);
    void b.check.agree();
    await b.time.pass(10);
    b.faces.answer(same);
    await b.time.pass(1);
    expect(b.ends).toEqual([{ is: 'passed', band: 'clear', pack: 'test-1', guardian: { name: adult.name, number: adult.number } }]);
  });
  test.each([
    ['the child itself', 'same-person', { ...adult, ...child }], ['another child', 'not-adult', cardOf('minor')], ['an expired card', 'card-expired', cardOf('expired')],
  ] as const)('is not consented for by %s', async (_, refused, card) => {
    b.begin(child);
    const agreeing = b.check.agree();
    b.idReader.lay(card);
    await b.time.until(agreeing);
    expect([b.check.state.value, b.camera.isOn]).toEqual([{ is: 'guardian-card', refused }, false]);
    b.idReader.pull();
    const again = b.check.readGuardian();
    b.idReader.lay(elder);
    await b.time.until(again);
    expect(b.check.state.value.is).toBe('guardian-consent');
  });
  test('at fourteen consents alone', () => {
    b.begin({ birth: '2012-11-23', number: '1' });
    expect(b.check.state.value).toEqual({ is: 'consent', guardian: false });
    b.begin({ birth: '2012-11-24', number: '1' });
    expect(b.check.state.value).toEqual({ is: 'consent', guardian: true });
  });
});

describe('the card\'s photo', () => {
  test.each<[PhotoOutcome['is'], string, boolean]>([
    ['absent', 'photo-missing', false], ['bad-photo', 'photo-unreadable', false], ['not-authorised', 'photo-not-authorised', false], ['no-answer', 'photo-no-answer', true],
  ])('that is %s never switches the camera on, and is the next way\'s turn', async (outcome, trouble, again) => {
    b.photos.answers(outcome);
    b.begin();
    await b.check.agree();
    expect([b.check.state.value, b.camera.isOn, b.faces.log.includes('verify')]).toEqual([{ is: 'failed', trouble: { is: trouble }, again }, false, false]);
    expect(b.ends).toEqual([{ is: 'failed', trouble: { is: trouble }, again }]);
  });
  test('that the card did not give is said, not asked for again', async () => {
    b.check.begin({ photo: undefined, birth: adult.birth, number: adult.number });
    await b.check.agree();
    expect(b.check.state.value).toEqual({ is: 'failed', trouble: { is: 'photo-missing' }, again: false });
  });
});

describe('no loop', () => {
  test.each<[FaceOutcome, string, boolean]>([
    [{ is: 'different', band: 'clear', pack: 'p' }, 'different', false], [{ is: 'unsure', pack: 'p' }, 'unsure', false], [{ is: 'bad-photo' }, 'photo-unreadable', false], [{ is: 'unavailable' }, 'unavailable', false],
    [{ is: 'not-live', why: 'looks-flat', pack: 'p' }, 'looks-flat', true], [{ is: 'not-live', why: 'challenge-not-done', pack: 'p' }, 'challenge-not-done', true], [{ is: 'not-live', why: 'face-changed', pack: 'p' }, 'face-changed', true],
    [{ is: 'not-seen', why: 'too-dark' }, 'not-seen', true], [{ is: 'camera-ended' }, 'camera-ended', true],
  ])('%j is told as %s and may be tried again: %s', async (outcome, trouble, again) => {
    await looking();
    b.faces.answer(outcome);
    await b.time.pass(1);
    expect(b.check.state.value).toMatchObject({ is: 'failed', trouble: { is: trouble }, again });
    expect(b.camera.isOn).toBe(false);
  });
  test('after the second failure there is no third try', async () => {
    await looking();
    b.faces.answer({ is: 'not-seen', why: 'too-dark' });
    await b.time.pass(1);
    void b.check.again();
    await b.time.pass(10);
    expect(b.check.state.value.is).toBe('looking');
    b.faces.answer({ is: 'not-seen', why: 'too-dark' });
    await b.time.pass(1);
    expect(b.check.state.value).toMatchObject({ is: 'failed', again: false });
    await b.check.again();
    expect([b.check.state.value.is, b.camera.isOn]).toEqual(['failed', false]);
  });
});

describe('a camera', () => {
  test.each(['no-wire', 'forbidden'] as const)('that is %s is told', async (why) => {
    b.camera.setTrouble(why);
    b.begin();
    await b.time.until(b.check.agree());
    expect(b.check.state.value).toEqual({ is: 'failed', trouble: { is: 'camera-away' }, again: true });
  });
  test('unplugged while it looks ends the try', async () => {
    await looking();
    b.camera.setTrouble('no-wire');
    await b.time.pass(10);
    expect([b.check.state.value, b.faces.isVerifying]).toEqual([{ is: 'failed', trouble: { is: 'camera-ended' }, again: true }, false]);
  });
  test('that somebody else uses is told as busy', async () => {
    await b.camera.open({ deadlineMs: 1000 });
    b.begin();
    await b.time.until(b.check.agree());
    expect(b.check.state.value).toEqual({ is: 'failed', trouble: { is: 'camera-busy' }, again: true });
  });
});

test('a verifier that never answers is given up, with the camera off', async () => {
  await looking();
  await b.time.pass(106_000);
  expect([b.check.state.value, b.camera.isOn]).toEqual([{ is: 'failed', trouble: { is: 'unavailable' }, again: false }, false]);
});

test('is offered only where models, decoder, photo and camera are all there', () => {
  const all = { ...b.ports, fitted: new Set(['camera'] as const), idReader: { ...b.ports.idReader, capabilities: { model: 'x', photo: true, detectsRemoval: true } }, faceVerifier: b.faces.verifier, photoDecoder: b.photos.decoder };
  expect(canCheckFace(all)).toBe(true);
  expect(canCheckFace({ ...all, fitted: new Set() })).toBe(false);
  expect(canCheckFace({ ...all, idReader: b.ports.idReader })).toBe(false);
  expect(canCheckFace({ ...all, photoDecoder: b.ports.photoDecoder })).toBe(false);
  for (const is of ['absent', 'broken'] as const) { b.faces.setStatus({ is }); expect(canCheckFace(all)).toBe(false); }
});

describe('whatever happens, in whatever order', () => {
  const act = fc.constantFrom<((bench: Bench) => unknown)[]>(
    (x) => x.begin(), (x) => x.begin({ birth: '2016-01-01', number: 'child' }), (x) => x.check.agree(), (x) => x.check.agree(), (x) => x.check.decline(), (x) => x.check.withdraw(), (x) => x.check.again(), (x) => x.check.readGuardian(), (x) => x.check.end(),
    (x) => x.idReader.lay(adult), (x) => x.idReader.pull(), (x) => x.idReader.setOffline('no-wire'), (x) => x.idReader.setOffline(null),
    (x) => x.camera.setTrouble('no-wire'), (x) => x.camera.setTrouble('mute'), (x) => x.camera.setTrouble(null),
    (x) => { x.photos.answers('bad-photo'); }, (x) => { x.photos.answers('decoded'); },
    (x) => x.faces.answer(same), (x) => x.faces.answer({ is: 'different', band: 'clear', pack: 'p' }), (x) => x.faces.answer({ is: 'not-seen', why: 'no-face' }), (x) => x.faces.hint({ is: 'hold-still' }),
    (x) => x.time.pass(20), (x) => x.time.pass(9000), (x) => x.time.pass(70_000),
  );
  test('consent comes before the camera, the photo and the verifier, and the camera is on only while looking', async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const x = bench();
      for (const one of acts) {
        const asked = [x.photos.asked, x.faces.asks.length];
        const before = x.check.state.value.is;
        void one(x);
        const now = x.check.state.value.is;
        await x.time.pass(1);
        // Only a yes, or another try after one, leads to the photo; what is under way was agreed to.
        if (['off', 'consent', 'guardian-card'].includes(before) && ['off', 'consent', 'guardian-card', 'guardian-consent'].includes(now)) expect([x.photos.asked, x.faces.asks.length]).toEqual(asked);
        if (!['opening', 'looking'].includes(x.check.state.value.is)) expect([x.camera.isOn, x.faces.isVerifying]).toEqual([false, false]);
        if (['off', 'passed'].includes(x.check.state.value.is)) expect(x.photos.given.every((pixels) => pixels.every((v) => v === 0))).toBe(true);
      }
      // Left alone it comes to rest where the person can go on.
      await x.time.pass(300_000);
      expect(['off', 'consent', 'guardian-card', 'guardian-consent', 'passed', 'failed']).toContain(x.check.state.value.is);
    }), { numRuns: 120 });
  });
});
