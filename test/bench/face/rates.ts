/** Scores of pairs, higher for more alike (or more alive): of the same person, and of two. */
export interface Scores { readonly genuine: readonly number[]; readonly impostors: readonly number[] }
/** Shares, 0 to 1. `far`: impostors at or above; `frr`: genuine below. Who had no usable picture has −Infinity: a genuine one is rejected, an impostor too. */
export interface Errors { readonly far: number; readonly frr: number }

const share = <One>(all: readonly One[], is: (one: One) => boolean): number => (all.length === 0 ? Number.NaN : all.filter(is).length / all.length);

export const errorsAt = ({ genuine, impostors }: Scores, threshold: number): Errors => ({ far: share(impostors, (one) => one >= threshold), frr: share(genuine, (one) => one < threshold) });

/** The smallest threshold that no more than this share of the impostors reach. */
export function thresholdAtFar({ impostors }: Scores, far: number): number {
  const sorted = impostors.toSorted((a, b) => b - a);
  const first = sorted[Math.floor(far * sorted.length)];
  return first === undefined ? Number.NEGATIVE_INFINITY : first + 1e-9;
}

/** True accept rate where no more than this share of the impostors is accepted. With fewer than 1 / far impostors: where none is. */
export const tarAtFar = (scores: Scores, far: number): number => 1 - errorsAt(scores, thresholdAtFar(scores, far)).frr;

/** Where both errors are equal, or their mean where they come nearest to each other. */
export function equalErrorRate(scores: Scores): { readonly rate: number; readonly threshold: number } {
  const all = [...new Set([...scores.genuine, ...scores.impostors])].filter(Number.isFinite).toSorted((a, b) => a - b);
  let low = 0, high = all.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { far, frr } = errorsAt(scores, all[middle]!);
    if (frr >= far) high = middle; else low = middle + 1;
  }
  const around = [low - 1, low].filter((i) => i >= 0 && i < all.length).map((i) => ({ threshold: all[i]!, ...errorsAt(scores, all[i]!) }));
  const best = around.toSorted((a, b) => Math.abs(a.far - a.frr) - Math.abs(b.far - b.frr))[0];
  return best ? { rate: (best.far + best.frr) / 2, threshold: best.threshold } : { rate: Number.NaN, threshold: Number.NaN };
}

/** Accuracy as LFW counts it: ten folds, each judged at the threshold that is best for the other nine. */
export function tenfoldAccuracy(pairs: readonly { readonly score: number; readonly isSame: boolean }[]): number {
  const folds = Array.from({ length: 10 }, (_, fold) => pairs.filter((_pair, i) => i % 10 === fold));
  const right = (some: readonly { score: number; isSame: boolean }[], threshold: number) => share(some, ({ score, isSame }) => (score >= threshold) === isSame);
  const accuracies = folds.map((fold, n) => {
    const others = folds.flatMap((one, i) => (i === n ? [] : one));
    const best = others.map(({ score }) => score).filter(Number.isFinite).map((threshold) => ({ threshold, rate: right(others, threshold) })).toSorted((a, b) => b.rate - a.rate)[0];
    return best ? right(fold, best.threshold) : Number.NaN;
  });
  return accuracies.reduce((a, b) => a + b, 0) / accuracies.length;
}

/** The rule of three: with no error among n, the rate is below this with 95 % confidence. */
export const below95 = (n: number): number => 3 / n;
