import type { Withdrawal } from '../../content/schema/rollout.ts';
import { ok, type Result } from '../core/result.ts';
import type { Kept, KeptTransaction } from './kept.ts';
import { type Generation, nothingShown, type Packs, type Shown, type Waiting } from './record.ts';

/** Generations of content whose manifests are these, whatever their numbers. */
export const packsKey = (packs: Packs): string => Object.entries(packs).map(([pack, { version, sha256 }]) => `${pack} ${version} ${sha256}`).sort().join('\n');

const mostGivenUp = 8;
const shownIn = async (tx: KeptTransaction): Promise<Shown> => ((await tx.get('state', 'shown')) as Shown | undefined) ?? nothingShown;
export const waitingIn = async (tx: KeptTransaction): Promise<Waiting | null> => ((await tx.get('state', 'waiting')) as Waiting | undefined) ?? null;
const givenUpIn = async (tx: KeptTransaction): Promise<readonly string[]> => ((await tx.get('state', 'given-up')) as readonly string[] | undefined) ?? [];
const generationIn = async (tx: KeptTransaction, number: number): Promise<Generation | undefined> => (await tx.get('generations', String(number))) as Generation | undefined;

export interface Standing { readonly shown: Shown; readonly active: Generation | undefined; readonly waiting: Waiting | null; readonly next: Generation | undefined; readonly givenUp: readonly string[] }
/** What is shown, what waits, what was given up. */
export const standingOf = (kept: Kept): Promise<Result<Standing, 'storage'>> => kept.read(['state', 'generations'], async (tx) => {
  const shown = await shownIn(tx);
  const waiting = await waitingIn(tx);
  return { shown, active: await generationIn(tx, shown.active), waiting, next: waiting ? await generationIn(tx, waiting.generation) : undefined, givenUp: await givenUpIn(tx) };
});

/** Lays a whole generation beside the one shown; it waits from now on, in place of one that waited before. Answers its number. */
export const stage = (kept: Kept, made: Omit<Generation, 'number'>, urgent: boolean): Promise<Result<Waiting, 'storage'>> => kept.write(['state', 'generations'], async (tx) => {
  const before = await waitingIn(tx);
  const shown = await shownIn(tx);
  const number = Math.max(0, shown.active, shown.fellFrom ?? 0, ...(await tx.keys('generations')).map(Number)) + 1;
  await tx.put('generations', String(number), { ...made, number } satisfies Generation);
  if (before) await tx.delete('generations', String(before.generation));
  const waiting: Waiting = { generation: number, urgent };
  await tx.put('state', 'waiting', waiting);
  return waiting;
});

/** What waited is no longer wanted. */
export const dropWaiting = (kept: Kept): Promise<Result<null, 'storage'>> => kept.write(['state', 'generations'], async (tx) => {
  const before = await waitingIn(tx);
  if (before) await tx.delete('generations', String(before.generation));
  await tx.delete('state', 'waiting');
  return null;
});

/**
 * The flip: what waits is shown from now on, on trial; what was shown is what is fallen back to, unless it was itself still on
 * trial. One strict transaction, with the versions of the metadata that vouched for it. `null`: nothing waits under that number.
 */
export const activate = (kept: Kept, number: number): Promise<Result<Shown | null, 'storage'>> => kept.write(['state', 'generations'], async (tx) => {
  const waiting = await waitingIn(tx);
  const next = await generationIn(tx, number);
  if (waiting?.generation !== number || !next) return null;
  const was = await shownIn(tx);
  const shown: Shown = {
    active: number, previous: was.trial ? was.previous : was.active, trial: { starts: 0 }, withdrawn: next.withdrawn,
    timestamp: next.timestamp, snapshot: next.snapshot, fellBack: 0, fellFrom: null,
  };
  await tx.put('state', 'shown', shown);
  await tx.delete('state', 'waiting');
  return shown;
});

/** Counts a start of the active generation, before its content is used. */
export const countStart = (kept: Kept): Promise<Result<null, 'storage'>> => changeShown(kept, (shown) => (shown.trial ? { ...shown, trial: { starts: shown.trial.starts + 1 } } : shown));
/** The active generation was seen on the screen. */
export const confirm = (kept: Kept, number: number): Promise<Result<null, 'storage'>> => changeShown(kept, (shown) => (shown.active === number ? { ...shown, trial: null } : shown));

/**
 * The active generation is given up for the one before it (0, the built-in content, after that). `not-shown`: it is whole and
 * yet did not come to the screen: the same packs are never tried again. `damaged`: the disk lost some of it (`lost`, blobs);
 * fetched again it may return.
 */
export const fallBack = (kept: Kept, from: number, why: { readonly is: 'not-shown' } | { readonly is: 'damaged'; readonly lost: readonly string[] }): Promise<Result<Shown, 'storage'>> =>
  kept.write(['state', 'generations', 'blobs'], async (tx) => {
    const shown = await shownIn(tx);
    if (shown.active !== from) return shown;
    const given = await generationIn(tx, from);
    if (why.is === 'not-shown' && given?.files) await tx.put('state', 'given-up', [...(await givenUpIn(tx)), packsKey(given.packs)].slice(-mostGivenUp));
    if (why.is === 'damaged') for (const hash of why.lost) await tx.delete('blobs', hash);
    await tx.delete('generations', String(from));
    const next: Shown = { ...shown, active: shown.previous, previous: 0, trial: null, fellBack: shown.fellBack + 1, fellFrom: from };
    await tx.put('state', 'shown', next);
    return next;
  });

/** What neither is shown nor fallen back to nor waits is thrown away, with every blob that none of these and none of `wanted` names. Answers how many blobs. */
export const collect = (kept: Kept, wanted: ReadonlySet<string>): Promise<Result<number, 'storage'>> => kept.write(['state', 'generations', 'blobs', 'chunks'], async (tx) => {
  const shown = await shownIn(tx);
  const stay = new Set([shown.active, shown.previous, (await waitingIn(tx))?.generation ?? 0].map(String));
  const named = new Set(wanted);
  for (const key of await tx.keys('generations')) {
    if (!stay.has(key)) { await tx.delete('generations', key); continue; }
    const one = await generationIn(tx, Number(key));
    for (const { sha256 } of Object.values(one?.packs ?? {})) named.add(sha256);
    for (const { sha256 } of Object.values(one?.files ?? {})) named.add(sha256);
  }
  const orphans = (await tx.keys('blobs')).filter((hash) => !named.has(hash));
  for (const hash of orphans) await tx.delete('blobs', hash);
  for (const key of await tx.keys('chunks')) if (!named.has(key.split('/', 1)[0]!)) await tx.delete('chunks', key);
  return orphans.length;
});

export const sameWithdrawals = (a: readonly Withdrawal[], b: readonly Withdrawal[]): boolean => JSON.stringify(a.map(flat).sort()) === JSON.stringify(b.map(flat).sort());
const flat = ({ item, since, why, whyEn }: Withdrawal) => JSON.stringify([item, since, why, whyEn ?? null]);

async function changeShown(kept: Kept, change: (shown: Shown) => Shown): Promise<Result<null, 'storage'>> {
  const done = await kept.write(['state'], async (tx) => {
    const was = await shownIn(tx);
    const next = change(was);
    if (next !== was) await tx.put('state', 'shown', next);
  });
  return done.ok ? ok(null) : done;
}
