const dayMs = 86_400_000;

/** Time as this kiosk may believe it, ms since 1970. */
export interface Told {
  /** Never before what the catalog has vouched for: a clock that was set back makes nothing valid again. */
  readonly now: number;
  /** The clock is more than a day away from what the catalog's server says, or behind what was signed. A server's word is no proof, but reason enough to ask staff to look. */
  readonly wrong: boolean;
}

/** `system`: this kiosk's clock. `floor`: the highest time ever seen in verified metadata. `served`: the `Date` of the catalog's last answer. */
export function timeFrom({ system, floor, served }: { readonly system: number; readonly floor: number; readonly served: number | undefined }): Told {
  return { now: Math.max(system, floor), wrong: floor - system > dayMs || (served !== undefined && Math.abs(served - system) > dayMs) };
}

/** The catalog's own signed time in a verified timestamp, ms; undefined when it says none, or one beyond its own end. */
export function publishedAt(timestamp: { readonly expires: string }): number | undefined {
  const said = (timestamp as { readonly 'x-published'?: unknown })['x-published'];
  const at = typeof said === 'string' ? Date.parse(said) : Number.NaN;
  return at < Date.parse(timestamp.expires) ? at : undefined;
}

const firstRetryMs = 20_000;
const longestRetryMs = 15 * 60_000;
const spread = (ms: number, random: number) => Math.round(ms * (0.8 + 0.4 * random));

/** When to look again, ms from now, ±20 % so that a fleet does not come all at once. `failed`: looks in a row that did not reach the catalog. */
export function waitMs({ pollSeconds, failed, random }: { readonly pollSeconds: number; readonly failed: number; readonly random: number }): number {
  const poll = pollSeconds * 1000;
  return spread(failed === 0 ? poll : Math.min(Math.min(poll, firstRetryMs) * 2 ** Math.min(failed - 1, 16), Math.max(poll, longestRetryMs)), random);
}
