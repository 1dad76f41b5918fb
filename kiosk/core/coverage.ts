import { elementTable, type ElementGroup } from '../../content/schema/elements.ts';
import type { Coverage, Item } from '../../content/schema/pack.ts';
import type { Known } from '../../content/schema/value.ts';

/** How much is written down of all items; a variant's own values count in place of its item's. */
export function coverageOf(items: readonly Item[]): Coverage {
  let known = 0;
  let none = 0;
  let unknown = 0;
  const count = (k: Known<unknown>) => { if (k === null) unknown++; else if ('none' in k) none++; else known++; };
  for (const item of items) {
    for (const variant of item.variants.length ? item.variants : [null]) {
      for (const group of Object.keys(elementTable) as ElementGroup[]) {
        for (const [key, value] of Object.entries(item.elements[group])) count((variant?.elements[group] as Record<string, Known<unknown>> | undefined)?.[key] ?? value);
      }
    }
  }
  return { known, none, unknown, authored: items.filter((i) => i.steps ?? i.variants.some((x) => x.steps)).length, items: items.length };
}
