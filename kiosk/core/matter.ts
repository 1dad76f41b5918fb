import type { MaterialUse } from '../../content/schema/material.ts';
import type { Chain, Item, Pack, Variant } from '../../content/schema/pack.ts';
import type { Step } from '../../content/schema/step.ts';
import { holds } from './conditions.ts';
import type { Values } from './facts.ts';

/** What a visit deals with: one item, perhaps already one of its variants, or a chain of items. */
export type Matter = { readonly is: 'item'; readonly item: Item; readonly variant: Variant | null } | { readonly is: 'chain'; readonly chain: Chain };

const guide: readonly Step[] = [{ do: 'notice' }];

/** The steps of a matter as written; where nobody wrote any, the notice: the guide is always there. */
export function stepsOf(matter: Matter): readonly Step[] {
  if (matter.is === 'chain') return matter.chain.steps;
  return matter.variant?.steps ?? matter.item.steps ?? guide;
}
/** Whether it can be dealt with here, beyond reading about it. */
export const authored = (matter: Matter): boolean => stepsOf(matter) !== guide;

/** The variant the citizen's answers point to, if the item asks its way to one. */
export function variantFor(matter: Matter, values: Values, today: string): Variant | null {
  if (matter.is === 'chain') return null;
  return matter.variant ?? matter.item.variants.find((v) => v.when !== null && holds(v.when, values, today)) ?? null;
}

/** An item whose variants must be chosen before its steps are known: it has several, and no questions of its own. */
export const mustChooseVariant = (item: Item): boolean => item.variants.length > 0 && item.steps === null && item.variants.some((v) => v.steps !== null);

export interface Part { readonly item: Item; readonly variant: Variant | null; readonly formTitle: string; readonly formTitleEn: string; readonly fields: readonly string[]; readonly materials: readonly MaterialUse[] }

/**
 * The items a matter consists of, each with the form its department gets and the materials it needs. `known`: only those
 * that apply to these answers; without it, all there may be.
 */
export function partsOf(matter: Matter, pack: Pack, variant: Variant | null, known?: { readonly values: Values; readonly today: string }): readonly Part[] {
  if (matter.is === 'chain') {
    return matter.chain.parts.filter((p) => !known || holds(p.when, known.values, known.today)).flatMap((p) => {
      const item = pack.items[p.item];
      return item ? [{ item, variant: item.variants.find((v) => v.id === p.variant) ?? null, formTitle: p.form.title, formTitleEn: p.form.en, fields: p.form.fields, materials: p.materials.filter((m) => !known || holds(m.when, known.values, known.today)) }] : [];
    });
  }
  const fields = stepsOf(matter).flatMap((s) => (s.do === 'ask' || s.do === 'fill' ? s.fields.map((f) => (typeof f === 'string' ? f : f.field)) : s.do === 'consent' ? s.facts : []));
  const chosen = variant ?? matter.variant;
  return [{ item: matter.item, variant: chosen, formTitle: matter.item.name, formTitleEn: matter.item.en, fields: [...new Set(fields)], materials: chosen?.materials ?? matter.item.materials ?? [] }];
}
