import type { ModelOf } from '../../content/schema/model-pack.ts';
import { type Appearance, openAppearance } from './appearance.ts';
import { unpackPhoto } from './card-photo.ts';
import { type Decision, openDecision, type Sighting } from './decision.ts';
import type { Embedding } from './embedding.ts';
import type { Frames } from './frames.ts';
import type { FaceModels } from './models.ts';
import { eyeDistancePx, type Face, mainFace, type Picture } from './picture.ts';
import type { Challenge, FaceHint, FaceOutcome, ReferencePhoto } from './port.ts';
import { isStraight, poseOf } from './pose.ts';
import { overwritePhoto } from './reference-photo.ts';
import { limits, lookProblem, oneFace, placeProblem, qualityProblem } from './quality.ts';

export interface WatchOptions {
  readonly models: FaceModels;
  readonly photo: ReferencePhoto;
  readonly frames: Frames;
  readonly challenges: readonly Challenge[];
  readonly deadlineMs: number;
  /** A clock that only goes forward, ms. */
  readonly now: () => number;
  readonly tell: (hint: FaceHint) => void;
}

/** A photo with less than this between the eyes, or as little detail, says too little against anybody. */
const weakEyesPx = 18;

/** Looks at frame after frame until there is a verdict, then overwrites what it held: the photo, all numbers. The frames are the caller's to end. */
export async function watchPerson({ models, photo, frames, challenges, deadlineMs, now, tell }: WatchOptions): Promise<FaceOutcome> {
  const untilMs = now() + deadlineMs;
  const appearance = openAppearance();
  let decision: Decision | undefined;
  try {
    const reference = await readPhoto(models, photo, appearance);
    if (!reference) return { is: 'bad-photo' };
    decision = openDecision({
      thresholds: models.pack.thresholds, eyes: models.pack.models.find((model): model is ModelOf<'eyes'> => model.role === 'eyes')?.thresholds ?? null,
      photo: reference.embedding, photoIsWeak: reference.isWeak, challenges, pack: models.pack.version, untilMs,
    });
    for (;;) {
      const frame = await orLate(frames.next(), untilMs - now());
      if (frame === 'late') return decision.late();
      if (frame === null) return { is: 'camera-ended' };
      const sighting = await look(models, appearance, frame, now());
      const step = decision.see(sighting);
      if (sighting.is === 'face') sighting.embedding.fill(0);
      if (step.is === 'over') return step.outcome;
      tell(step.hint);
    }
  } finally {
    decision?.forget();
    appearance.forget();
    overwritePhoto(photo);
  }
}

/** What the decision is told of a frame. The attack models look only where the picture is good: they are made for such. */
async function look(models: FaceModels, appearance: ReturnType<typeof openAppearance>, picture: Picture, atMs: number): Promise<Sighting> {
  const one = oneFace(await models.detect(picture), picture);
  if (one.is === 'problem') return { is: 'none', atMs, why: one.why };
  const { face } = one;
  const pose = poseOf(face);
  const seen = appearance.of(picture, face);
  const problem = qualityProblem(face, picture, seen);
  return {
    is: 'face', problem,
    place: placeProblem(face, picture) ?? darkness(face, seen),
    posture: { atMs, box: face, pose, eyesOpen: isStraight(pose) ? await models.eyesOpen(picture, face) : null },
    live: problem === null ? await models.attackScore(picture, face) : null,
    embedding: await models.embed(picture, face),
  };
}

/** In the dark no movement is seen either; what turning hides or blurs is no problem of a movement. */
function darkness(face: Face, seen: Appearance) {
  const problem = lookProblem(face, seen);
  return problem === 'too-dark' || problem === 'too-bright' ? problem : null;
}

async function readPhoto(models: FaceModels, photo: ReferencePhoto, appearance: ReturnType<typeof openAppearance>): Promise<{ readonly embedding: Embedding; readonly isWeak: boolean } | null> {
  const unpacked = await unpackPhoto(photo);
  if (!unpacked.ok) return null;
  const picture = unpacked.value;
  const face = mainFace(await models.detect(picture), picture);
  const seen = face && appearance.of(picture, face);
  const embedding = face && await models.embed(picture, face);
  picture.rgba.fill(0);
  if (!face || !seen || !embedding) return null;
  return { embedding, isWeak: eyeDistancePx(face) < weakEyesPx || seen.detail < limits.leastDetail || face.score < limits.leastScore };
}

async function orLate<T>(promise: Promise<T>, ms: number): Promise<T | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => { timer = setTimeout(() => resolve('late'), Math.max(0, ms)); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
