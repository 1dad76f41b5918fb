import type { Channel, Rollout } from '../../content/schema/rollout.ts';
import { placeInput, placeOf, type Taker } from '../core/rollout.ts';

/** This kiosk as the site's configuration names it. */
export interface Self { readonly channel: Channel; readonly site: string; readonly kiosk: string }

/** The kiosk as open rollouts see it: its place in each is hashed beforehand, because hashing takes a turn. */
export async function takerOf({ channel, site, kiosk }: Self, { open }: Rollout): Promise<Taker> {
  const places = new Map(await Promise.all(open.map(async ({ id }) => [id, placeOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(placeInput(id, kiosk)))))] as const)));
  return { channel, site, place: (rollout) => places.get(rollout) ?? 100 };
}
