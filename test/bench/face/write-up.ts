import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelPack } from '../../../content/schema/model-pack.ts';
import type { Attacks } from './attacks.ts';
import { errorsAt, type Scores } from './rates.ts';
import { attackTables, rocTable, thresholdTable, verificationTables } from './tables.ts';
import { cards, type Compared } from './verification.ts';

const file = path.resolve(import.meta.dirname, '../../../kiosk/face/THRESHOLDS.md');
const between = (name: string, text: string, tables: string): string => {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`THRESHOLDS.md has no place for ${name}`);
  return `${text.slice(0, text.indexOf(begin) + begin.length)}\n${tables}\n${text.slice(text.indexOf(end))}`;
};
const steps = [0.2, 0.24, 0.28, 0.3, 0.32, 0.33, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44, 0.46];

interface Stated { readonly match: readonly unknown[]; readonly live: readonly unknown[] }

/** Writes the tables of what ran into their places, and what the manifest must state; the reasoning around them is people's. */
export function writeThresholds(compared: readonly Compared[], judged: Attacks | undefined, pack: ModelPack): string {
  const { match, live } = pack.thresholds;
  let text = readFileSync(file, 'utf8');
  const before = JSON.parse(/<!-- manifest -->\n```json\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '{"match":[],"live":[]}') as Stated;
  const judging = compared.find(({ set, how }) => set === 'NUAA 5 帧' && how === 'card');
  if (judging) {
    text = between('accuracy', text, verificationTables(compared, pack));
    text = between('by-far', text, thresholdTable(compared, [1e-2, 1e-3, 5e-4, 1e-4]));
    text = between('roc', text, rocTable(judging.own, steps));
  }
  if (judged) text = between('attacks', text, attackTables(judged, pack));
  const measured: Stated = {
    match: judging ? compared.map(({ set, how, own }) => stated(`${names[set]}，${cards[how]}`, own, match.same)) : before.match,
    live: judged ? [stated('NUAA dev 5 帧，打印照片', judged.fiveFrames, live.live), stated('NUAA dev 单帧，打印照片', judged.frame, live.live)] : before.live,
  };
  text = between('manifest', text, `\`\`\`json\n${JSON.stringify(measured, null, 2)}\n\`\`\``);
  writeFileSync(file, text);
  return path.relative(process.cwd(), file);
}
const names = { LFW: 'LFW dev', '东亚 LFW': 'LFW dev 东亚姓氏', NUAA: 'NUAA dev 单帧', 'NUAA 5 帧': 'NUAA dev 5 帧' } as const;
const round = (share: number): number => Number(share.toFixed(5));
function stated(on: string, scores: Scores, threshold: number) {
  const { far, frr } = errorsAt(scores, threshold);
  return { on, genuine: scores.genuine.length, impostors: scores.impostors.length, far: round(far), frr: round(frr) };
}
