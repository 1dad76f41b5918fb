import * as v from 'valibot';

/** How the stand-in misbehaves; all off at the start. The `…Next` ones count down to 0 as they are used. */
export interface Faults {
  /** Waits before working on any request; the work is done even if the caller has gone by then. */
  slowMs: number;
  /** The next so many requests are answered 500, before any work. */
  error500Next: number;
  /** The share of requests answered 500, 0 to 1. */
  error500Rate: number;
  /** The next so many submissions are taken and the connection cut instead of an answer. */
  dropAfterAcceptNext: number;
  /** The share of submissions so treated, 0 to 1. */
  dropAfterAcceptRate: number;
  /** Delivers every submission and rating twice at once, as a stubborn proxy does. */
  duplicate: boolean;
  /** Cuts every connection, except for the switches themselves. */
  offline: boolean;
  /** The next so many submissions are refused with `rejectReason`. */
  rejectNext: number;
  rejectReason: string;
}

export const noFaults = (): Faults => ({
  slowMs: 0, error500Next: 0, error500Rate: 0, dropAfterAcceptNext: 0, dropAfterAcceptRate: 0, duplicate: false, offline: false, rejectNext: 0, rejectReason: 'not-eligible',
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** The body of POST /_faults: any of the switches. */
export const faultsPatch = v.partial(v.strictObject({
  slowMs: count, error500Next: count, error500Rate: share, dropAfterAcceptNext: count, dropAfterAcceptRate: share,
  duplicate: v.boolean(), offline: v.boolean(), rejectNext: count, rejectReason: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)),
}));

/** Whether a fault strikes now: uses one of the counted strikes up, else goes by the rate. */
export function strikes(faults: Faults, next: 'error500Next' | 'dropAfterAcceptNext' | 'rejectNext', rate: number, random: () => number): boolean {
  if (faults[next] > 0) {
    faults[next]--;
    return true;
  }
  return rate > 0 && random() < rate;
}
