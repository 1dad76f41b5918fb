import type { Elements, ElementGroup } from '../../content/schema/elements.ts';
import type { Item, Variant } from '../../content/schema/pack.ts';
import { type Provenance, showable } from '../../content/schema/provenance.ts';
import type { Known, TimeLimit } from '../../content/schema/value.ts';
import type { Say } from './say.ts';

/** What one element says to a citizen: a fact with its origin, that it does not apply, or that only the window can tell. */
export type Told =
  | { readonly is: 'fact'; readonly lines: readonly string[]; readonly origin: Provenance }
  | { readonly is: 'none'; readonly reason: string; readonly origin: Provenance }
  | { readonly is: 'ask-window' };

export interface NoticeRow { readonly key: string; readonly told: Told }
export type NoticeSection = 'conditions' | 'time' | 'fees' | 'process' | 'result' | 'basis' | 'help';

const layout = {
  conditions: [['scope', 'servesWhom'], ['handling', 'conditions'], ['scope', 'crossRegion']],
  time: [['timing', 'caseKind'], ['timing', 'legalLimit'], ['timing', 'promisedLimit'], ['timing', 'visits']],
  fees: [['fees', 'charged'], ['fees', 'list']],
  process: [['handling', 'steps'], ['handling', 'place'], ['handling', 'hours']],
  result: [['result', 'name'], ['result', 'delivery']],
  basis: [['owner', 'legalBasis']],
  help: [['remedy', 'enquiry'], ['remedy', 'complaint']],
} as const satisfies Record<NoticeSection, readonly (readonly [ElementGroup, string])[]>;

/** The rows of one section of the notice (一次告知) for an item, a variant's own words first. */
export function noticeRows(item: Item, variant: Variant | null, section: NoticeSection, say: Say): readonly NoticeRow[] {
  return layout[section].map(([group, key]) => ({ key: `${group}.${key}`, told: tell(elementOf(item, variant, group, key), item.origins, say) }));
}
export const noticeSections = Object.keys(layout) as readonly NoticeSection[];

export function elementOf(item: Item, variant: Variant | null, group: ElementGroup, key: string): Known<unknown> {
  const own = (variant?.elements[group] as Readonly<Record<string, Known<unknown>>> | undefined)?.[key];
  return own ?? (item.elements[group] as Elements[ElementGroup] & Readonly<Record<string, Known<unknown>>>)[key] ?? null;
}

/** Only what is well enough sourced, and made for a place that contains us, is told as a fact. */
export function tell(known: Known<unknown>, origins: readonly Provenance[], say: Say): Told {
  if (known === null) return { is: 'ask-window' };
  const origin = origins[known.from];
  if (!origin || !showable(origin)) return { is: 'ask-window' };
  return 'none' in known ? { is: 'none', reason: known.none, origin } : { is: 'fact', lines: linesOf(known.value, say), origin };
}

/** A value of the 实施清单: our words around it come from content/texts, what an office wrote stays as it wrote it. */
function linesOf(value: unknown, say: Say): readonly string[] {
  if (typeof value === 'boolean') return [say(value ? 'show.yes' : 'show.no')];
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap((one, i) => (typeof one === 'object' ? [row(one as Record<string, string>, i, say)] : [String(one)]));
  return [limitOf(value as TimeLimit, say)];
}
function limitOf({ amount, unit }: TimeLimit, say: Say): string {
  switch (unit) {
    case '当场': return say('notice.limit-at-once');
    case '工作日': return say('notice.limit-working-days', { n: amount });
    case '日': return say('notice.limit-days', { n: amount });
    case '月': return say('notice.limit-months', { n: amount });
    case '小时': return say('notice.limit-hours', { n: amount });
    default: throw new Error(`a time limit in ${unit}`);
  }
}
function row(one: Readonly<Record<string, string>>, i: number, say: Say): string {
  if (one['question']) return `${one['question']} ${one['answer']}`;
  if ('clause' in one || 'issuer' in one || 'number' in one || 'url' in one) {
    const words = { name: one['name'] ?? '', number: one['number'] ?? '', clause: one['clause'] ?? '' };
    return words.number ? say('notice.law-numbered', { name: words.name, number: words.number, clause: words.clause }) : say('notice.law', { name: words.name, clause: words.clause });
  }
  return `${i + 1}. ${[one['name'], one['limit'], one['standard']].filter(Boolean).join(say('show.comma'))}`;
}
