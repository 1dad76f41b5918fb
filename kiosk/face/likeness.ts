import type { ModelThresholds } from '../../content/schema/model-pack.ts';
import type { Band } from './port.ts';
import { cosine, type Embedding, normalise } from './embedding.ts';

export type Likeness =
  | { readonly is: 'same-person' | 'different'; readonly band: Band }
  | { readonly is: 'unsure' };

/**
 * What a cosine with the card's photo says. Between the two thresholds nothing; nor below them where the photo itself is too
 * weak to compare with: a worn card is no proof against its owner.
 */
export function judgeLikeness(score: number, { same, clear, different }: ModelThresholds['match'], photoIsWeak: boolean): Likeness {
  if (score >= same) return { is: 'same-person', band: score >= clear ? 'clear' : 'near' };
  if (score >= different || photoIsWeak || !Number.isFinite(score)) return { is: 'unsure' };
  return { is: 'different', band: score < different / 2 ? 'clear' : 'near' };
}

/** Sums up embeddings of one person, frame by frame, without keeping any of them. */
export class RunningMean {
  #sum: Embedding | null = null;
  count = 0;
  add(embedding: Float32Array): void {
    this.#sum ??= new Float32Array(embedding.length);
    for (let i = 0; i < embedding.length; i++) this.#sum[i]! += embedding[i]!;
    this.count++;
  }
  /** Cosine of the mean so far with another; 0 before the first. */
  cosineWith(other: Float32Array): number {
    if (!this.#sum) return 0;
    const mean = normalise(this.#sum.slice());
    const likeness = cosine(mean, other);
    mean.fill(0);
    return likeness;
  }
  /** Forgets all it has seen. */
  forget(): void {
    this.#sum?.fill(0);
    this.#sum = null;
    this.count = 0;
  }
}
