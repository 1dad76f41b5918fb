import { overlap, type Box } from './picture.ts';
import type { Challenge } from './port.ts';
import { isStraight, type Pose } from './pose.ts';

/** What a challenge looks at in one frame. `eyesOpen`: probability, null where the pack cannot tell. */
export interface Posture { readonly atMs: number; readonly box: Box; readonly pose: Pose; readonly eyesOpen: number | null }
/** The person before the challenge: what they are measured against, because no two faces are built alike. */
export interface Neutral { readonly turn: number; readonly nod: number }
export interface EyeLimits { readonly open: number; readonly closed: number }
/**
 * How far somebody has come: `begin` straight on, `away` in the movement, `done` back from it. Only what goes on without a gap
 * counts: who leaves the picture, or jumps in it, begins again.
 */
export type Progress =
  | { readonly is: 'begin'; readonly last: Posture | null; readonly startWidthPx: number | null }
  | { readonly is: 'away'; readonly last: Posture; readonly startWidthPx: number; readonly frames: number }
  | { readonly is: 'done' };

type Going = Exclude<Progress, { readonly is: 'done' }>;
export const atBegin: Going = { is: 'begin', last: null, startWidthPx: null };
/** People who look straight stay within 0.15 of it, and within 0.07 nodding (180 webcam frames, NUAA); a flat picture at 30 cm stays below both, see the test. */
const turnedFrom = 0.25;
const noddedFrom = 0.13;
const backUnder = 0.12;
const noddedBackUnder = 0.07;
const closerBy = 1.25;
/** One frame alone may be the detector's mistake; a blink is too short for two. */
const leastFrames: Readonly<Record<Challenge, number>> = { 'turn-left': 2, 'turn-right': 2, nod: 2, closer: 2, blink: 1 };
/** A slow machine under load looks once a second; who was away for longer may be somebody else. */
const longestGapMs = 3000;
const leastOverlap = 0.15;

/** The next state of the challenge after a frame in which one face was seen. */
export function follow(challenge: Challenge, progress: Progress, now: Posture, neutral: Neutral, eyes: EyeLimits | null): Progress {
  if (progress.is === 'done') return progress;
  const before: Going = progress.last && goesOn(progress.last, now) ? progress : atBegin;
  const { startWidthPx } = before;
  const frames = before.is === 'away' ? before.frames : 0;
  switch (stand(challenge, now, neutral, startWidthPx, eyes)) {
    case 'away':
      // Who was not seen straight on first may be another picture.
      if (startWidthPx === null) return { is: 'begin', last: now, startWidthPx };
      // Nobody has to step back again: whoever has come closer is done where they stand.
      if (challenge === 'closer' && frames + 1 >= leastFrames.closer) return { is: 'done' };
      return { is: 'away', last: now, startWidthPx, frames: frames + 1 };
    case 'straight':
      if (frames >= leastFrames[challenge]) return { is: 'done' };
      return { is: 'begin', last: now, startWidthPx: startWidthPx ?? now.box.widthPx };
    case 'between': return { ...before, last: now };
  }
}

const goesOn = (last: Posture, now: Posture): boolean => now.atMs > last.atMs && now.atMs - last.atMs <= longestGapMs && overlap(last.box, now.box) >= leastOverlap;

/** Straight as at the beginning, in the movement asked for, or somewhere between. */
function stand(challenge: Challenge, { pose, box, eyesOpen }: Posture, neutral: Neutral, startWidthPx: number | null, eyes: EyeLimits | null): 'straight' | 'away' | 'between' {
  const turned = pose.turn - neutral.turn;
  const nodded = pose.nod - neutral.nod;
  const isBack = isStraight(pose) && Math.abs(turned) <= backUnder && Math.abs(nodded) <= noddedBackUnder;
  switch (challenge) {
    case 'turn-left': return turned >= turnedFrom ? 'away' : isBack ? 'straight' : 'between';
    case 'turn-right': return turned <= -turnedFrom ? 'away' : isBack ? 'straight' : 'between';
    case 'nod': return Math.abs(nodded) >= noddedFrom && Math.abs(turned) < turnedFrom ? 'away' : isBack ? 'straight' : 'between';
    case 'closer': return startWidthPx !== null && box.widthPx >= startWidthPx * closerBy ? 'away' : isBack ? 'straight' : 'between';
    case 'blink':
      if (eyesOpen === null || eyes === null || !isStraight(pose)) return 'between';
      return eyesOpen <= eyes.closed ? 'away' : eyesOpen >= eyes.open ? 'straight' : 'between';
  }
}
