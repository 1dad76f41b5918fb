import type { Visit } from './visit.ts';

/** How visits went since this page started: numbers, and nothing about anybody. */
export interface VisitCounts { readonly visits: number; readonly finished: number; readonly left: number; readonly timedOut: number; readonly errors: number }
/** How a visit that was not finished ended: somebody went away from it, or nobody came back to it. */
export type Leaving = 'left' | 'timed-out';

export function countVisits() {
  let counts: VisitCounts = { visits: 0, finished: 0, left: 0, timedOut: 0, errors: 0 };
  const add = (which: keyof VisitCounts) => { counts = { ...counts, [which]: counts[which] + 1 }; };
  return {
    counts: (): VisitCounts => counts,
    began() { add('visits'); },
    ended(visit: Visit, how: Leaving) { add(isFinished(visit) ? 'finished' : how === 'left' ? 'left' : 'timedOut'); },
    /** Something of ours went wrong that no citizen could help. */
    erred() { add('errors'); },
  };
}

/** It came to its end: handed in, or all was done that there was to do. */
const isFinished = (visit: Visit): boolean => ['accepted', 'kept'].includes(visit.submission.peek().is) || ['rate', 'farewell'].includes(visit.stop.peek().step.do);
