/** Characters by frequency for each syllable without tone; `ü` written as v (lv, nv). */
export type PinyinTable = { readonly [syllable: string]: string };

/** A character to choose, and how many of the typed letters it uses up. */
export interface Candidate { readonly text: string; readonly uses: number }

const LONGEST_SYLLABLE = 6;
const COMPLETIONS = 64;
const SHORTER = 24;

/**
 * Characters for the letters typed so far, best first: the longest syllable at the beginning, what it may still become,
 * then shorter syllables as far as the rest can be read as pinyin too (xian: 先, then 西 with `an` left over).
 * Several syllables in a row are chosen one character after another.
 */
export function candidates(table: PinyinTable, letters: string): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (text: string, uses: number) => { if (!found.has(text)) found.set(text, { text, uses }); };
  for (let length = Math.min(LONGEST_SYLLABLE, letters.length); length > 0; length--) {
    const part = letters.slice(0, length);
    const rest = letters.slice(length);
    const exact = table[part];
    if (exact !== undefined && rest === '') for (const c of exact) add(c, length);
    else if (exact !== undefined && readable(table, rest)) for (const c of [...exact].slice(0, found.size === 0 ? Infinity : SHORTER)) add(c, length);
    if (rest === '' || found.size === 0) for (const c of completions(table, part)) add(c, length);
  }
  return [...found.values()];
}

/** The commonest characters of all longer syllables that begin so, taken in turns. */
function completions(table: PinyinTable, start: string): readonly string[] {
  const rows = Object.keys(table).filter((syllable) => syllable !== start && syllable.startsWith(start)).map((syllable) => [...(table[syllable] ?? '')]);
  const out: string[] = [];
  for (let at = 0; out.length < COMPLETIONS && rows.some((row) => at < row.length); at++) {
    for (const row of rows) { const c = row[at]; if (c !== undefined) out.push(c); }
  }
  return out.slice(0, COMPLETIONS);
}

/** Whether the letters begin with a syllable, or are the beginning of one. */
function readable(table: PinyinTable, letters: string): boolean {
  for (let length = Math.min(LONGEST_SYLLABLE, letters.length); length > 0; length--) if (table[letters.slice(0, length)] !== undefined) return true;
  return Object.keys(table).some((syllable) => syllable.startsWith(letters));
}
