import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDecision, type Sighting, type Step } from '../../kiosk/face/decision.ts';
import { type Challenge, challenges } from '../../kiosk/face/port.ts';
import { face, options, owner, type Seen, thresholds } from './sightings.ts';

type Frame = Omit<Seen, 'atMs'> | 'none';
const straight: Frame = {};
const turned: readonly Frame[] = [{ turn: 0.15 }, { turn: 0.3 }, { turn: 0.35 }, { turn: 0.15 }, { turn: 0.05 }];
const several = (n: number, frame: Frame = straight): readonly Frame[] => Array.from({ length: n }, () => frame);
/** A frame every 100 ms, with the overlay over all that show a face. */
function watch(frames: readonly Frame[], given: Parameters<typeof options>[0] = {}, all: Omit<Seen, 'atMs'> = {}) {
  const decision = openDecision(options(given));
  const steps: Step[] = [];
  for (const [i, frame] of frames.entries()) {
    const sighting: Sighting = frame === 'none' ? { is: 'none', atMs: i * 100, why: 'no-face' } : face({ atMs: i * 100, ...all, ...frame });
    const step = decision.see(sighting);
    steps.push(step);
    if (step.is === 'over') break;
  }
  const last = steps.at(-1);
  return { steps, hints: steps.flatMap((step) => (step.is === 'going-on' ? [step.hint] : [])), outcome: last?.is === 'over' ? last.outcome : undefined, late: () => decision.late() };
}
const whole = [...several(5), ...turned, ...several(4)];

describe('the verdict', () => {
  test('the owner who turns as asked is the same person, clearly', () => {
    expect(watch(whole).outcome).toEqual({ is: 'same-person', band: 'clear', pack: 'p' });
  });
  test('just above the threshold it is the same person, nearly', () => {
    expect(watch(whole, {}, { like: 0.45 }).outcome).toEqual({ is: 'same-person', band: 'near', pack: 'p' });
  });
  test('somebody else is different, and how far', () => {
    expect(watch(whole, {}, { like: 0.02 }).outcome).toEqual({ is: 'different', band: 'clear', pack: 'p' });
    expect(watch(whole, {}, { like: 0.15 }).outcome).toEqual({ is: 'different', band: 'near', pack: 'p' });
  });
  test('between the thresholds nothing can be said', () => {
    expect(watch(whole, {}, { like: 0.3 }).outcome).toEqual({ is: 'unsure', pack: 'p' });
  });
  test('a weak photo is no proof against anybody, and still one for its owner', () => {
    expect(watch(whole, { photoIsWeak: true }, { like: 0 }).outcome).toEqual({ is: 'unsure', pack: 'p' });
    expect(watch(whole, { photoIsWeak: true }).outcome).toMatchObject({ is: 'same-person' });
  });
  test('a print of the right person looks flat, before any challenge is asked', () => {
    const seen = watch(several(60), {}, { live: 0.02 });
    expect(seen.outcome).toEqual({ is: 'not-live', why: 'looks-flat', pack: 'p' });
    expect(seen.hints.filter(({ is }) => is === 'challenge')).toEqual([]);
  });
  test('somebody whom the attack models doubt at first is looked at longer', () => {
    expect(watch([...several(4, { live: 0.1 }), ...several(8), ...turned, ...several(5)]).outcome).toMatchObject({ is: 'same-person' });
  });
  test('a still picture that looks alive does not get past the challenge', () => {
    const seen = watch(several(700));
    expect(seen.outcome).toEqual({ is: 'not-live', why: 'challenge-not-done', pack: 'p' });
  });
  test('another face in the middle of the challenge ends it', () => {
    expect(watch([...several(5), { turn: 0.15 }, { turn: 0.3, like: 0 }, { turn: 0.3, like: 0 }, ...several(5)]).outcome).toEqual({ is: 'not-live', why: 'face-changed', pack: 'p' });
    expect(watch([...several(5), ...several(5, { like: 0 })]).outcome).toEqual({ is: 'not-live', why: 'face-changed', pack: 'p' });
  });
  test('a print for the comparison and a living head for the challenge are two people, whatever lies between', () => {
    expect(watch([...several(5), 'none', 'none', ...several(1, { like: 0 }), ...several(20, { like: 0, turn: 0.3 })]).outcome).toEqual({ is: 'not-live', why: 'face-changed', pack: 'p' });
  });
  test('the one who only comes back at the end must be the same too', () => {
    expect(watch([...several(5), ...turned, ...several(4, { like: 0 })]).outcome).toEqual({ is: 'not-live', why: 'face-changed', pack: 'p' });
  });
  test('who is out of the picture in the middle of a challenge does it again', () => {
    const away = [...several(5), { turn: 0.3 }, { turn: 0.3 }];
    expect(watch([...away, ...several(2, 'none'), ...several(5)]).outcome).toMatchObject({ is: 'same-person' });
    expect(watch([...away, ...several(3, 'none'), ...several(9)]).outcome).toBeUndefined();
    expect(watch([...away, ...several(3, 'none'), straight, ...turned, ...several(5)]).outcome).toMatchObject({ is: 'same-person' });
  });
  test('while looking for the first good frames a new person begins anew', () => {
    expect(watch([...several(3, { like: 0 }), ...whole, ...several(6)]).outcome).toMatchObject({ is: 'same-person' });
  });
  test('without a model for eyes a nod is asked instead of a blink', () => {
    const { hints } = watch(several(8), { eyes: null, challenges: ['blink'] });
    expect(hints.at(-1)).toEqual({ is: 'challenge', challenge: 'nod', n: 1, of: 1 });
  });
});

describe('when the time is over', () => {
  test('nobody was there', () => {
    expect(watch(several(700, 'none')).outcome).toEqual({ is: 'not-seen', why: 'no-face' });
  });
  test('somebody walked away in the middle of the challenge', () => {
    expect(watch([...several(6), ...several(700, 'none')]).outcome).toEqual({ is: 'not-seen', why: 'no-face' });
  });
  test('the camera gave nothing: the last reason', () => {
    expect(watch([]).late()).toEqual({ is: 'not-seen', why: 'no-face' });
    expect(watch([{ turn: 0.3 }]).late()).toEqual({ is: 'not-seen', why: 'turned' });
  });
});

describe('whatever is seen', () => {
  const some = fc.oneof(
    fc.constant<Frame>('none'),
    fc.record({ turn: fc.constantFrom(-0.4, -0.15, 0, 0.15, 0.4), nod: fc.constantFrom(0.4, 0.55, 0.75), like: fc.constantFrom(0, 0.3, 0.45, 0.9), live: fc.constantFrom(0, 0.4, 0.6, 1), widthPx: fc.constantFrom(150, 200), eyesOpen: fc.constantFrom(0, 1, null) }) as fc.Arbitrary<Frame>,
  );
  const asked = fc.array(fc.constantFrom(...challenges), { minLength: 1, maxLength: 3 });
  /** Runs of one frame are as likely as single ones: chance alone never gets anywhere. */
  const sequence = fc.array(fc.tuple(some, fc.integer({ min: 1, max: 8 })), { maxLength: 60 }).map((runs) => runs.flatMap(([frame, times]) => several(times, frame)));

  test('nobody is the same person without every challenge done, a face that was alive on the whole, and likeness', () => {
    let passed = 0;
    fc.assert(fc.property(fc.oneof(sequence, sequence.map((rest) => [...whole, ...rest])), fc.oneof(asked, fc.constant<Challenge[]>(['turn-left'])), (frames, challenges) => {
      const { hints, steps, outcome } = watch(frames, { challenges, photo: owner() });
      if (outcome?.is !== 'same-person') return;
      passed++;
      const told = hints.flatMap((hint) => (hint.is === 'challenge' ? [hint.n] : []));
      expect(told).toEqual(told.toSorted((a, b) => a - b));
      expect(new Set(told).size).toBe(challenges.length);
      const faces = frames.slice(0, steps.length).filter((frame) => frame !== 'none');
      expect(Math.max(...faces.map(({ live = 1 }) => live))).toBeGreaterThanOrEqual(thresholds.live.live);
      expect(Math.max(...faces.map(({ like = 0.9 }) => like))).toBeGreaterThanOrEqual(thresholds.match.same);
      const turns = faces.map(({ turn = 0 }) => turn);
      if (challenges.some((one) => one.startsWith('turn'))) expect(Math.max(...turns) - Math.min(...turns)).toBeGreaterThanOrEqual(0.25);
    }), { numRuns: 3000 });
    expect(passed).toBeGreaterThan(0);
  });
  test('frames that are all flat, all somebody else, or all still never end well', () => {
    fc.assert(fc.property(sequence, fc.constantFrom<Omit<Seen, 'atMs'>>({ live: 0.3 }, { like: 0.3 }, { turn: 0, nod: 0.55, widthPx: 160, eyesOpen: 1 }), asked, (frames, never, challenges) => {
      const forced = frames.map((frame): Frame => (frame === 'none' ? frame : { ...frame, ...never }));
      expect(watch(forced, { challenges }).outcome?.is).not.toBe('same-person');
    }), { numRuns: 1000 });
  });
  test('once the time is over there is an answer', () => {
    fc.assert(fc.property(sequence, asked, (frames, challenges) => {
      expect(watch([...several(1), ...frames, ...several(1)], { challenges, untilMs: frames.length * 100 + 100 }).outcome).toBeDefined();
    }));
  });
});

test('after forgetting nothing of the photo is left', () => {
  const photo = owner();
  const decision = openDecision(options({ photo }));
  decision.see(face({ atMs: 0 }));
  decision.forget();
  expect([...photo]).toEqual([0, 0, 0, 0]);
});
