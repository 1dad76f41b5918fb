import type { Channel, OpenRollout, Rollout } from '../../content/schema/rollout.ts';

/** The kiosk as rollouts see it. `place` by rollout id: where the kiosk lies in that rollout's hash, 0 to 99.99…. */
export interface Taker { readonly channel: Channel; readonly site: string; readonly place: (rollout: string) => number }

/** What is hashed to find a kiosk's place: SHA-256 of it in UTF-8, first four bytes as a big-endian number, of 2³², in percent. */
export const placeInput = (rollout: string, kiosk: string): string => `${rollout}\n${kiosk}`;
export const placeOf = (hash: Uint8Array): number => (new DataView(hash.buffer, hash.byteOffset).getUint32(0) / 2 ** 32) * 100;

/** Whether a rollout means this kiosk now. */
export function takes({ state, from, to, id }: OpenRollout, taker: Taker, now: number): boolean {
  if (state !== 'running' || (from !== undefined && Date.parse(from) > now)) return false;
  return to.channels.includes(taker.channel) || to.sites.includes(taker.site) || taker.place(id) < to.percent;
}

/** A version of a pack as its department lists it. */
export interface Listed { readonly version: number; readonly validFrom?: string | undefined; readonly validUntil?: string | undefined }

/** `lower`: all there is are versions below the one shown, which is no longer listed. A rollback comes as a higher number; this is an attack or a mistake. */
export type Choice = { readonly is: 'version'; readonly version: number } | { readonly is: 'none' } | { readonly is: 'lower' };

/**
 * Which version of a pack this kiosk shows: the highest that holds now and that no open rollout withholds from it. `shown` is
 * what it shows already (0: nothing): that it may keep although its rollout was halted. Numbers go down only where the time of
 * the version shown is over and an older one, still listed, holds again.
 */
export function chooseVersion(pack: string, listed: readonly Listed[], rollout: Rollout, taker: Taker, now: number, shown = 0): Choice {
  // Everything above the version before: also one that an earlier rollout had brought to some, and this one replaces.
  const stands = rollout.open.flatMap((one) => (Object.hasOwn(one.packs, pack) && !takes(one, taker, now) ? [one.packs[pack]!.before] : []));
  const highest = Math.min(...stands, Infinity);
  const holds = listed.filter(({ validFrom, validUntil }) => (validFrom === undefined || Date.parse(validFrom) <= now) && (validUntil === undefined || Date.parse(validUntil) > now));
  const granted = holds.map(({ version }) => version).filter((version) => version <= highest || version <= shown);
  if (granted.length === 0) return { is: 'none' };
  const version = Math.max(...granted);
  return version < shown && !listed.some((one) => one.version === shown) ? { is: 'lower' } : { is: 'version', version };
}

/** When a choice may come out otherwise, on this kiosk's clock, ms; null when only a new catalog can change it. */
export function nextChange(all: readonly Listed[], rollout: Rollout, now: number): number | null {
  const moments = [...all.flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]), ...rollout.open.map(({ from }) => from)];
  const ahead = moments.flatMap((moment) => (moment !== undefined && Date.parse(moment) > now ? [Date.parse(moment)] : []));
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
