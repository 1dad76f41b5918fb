/** A face in numbers, of length one: the cosine of two is their product. */
export type Embedding = Float32Array<ArrayBuffer>;

/** Makes it of length one, in place; one without any length stays. */
export function normalise<Numbers extends Float32Array>(numbers: Numbers): Numbers {
  const length = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0));
  if (length > 0 && Number.isFinite(length)) for (let i = 0; i < numbers.length; i++) numbers[i]! /= length;
  return numbers;
}

/**
 * The numbers of several recognisers as one embedding: its cosine with another is the weighted mean of theirs, because each
 * part is of length √(weight / all weights).
 */
export function fuse(parts: readonly { readonly numbers: Float32Array; readonly weight: number }[]): Embedding {
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  const fused = new Float32Array(parts.reduce((sum, { numbers }) => sum + numbers.length, 0));
  let at = 0;
  for (const { numbers, weight } of parts) {
    const share = Math.sqrt(weight / all);
    const length = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (const value of numbers) fused[at++] = (value / length) * share;
  }
  return fused;
}

/** −1 to 1, of embeddings of length one. */
export function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError('embeddings of different models');
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** What several frames of one face have in common: their mean, of length one. Thresholds over frames are measured with it. */
export function meanEmbedding(frames: readonly Float32Array[]): Embedding {
  const sum = new Float32Array(frames[0]!.length);
  for (const frame of frames) for (let i = 0; i < sum.length; i++) sum[i]! += frame[i]!;
  return normalise(sum);
}

/** The probability of a class: of logits by softmax. */
export function probability(values: Float32Array, index: number, output: 'logits' | 'probabilities'): number {
  if (output === 'probabilities') return values[index]!;
  const most = Math.max(...values);
  const shares = Array.from(values, (value) => Math.exp(value - most));
  return shares[index]! / shares.reduce((sum, share) => sum + share, 0);
}
