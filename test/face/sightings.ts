import type { ModelThresholds } from '../../content/schema/model-pack.ts';
import type { DecisionOptions, Sighting } from '../../kiosk/face/decision.ts';
import { normalise } from '../../kiosk/face/embedding.ts';

const measured = [{ on: 'nothing', genuine: 1, impostors: 1, far: 0, frr: 0 }];
export const thresholds: ModelThresholds = { match: { frames: 5, same: 0.4, clear: 0.5, different: 0.2, measured }, live: { frames: 5, live: 0.5, measured } };

/** A person's embedding in four numbers, whose cosine with the owner of the photo is as said; those below the threshold are like nobody above it. */
export function person(likeOwner: number) {
  const rest = Math.sqrt(1 - likeOwner * likeOwner);
  return normalise(likeOwner >= thresholds.match.same ? Float32Array.of(likeOwner, rest, 0, 0) : Float32Array.of(likeOwner, 0, rest, 0));
}
export const owner = () => person(1);
export const options = (given: Partial<DecisionOptions> = {}): DecisionOptions => ({
  thresholds, eyes: { open: 0.6, closed: 0.3 }, photo: owner(), photoIsWeak: false, challenges: ['turn-left'], pack: 'p', untilMs: 60_000, ...given,
});

export interface Seen { readonly atMs: number; readonly turn?: number; readonly nod?: number; readonly like?: number; readonly live?: number; readonly widthPx?: number; readonly xPx?: number; readonly eyesOpen?: number | null }
/** A frame with one face and nothing wrong with it but what is said. */
export function face({ atMs, turn = 0, nod = 0.55, like = 0.9, live = 0.95, widthPx = 160, xPx = 240, eyesOpen = 1 }: Seen): Extract<Sighting, { is: 'face' }> {
  const isTurned = Math.abs(turn) > 0.2;
  return {
    is: 'face', place: null, problem: isTurned ? 'turned' : null, live: isTurned ? null : live, embedding: person(like),
    posture: { atMs, box: { xPx, yPx: 120, widthPx, heightPx: widthPx * 1.3 }, pose: { turn, nod, rollDegrees: 0 }, eyesOpen },
  };
}
