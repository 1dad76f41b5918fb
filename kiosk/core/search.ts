import type { SearchEntry } from '../../content/schema/pack.ts';

/** Finds items and chains by name, everyday words, English, pinyin or pinyin initials. Best first, and
 * what most people come for (`first`) before what fits equally well; ids. */
export function search(entries: readonly SearchEntry[], typed: string, limit = 30, first: ReadonlySet<string> = new Set()): readonly string[] {
  const query = typed.trim().toLowerCase().replace(/\s+/g, '');
  if (query === '') return [];
  const scored = entries.flatMap((entry) => {
    const score = scoreOf(entry, query);
    return score > 0 ? [[score + (first.has(entry.id) ? 25 : 0), entry.id] as const] : [];
  });
  return scored.sort((a, b) => b[0] - a[0]).slice(0, limit).map(([, id]) => id);
}

/** Plain name first, then official name, then other words; a match at the start of a name beats one inside. */
function scoreOf(entry: SearchEntry, query: string): number {
  const inParts = (joined: string, weight: number) => {
    const parts = joined.split('|');
    let best = 0;
    for (const [i, part] of parts.entries()) {
      const at = part.replace(/\s+/g, '').indexOf(query);
      if (at >= 0) best = Math.max(best, weight + (at === 0 ? 20 : 0) - Math.min(i, 9) - Math.min(part.length, 40) / 20);
    }
    return best;
  };
  if (/[\u0080-\uffff]/.test(query)) return inParts(entry.text, 100);
  return Math.max(inParts(entry.initials, 80), query.length >= 2 ? inParts(entry.pinyin, 70) : 0, query.length >= 3 ? inParts(entry.text, 60) : 0);
}
