import { acrossSessions, eastAsianPairs, frames, lfwPairs, type Pair, windows } from './data.ts';
import { drive, type Driven, embedAll } from './driven.ts';
import type { ModelsBench } from './models-page.ts';
import type { Scores } from './rates.ts';
import type { Stage } from './stage.ts';

/** The ways a photo is compared: the picture itself, or a card's photo of it: lossless, or compressed at a quality. */
export const cards = { full: '原图', card: '证件照 无损', 'card-0.25': '证件照 q25', 'card-0.1': '证件照 q10' } as const;
export type How = keyof typeof cards;
/** One set of pairs under one condition: scores as our pack gives them (`own`), of the other recogniser a site may choose, and of the mean of both. */
export interface Compared { readonly set: 'LFW' | '东亚 LFW' | 'NUAA' | 'NUAA 5 帧'; readonly how: How; readonly own: Scores; readonly other: Scores; readonly both: Scores; readonly pairs: readonly { readonly score: number; readonly isSame: boolean }[]; readonly faceless: number }

/** Who has no face is rejected, whether genuine or not. */
const none = Number.NEGATIVE_INFINITY;

/** All sets under all conditions; with `quick` a tenth of LFW and every third frame. */
export async function verification(stage: Stage, { quick, say }: { readonly quick: boolean; readonly say: (line: string) => void }): Promise<readonly Compared[]> {
  const page = await stage.open('models-page');
  const bench = drive<ModelsBench>(page);
  // One thread: a busy machine makes two wait for each other, and accuracy is the same.
  await bench.open(1, '/beside/manifest.json');
  const done: Compared[] = [];
  const add = (one: Compared) => { done.push(one); say(`  ${one.set} ${cards[one.how]}：${one.own.genuine.length} 对同一人，${one.own.impostors.length} 对不同的人`); };

  const live = frames().filter(({ kind }, i) => kind === 'live' && (!quick || i % 3 === 0));
  for (const how of ['full', 'card', 'card-0.25'] as const) {
    const { faceless } = await embedAll(bench, how, live.map(({ file }) => file));
    const pairs = acrossSessions(live, live).map(({ a, b, isSame }) => ({ a: `full:${a.file}`, b: `${how}:${b.file}`, isSame }));
    add(await compared(bench, { set: 'NUAA', how, faceless }, pairs));
  }
  const shots = windows(live, 5);
  for (const [i, shot] of shots.entries()) await bench.mean(`mean:${i}`, shot.map(({ file }) => file));
  for (const how of ['card', 'card-0.25'] as const) {
    const pairs = shots.flatMap((shot, i) => acrossSessions([shot[0]!], live).map(({ b, isSame }) => ({ a: `mean:${i}`, b: `${how}:${b.file}`, isSame })));
    add(await compared(bench, { set: 'NUAA 5 帧', how, faceless: 0 }, pairs));
  }
  for (const [set, pairs] of [['东亚 LFW', eastAsianPairs()], ['LFW', lfwPairs(quick ? 10 : 1)]] as const) {
    await embedAll(bench, 'full', pairs.flatMap(({ a, b }) => [a, b]));
    for (const how of ['full', 'card-0.25', 'card-0.1'] as const) {
      const { faceless } = await embedAll(bench, how, pairs.map(({ b }) => b));
      add(await compared(bench, { set, how, faceless }, pairs.map(({ a, b, isSame }) => ({ a: `full:${a}`, b: `${how}:${b}`, isSame }))));
    }
  }
  await page.context().browser()!.close();
  return done;
}

async function compared(bench: Driven<ModelsBench>, what: Pick<Compared, 'set' | 'how' | 'faceless'>, pairs: readonly Pair[]): Promise<Compared> {
  const all: (readonly number[] | null)[] = [];
  for (let at = 0; at < pairs.length; at += 20_000) all.push(...await bench.scores(pairs.slice(at, at + 20_000).map(({ a, b }) => [a, b] as const)));
  const of = (n: number): Scores => ({ genuine: pick(n, true), impostors: pick(n, false) });
  const pick = (n: number, isSame: boolean) => pairs.flatMap((pair, i) => (pair.isSame === isSame ? [all[i]?.[n] ?? none] : []));
  return { ...what, own: of(0), other: of(1), both: of(2), pairs: pairs.map(({ isSame }, i) => ({ score: all[i]?.[0] ?? none, isSame })) };
}
