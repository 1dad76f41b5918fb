import type { Item, Pack } from '../../content/schema/pack.ts';
import { type Provenance, showable } from '../../content/schema/provenance.ts';
import type { Known } from '../../content/schema/value.ts';
import type { Matter } from './matter.ts';

export type Withdrawn = Pack['withdrawn'][string];
/** Why a matter is not dealt with now: taken back for the time being; cancelled from a day on, or not yet in force (计划取消日期、计划生效日期 of the 实施清单). */
export type Suspension =
  | { readonly is: 'withdrawn'; readonly since: string; readonly why: string; readonly whyEn: string | null }
  | { readonly is: 'cancelled' | 'not-yet'; readonly from: string; readonly origin: Provenance };

/** Of the matter itself or, of a chain, of one of its items. `today` YYYY-MM-DD. A date that may not be shown as a fact stops nobody. */
export function suspensionOf(pack: Pick<Pack, 'withdrawn' | 'items'>, matter: Matter, today: string): Suspension | undefined {
  const ids = matter.is === 'chain' ? [matter.chain.id, ...matter.chain.parts.map(({ item }) => item)] : [matter.item.id];
  for (const id of ids) {
    if (Object.hasOwn(pack.withdrawn, id)) return { is: 'withdrawn', ...pack.withdrawn[id]! };
    const item = matter.is === 'item' ? matter.item : pack.items[id];
    const planned = item && plannedIn(item, today);
    if (planned) return planned;
  }
  return undefined;
}

function plannedIn(item: Item, today: string): Suspension | undefined {
  const { effectiveFrom, cancelledFrom } = item.elements.identity;
  const day = (known: Known<string>) => (known !== null && 'value' in known && showable(item.origins[known.from]!) ? { from: known.value, origin: item.origins[known.from]! } : undefined);
  const [begins, ends] = [day(effectiveFrom), day(cancelledFrom)];
  if (ends && ends.from <= today) return { is: 'cancelled', ...ends };
  return begins && begins.from > today ? { is: 'not-yet', ...begins } : undefined;
}
