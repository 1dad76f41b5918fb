import type { Step } from '../../content/schema/step.ts';
import { authored, type Matter, mustChooseVariant, stepsOf } from '../core/matter.ts';
import { type Facility, obstacles, type Obstacle } from '../core/needs.ts';
import { suspensionOf } from '../core/withdrawal.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { matterName } from './matter-words.ts';

export interface Offer { readonly label: string; readonly tone: 'info' | 'attention' | 'done' | 'wrong'; readonly here: boolean; readonly obstacles: readonly Obstacle[] }

/** What this kiosk can do about a matter now: its depth if its steps are written and nobody took it back, less what is broken at the moment. */
export function offerOf(kiosk: Kiosk, matter: Matter): Offer {
  const say = kiosk.say.value;
  if (suspensionOf(kiosk.pack, matter, kiosk.clock.today())) return { label: say('offer.stopped'), tone: 'attention', here: false, obstacles: [] };
  const depth = matter.is === 'chain' ? matter.chain.depth : matter.item.depth;
  const here = authored(matter) || (matter.is === 'item' && matter.variant === null && mustChooseVariant(matter.item));
  if (!here) return { label: say('offer.guide'), tone: 'info', here: false, obstacles: [] };
  const found = obstacles(stepsToOffer(matter), kiosk.health.health.value);
  if (found.some((o) => o.how === 'stops')) return { label: say('offer.stopped'), tone: 'attention', here: true, obstacles: found };
  return { label: say(`offer.${depth}`), tone: 'done', here: true, obstacles: found };
}

/** Of an item whose variant is not chosen yet, the steps of the first that can be done here. */
function stepsToOffer(matter: Matter): readonly Step[] {
  if (matter.is === 'item' && matter.variant === null && mustChooseVariant(matter.item)) {
    const variant = matter.item.variants.find((v) => v.steps !== null);
    if (variant) return stepsOf({ ...matter, variant });
  }
  return stepsOf(matter);
}

/** An id of the site's list or of a search → what it names. */
export function matterOf(kiosk: Kiosk, id: string): Matter | undefined {
  const chain = kiosk.pack.chains[id];
  if (chain) return { is: 'chain', chain };
  const item = kiosk.pack.items[id];
  return item && { is: 'item', item, variant: null };
}
/** The official name behind an id; '' when the content no longer has it. */
export function matterNameOf(kiosk: Kiosk, id: string): string {
  const matter = matterOf(kiosk, id);
  return matter ? matterName(kiosk, matter) : '';
}
/** What this kiosk was set up with, the network and its storage. */
export const facilitiesOf = (kiosk: Kiosk): readonly Facility[] => [...kiosk.fitted, 'network', 'storage'];
