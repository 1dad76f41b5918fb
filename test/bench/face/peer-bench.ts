import type { Points } from './peer-pictures.ts';

/** What a peer's page can do. Scores are higher for more alike; null: no face was found in one of the two. */
export interface PeerBench {
  open(threads: number, which: string): Promise<{ readonly on: string; readonly threads: number; readonly openMs: number }>;
  memoryBytes(): number;
  embed(how: string, names: readonly string[], points: Points): Promise<void>;
  scores(pairs: readonly (readonly [string, string])[]): readonly (number | null)[];
  /** Probabilities of each of its models against attacks, by name; none of those that have none. */
  live(names: readonly string[]): Promise<readonly (readonly number[] | null)[]>;
  time(name: string, rounds: number): Promise<{ readonly first: number; readonly whole: number }>;
}
