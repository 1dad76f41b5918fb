import { type Change, changesBetween, lookAt, overlaps, placeName, same } from './changes.ts';
import { type KeyPath, parseSheet, setAt, sheetText, type Value, valueOf } from './yaml-document.ts';

/** One key that two people changed differently: what it said before both, and what each says now. */
export interface Conflict { readonly at: KeyPath; readonly base: Value | undefined; readonly mine: Value | undefined; readonly theirs: Value | undefined }
/** What somebody decided for a place (`placeName`): one of the two, or a third. */
export type Choices = Readonly<Record<string, 'mine' | 'theirs' | { readonly value: Value }>>;
export type Merged = { readonly is: 'merged'; readonly text: string | null } | { readonly is: 'conflicts'; readonly conflicts: readonly Conflict[] };
type Order = (at: KeyPath) => readonly string[];

/**
 * Three texts of one file become one: what only one side changed is taken from it; where both changed the same key, it is asked.
 * `null`: the file is not there. Comments and order are theirs; mine come in key by key.
 */
export function mergeSheets({ base, mine, theirs, choices = {}, order }: { readonly base: string | null; readonly mine: string | null; readonly theirs: string | null; readonly choices?: Choices; readonly order?: Order }): Merged {
  if (mine === theirs || mine === base) return { is: 'merged', text: theirs };
  if (theirs === base) return { is: 'merged', text: mine };
  if (base === null || mine === null || theirs === null) return wholeFile({ base, mine, theirs, choices });
  const before = valueOf(parseSheet(base));
  return mergeChanges({ changes: changesBetween(before, valueOf(parseSheet(mine))), before, theirs, choices, ...(order && { order }) });
}

/** The same for changes that are known key by key, such as those a form sends. `before`: what their author had seen. */
export function mergeChanges({ changes, before, theirs, choices = {}, order }: { readonly changes: readonly Change[]; readonly before: Value; readonly theirs: string; readonly choices?: Choices; readonly order?: Order }): Merged {
  const doc = parseSheet(theirs);
  const now = valueOf(doc);
  const others = changesBetween(before, now);
  const conflicts: Conflict[] = [];
  for (const change of changes) {
    const standing = lookAt(now, change.at);
    if (same(standing, change.after)) continue;
    const clash = others.find((other) => overlaps(other.at, change.at));
    // A wider change of theirs cannot be merged with a key inside it: the wider place is what must be chosen.
    const at = clash && clash.at.length < change.at.length ? clash.at : change.at;
    const chosen = choices[placeName(at)];
    if (!clash) setAt(doc, change.at, change.after, order);
    else if (chosen === undefined) conflicts.push(conflictAt(at, before, now, changes));
    else if (chosen === 'mine') setAt(doc, at, at === change.at ? change.after : withChanges(lookAt(before, at), at, changes), order);
    else if (chosen !== 'theirs') setAt(doc, at, chosen.value, order);
  }
  const once = conflicts.filter((one, i) => conflicts.findIndex((other) => placeName(other.at) === placeName(one.at)) === i);
  return once.length > 0 ? { is: 'conflicts', conflicts: once } : { is: 'merged', text: sheetText(doc) };
}

const conflictAt = (at: KeyPath, before: Value, now: Value, changes: readonly Change[]): Conflict => {
  const base = lookAt(before, at);
  const exact = changes.find((change) => placeName(change.at) === placeName(at));
  return { at, base, theirs: lookAt(now, at), mine: exact ? exact.after : withChanges(base, at, changes) };
};

/** A part of the base with my changes that lie inside it. */
function withChanges(base: Value | undefined, at: KeyPath, changes: readonly Change[]): Value | undefined {
  const doc = parseSheet('{}');
  setAt(doc, ['part'], base ?? {});
  for (const change of changes) if (change.at.length > at.length && overlaps(change.at, at)) setAt(doc, ['part', ...change.at.slice(at.length)], change.after);
  return lookAt(valueOf(doc), ['part']);
}

function wholeFile({ base, mine, theirs, choices }: { readonly base: string | null; readonly mine: string | null; readonly theirs: string | null; readonly choices: Choices }): Merged {
  const chosen = choices[placeName([])];
  if (chosen === 'mine') return { is: 'merged', text: mine };
  if (chosen === 'theirs') return { is: 'merged', text: theirs };
  const read = (text: string | null) => (text === null ? undefined : valueOf(parseSheet(text)));
  return { is: 'conflicts', conflicts: [{ at: [], base: read(base), mine: read(mine), theirs: read(theirs) }] };
}
