import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atBegin, follow } from '../../kiosk/face/challenge.ts';
import type { Point } from '../../kiosk/face/picture.ts';
import { type Challenge, challenges } from '../../kiosk/face/port.ts';
import { poseOf } from '../../kiosk/face/pose.ts';
import { face, type Seen } from './sightings.ts';

const neutral = { turn: 0, nod: 0.55 };
const eyes = { open: 0.6, closed: 0.3 };
const run = (challenge: Challenge, frames: readonly Omit<Seen, 'atMs'>[], everyMs = 100) =>
  frames.map((frame, i) => face({ atMs: i * everyMs, ...frame }).posture).reduce((progress, posture) => follow(challenge, progress, posture, neutral, eyes), atBegin as ReturnType<typeof follow>).is;
const straight = {};

describe('who does what is asked', () => {
  test.each<[Challenge, readonly Omit<Seen, 'atMs'>[]]>([
    ['turn-left', [straight, { turn: 0.15 }, { turn: 0.3 }, { turn: 0.4 }, { turn: 0.1 }]],
    ['turn-right', [straight, { turn: -0.3 }, { turn: -0.4 }, { turn: -0.15 }, straight]],
    ['nod', [straight, { nod: 0.7 }, { nod: 0.75 }, { nod: 0.6 }]],
    ['closer', [straight, { widthPx: 180 }, { widthPx: 205, xPx: 220 }, { widthPx: 210, xPx: 215 }]],
    ['blink', [straight, { eyesOpen: 0.1 }, straight]],
  ])('%s', (challenge, frames) => {
    expect(run(challenge, frames)).toBe('done');
  });
});

describe('what is no answer', () => {
  test.each(challenges)('a still picture never does %s', (challenge) => {
    expect(run(challenge, Array.from({ length: 100 }, () => straight))).not.toBe('done');
  });
  test('turning the other way is not turning left', () => {
    expect(run('turn-left', [straight, { turn: -0.4 }, { turn: -0.4 }, { turn: -0.4 }, straight])).not.toBe('done');
  });
  test('a face that was turned from the beginning has not turned', () => {
    expect(run('turn-left', [{ turn: 0.4 }, { turn: 0.4 }, { turn: 0.4 }, straight])).not.toBe('done');
  });
  test('one frame of it is the detector’s mistake', () => {
    expect(run('turn-left', [straight, { turn: 0.4 }, straight])).not.toBe('done');
  });
  test('a turned face that appears elsewhere in the picture is another one, and the challenge begins again', () => {
    expect(run('turn-left', [straight, { turn: 0.4, xPx: 20, widthPx: 80 }, { turn: 0.4, xPx: 20, widthPx: 80 }, straight])).not.toBe('done');
  });
  test('what happens after a gap begins again', () => {
    expect(run('turn-left', [straight, { turn: 0.4 }, { turn: 0.4 }, straight], 3500)).not.toBe('done');
  });
  test('closed eyes from the beginning are no blink, nor is a pack that cannot tell', () => {
    expect(run('blink', [{ eyesOpen: 0 }, { eyesOpen: 0 }, straight])).not.toBe('done');
    expect(run('blink', [{ eyesOpen: null }, { eyesOpen: null }, { eyesOpen: null }])).not.toBe('done');
  });
});

describe('a flat picture', () => {
  /** Eyes, nose, mouth of a face printed 16 cm wide, in cm from its middle. */
  const printed: readonly Point[] = [[-3.2, -2], [3.2, -2], [0, 1.6], [-2.6, 4.6], [2.6, 4.6]];
  const whole = poseOf({ points: printed as never });
  /** Seen by a pinhole camera at that distance, turned about both axes. */
  function held(yawDegrees: number, pitchDegrees: number, rollDegrees: number, distanceCm: number) {
    const [yaw, pitch, roll] = [yawDegrees, pitchDegrees, rollDegrees].map((degrees) => (degrees * Math.PI) / 180) as [number, number, number];
    return poseOf({ points: printed.map(([x, y]): Point => {
      const [rx, ry] = [x * Math.cos(roll) - y * Math.sin(roll), x * Math.sin(roll) + y * Math.cos(roll)];
      const [px, pz] = [rx * Math.cos(yaw), -rx * Math.sin(yaw)];
      const [qy, qz] = [ry * Math.cos(pitch) - pz * Math.sin(pitch), ry * Math.sin(pitch) + pz * Math.cos(pitch)];
      return [(600 * px) / (distanceCm + qz), (600 * qy) / (distanceCm + qz)];
    }) as never });
  }
  test('however it is held, at 30 cm or more and up to 60° to the side, it neither turns nor nods', () => {
    const angle = fc.integer({ min: -60, max: 60 });
    fc.assert(fc.property(angle, angle, fc.integer({ min: -30, max: 30 }), fc.integer({ min: 30, max: 120 }), (yaw, pitch, roll, distance) => {
      const { turn, nod } = held(yaw, pitch, roll, distance);
      expect(Math.abs(turn - whole.turn)).toBeLessThan(0.25);
      expect(Math.abs(nod - whole.nod)).toBeLessThan(0.13);
    }));
  });
  test('a head of the same measures, whose nose stands 2.2 cm before it, does both', () => {
    const solid = (yaw: number, pitch: number) => poseOf({ points: printed.map(([x, y], i): Point => {
      const z = i === 2 ? -2.2 : 0;
      const [px, pz] = [x * Math.cos(yaw) + z * Math.sin(yaw), -x * Math.sin(yaw) + z * Math.cos(yaw)];
      const [qy, qz] = [y * Math.cos(pitch) - pz * Math.sin(pitch), y * Math.sin(pitch) + pz * Math.cos(pitch)];
      return [(600 * px) / (60 + qz), (600 * qy) / (60 + qz)];
    }) as never });
    expect(Math.abs(solid(0.65, 0).turn)).toBeGreaterThan(0.25);
    expect(Math.abs(solid(0, 0.45).nod - whole.nod)).toBeGreaterThan(0.13);
  });
});
