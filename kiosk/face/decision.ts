import type { ModelThresholds } from '../../content/schema/model-pack.ts';
import { atBegin, type EyeLimits, follow, type Posture, type Progress } from './challenge.ts';
import type { Embedding } from './embedding.ts';
import { judgeLikeness, RunningMean } from './likeness.ts';
import { isStraight } from './pose.ts';
import type { Challenge, FaceHint, FaceOutcome, QualityProblem } from './port.ts';

/** One frame as the decision sees it. */
export type Sighting =
  /** No face, or not one alone. */
  | { readonly is: 'none'; readonly atMs: number; readonly why: QualityProblem }
  | {
    readonly is: 'face';
    /** `place`: too far, too near, off the middle, too dark; `problem`: the whole quality gate. */
    readonly posture: Posture; readonly place: QualityProblem | null; readonly problem: QualityProblem | null;
    readonly embedding: Embedding;
    /** Probability that it is a living face; only where there is no problem. */
    readonly live: number | null;
  };
type SeenFace = Extract<Sighting, { readonly is: 'face' }>;
export type Step = { readonly is: 'going-on'; readonly hint: FaceHint } | { readonly is: 'over'; readonly outcome: FaceOutcome };
export interface DecisionOptions {
  readonly thresholds: ModelThresholds;
  /** Where the pack has a model for eyes. */
  readonly eyes: EyeLimits | null;
  readonly photo: Embedding;
  readonly photoIsWeak: boolean;
  readonly challenges: readonly Challenge[];
  readonly pack: string;
  readonly untilMs: number;
}

export interface Decision {
  see(sighting: Sighting): Step;
  /** What to answer when the time is over, or no frame comes any more. */
  late(): FaceOutcome;
  /** Overwrites all it has seen, the photo's embedding too. */
  forget(): void;
}

/** Frames after the last challenge: whoever did it must still be the one who was compared. */
const closingFrames = 3;
/** Somebody whom the attack models doubt is looked at so many times as long before they are turned away. */
const doubtTimes = 3;
/** One frame that looks like somebody else may be a shadow; two in a row are somebody else. */
const mostUnlike = 2;
/** A quickly turned head may escape the detector for a frame or two; longer, and the challenge begins again. */
const mostMissed = 2;

/**
 * From frames to a verdict. First good frames straight on, then the challenges, then a few frames more; the same person must
 * be in all of them. Only then is the mean of all good frames compared with the photo, and their liveness judged. There is no
 * other way to `same-person`. Keeps sums, no frames; `forget` overwrites them.
 */
export function openDecision({ thresholds: { match, live }, eyes, photo, photoIsWeak, challenges, pack, untilMs }: DecisionOptions): Decision {
  const asked = challenges.map((challenge) => (challenge === 'blink' && !eyes ? 'nod' : challenge));
  const person = new RunningMean();
  const neutral = { turn: 0, nod: 0 };
  const alive = { sum: 0, count: 0 };
  let n = 0, closing = 0, unlike = 0, missed = 0;
  let progress: Progress = atBegin;
  let lastProblem: QualityProblem = 'no-face';
  let isGone = true;
  let isReady = false;

  function startOver(): void {
    person.forget();
    Object.assign(neutral, { turn: 0, nod: 0 });
    Object.assign(alive, { sum: 0, count: 0 });
  }
  const collected = () => person.count >= Math.max(match.frames, live.frames);
  const isLive = () => alive.count > 0 && alive.sum / alive.count >= live.live;
  const phase = (): 'collecting' | 'challenge' | 'closing' => (!isReady ? 'collecting' : n < asked.length ? 'challenge' : 'closing');
  const over = (outcome: FaceOutcome): Step => ({ is: 'over', outcome });
  const goOn = (hint: FaceHint): Step => ({ is: 'going-on', hint });
  const tellChallenge = (): FaceHint => (n < asked.length ? { is: 'challenge', challenge: asked[n]!, n: n + 1, of: asked.length } : { is: 'hold-still' });
  function adjust(why: QualityProblem): Step {
    lastProblem = why;
    return goOn({ is: 'adjust', why });
  }

  /** Adds a good frame to what is compared and judged. */
  function take({ posture: { pose }, embedding, live: frameLive }: SeenFace): void {
    person.add(embedding);
    alive.sum += frameLive!;
    alive.count++;
    if (isReady) return;
    neutral.turn += (pose.turn - neutral.turn) / person.count;
    neutral.nod += (pose.nod - neutral.nod) / person.count;
  }
  const isGood = ({ problem, live: frameLive, posture }: SeenFace) => problem === null && frameLive !== null && isStraight(posture.pose);
  /** Whether this frame shows somebody else than those before; turned away a face is less like itself. */
  const isUnlike = ({ embedding, posture }: SeenFace) => person.count > 0 && !(person.cosineWith(embedding) >= (isStraight(posture.pose) ? match.same : match.different));

  function collect(sighting: SeenFace): Step {
    if (!isGood(sighting)) return adjust(sighting.problem ?? 'turned');
    if (unlike >= mostUnlike) startOver();
    if (unlike === 0 || person.count === 0) { unlike = 0; take(sighting); }
    if (!collected()) return goOn({ is: 'hold-still' });
    if (!isLive()) return person.count >= doubtTimes * live.frames ? over({ is: 'not-live', why: 'looks-flat', pack }) : goOn({ is: 'hold-still' });
    isReady = true;
    return begin(sighting);
  }
  /** The next challenge begins with the frame the last one ended with. */
  function begin({ posture }: SeenFace): Step {
    progress = n < asked.length ? follow(asked[n]!, atBegin, posture, neutral, eyes) : atBegin;
    return goOn(tellChallenge());
  }
  function challenge(sighting: SeenFace): Step {
    if (isGood(sighting) && unlike === 0) take(sighting);
    progress = unlike === 0 ? follow(asked[n]!, progress, sighting.posture, neutral, eyes) : atBegin;
    if (progress.is === 'done') { n++; return begin(sighting); }
    const isAsked = sighting.place === 'too-near' && asked[n] === 'closer';
    return sighting.place && !isAsked ? adjust(sighting.place) : goOn(tellChallenge());
  }
  function close(sighting: SeenFace): Step {
    if (!isGood(sighting) || unlike > 0) return sighting.problem ? adjust(sighting.problem) : goOn({ is: 'hold-still' });
    take(sighting);
    closing++;
    return closing < closingFrames ? goOn({ is: 'hold-still' }) : over(verdict());
  }
  function verdict(): FaceOutcome {
    if (!isLive()) return { is: 'not-live', why: 'looks-flat', pack };
    return { ...judgeLikeness(person.cosineWith(photo), match, photoIsWeak), pack };
  }
  function late(): FaceOutcome {
    return isGone || phase() === 'collecting' ? { is: 'not-seen', why: lastProblem } : { is: 'not-live', why: 'challenge-not-done', pack };
  }

  return {
    see(sighting) {
      isGone = sighting.is === 'none';
      if (sighting.is === 'none') lastProblem = sighting.why;
      const atMs = sighting.is === 'none' ? sighting.atMs : sighting.posture.atMs;
      if (atMs >= untilMs) return over(late());
      missed = sighting.is === 'none' ? missed + 1 : 0;
      if (missed > mostMissed) progress = atBegin;
      if (sighting.is === 'none') return adjust(sighting.why);
      unlike = isUnlike(sighting) ? unlike + 1 : 0;
      if (phase() === 'collecting') return collect(sighting);
      if (unlike >= mostUnlike) return over({ is: 'not-live', why: 'face-changed', pack });
      return phase() === 'challenge' ? challenge(sighting) : close(sighting);
    },
    late,
    forget() { startOver(); photo.fill(0); },
  };
}
