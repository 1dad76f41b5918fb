import { existsSync } from 'node:fs';
import { eastAsianPairs, frames, lfwPairs } from './data.ts';
import { drive } from './driven.ts';
import type { ModelsBench } from './models-page.ts';
import type { PeerBench } from './peer-bench.ts';
import type { Scores } from './rates.ts';
import { peerWasmDir, type Stage } from './stage.ts';
import type { How } from './verification.ts';

export const peers = [
  { who: '@vladmandic/human', page: 'human-page', which: '' },
  { who: '@vladmandic/face-api tiny', page: 'face-api-page', which: 'tiny' },
  { who: '@vladmandic/face-api SSD', page: 'face-api-page', which: 'ssd' },
] as const;
/** Why the peers cannot be measured. */
export const peersMissing = (): string | undefined => (existsSync(peerWasmDir) ? undefined : '没有 @tensorflow/tfjs-backend-wasm：对手的库要用它的 WebAssembly，平时从网上取。 The peers need it.');

export interface PeerAccuracy { readonly who: string; readonly set: 'LFW' | '东亚 LFW'; readonly how: How; readonly scores: Scores }
export interface PeerAttacks { readonly who: string; readonly model: string; readonly scores: Scores }

/** The peers on the same pairs and frames; with `step` every so many pairs. Cards are cut where our detector found the face. */
export async function peerAccuracy(stage: Stage, { step, say }: { readonly step: number; readonly say: (line: string) => void }): Promise<{ readonly verification: readonly PeerAccuracy[]; readonly attacks: readonly PeerAttacks[] }> {
  const sets = [['LFW', lfwPairs(step)], ['东亚 LFW', eastAsianPairs()]] as const;
  const ours = await stage.open('models-page');
  const finder = drive<ModelsBench>(ours);
  await finder.open(1);
  const files = [...new Set(sets.flatMap(([, pairs]) => pairs.flatMap(({ a, b }) => [a, b])))];
  const points: Record<string, Awaited<ReturnType<ModelsBench['points']>>[string]> = {};
  for (let at = 0; at < files.length; at += 100) Object.assign(points, await finder.points(files.slice(at, at + 100)));
  await ours.context().browser()!.close();

  const verification: PeerAccuracy[] = [];
  const attacks: PeerAttacks[] = [];
  for (const { who, page, which } of peers) {
    const opened = await stage.open(page);
    const bench = drive<PeerBench>(opened);
    await bench.open(1, which);
    for (const [set, pairs] of sets) for (const how of ['full', 'card-0.25'] as const) {
      const names = [...new Set(how === 'full' ? pairs.flatMap(({ a, b }) => [a, b]) : pairs.map(({ b }) => b))];
      for (let at = 0; at < names.length; at += 50) await bench.embed(how, names.slice(at, at + 50), points);
      const scores = await bench.scores(pairs.map(({ a, b }) => [`full:${a}`, `${how}:${b}`] as const));
      const of = (isSame: boolean) => pairs.flatMap((pair, i) => (pair.isSame === isSame ? [scores[i] ?? Number.NEGATIVE_INFINITY] : []));
      verification.push({ who, set, how, scores: { genuine: of(true), impostors: of(false) } });
      say(`  ${who} ${set} ${how}`);
    }
    const seen = frames().filter((_, i) => i % step === 0);
    const live = await bench.live(seen.map(({ file }) => file));
    for (const [n, model] of page === 'human-page' ? ['antispoof', 'liveness'].entries() : []) {
      const of = (kind: 'live' | 'print') => seen.flatMap((frame, i) => (frame.kind === kind ? [live[i]?.[n] ?? 0] : []));
      attacks.push({ who, model, scores: { genuine: of('live'), impostors: of('print') } });
    }
    await opened.context().browser()!.close();
  }
  return { verification, attacks };
}
