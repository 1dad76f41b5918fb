import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelPack } from '../../../content/schema/model-pack.ts';
import type { Attacks } from './attacks.ts';
import { errorsAt } from './rates.ts';
import { attackTables, rocTable, thresholdTable, verificationTables } from './tables.ts';
import type { Compared } from './verification.ts';

const file = path.resolve(import.meta.dirname, '../../../kiosk/face/THRESHOLDS.md');
const between = (name: string, text: string, tables: string): string => {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`THRESHOLDS.md has no place for ${name}`);
  return `${text.slice(0, text.indexOf(begin) + begin.length)}\n${tables}\n${text.slice(text.indexOf(end))}`;
};
const steps = [0.2, 0.24, 0.28, 0.3, 0.32, 0.33, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44, 0.46];

/** Writes the tables of this run into their places; the reasoning around them is people's. Prints what the manifest must state. */
export function writeThresholds(compared: readonly Compared[], judged: Attacks, pack: ModelPack): string {
  const judging = compared.find(({ set, how }) => set === 'NUAA 5 帧' && how === 'card')!;
  const { match, live } = pack.thresholds;
  const stated = (on: string, { genuine, impostors }: Compared['own'], threshold: number) => { const { far, frr } = errorsAt({ genuine, impostors }, threshold); return { on, genuine: genuine.length, impostors: impostors.length, far: round(far), frr: round(frr) }; };
  const names = { LFW: 'LFW dev', '东亚 LFW': 'LFW dev，东亚姓氏', NUAA: 'NUAA dev 单帧', 'NUAA 5 帧': 'NUAA dev 5 帧' } as const;
  const hows = { full: '原图', card: '证件照无损', 'card-0.25': '证件照 q25', 'card-0.1': '证件照 q10' } as const;
  const measured = {
    match: compared.map(({ set, how, own }) => stated(`${names[set]}，${hows[how]}`, own, match.same)),
    live: [stated('NUAA dev 5 帧，打印照片', judged.fiveFrames, live.live), stated('NUAA dev 单帧，打印照片', judged.frame, live.live)],
  };
  let text = readFileSync(file, 'utf8');
  text = between('accuracy', text, verificationTables(compared, pack));
  text = between('by-far', text, thresholdTable(compared, [1e-2, 1e-3, 5e-4, 1e-4]));
  text = between('roc', text, rocTable(judging.own, steps));
  text = between('attacks', text, attackTables(judged, pack));
  text = between('manifest', text, `\`\`\`json\n${JSON.stringify(measured, null, 2)}\n\`\`\``);
  writeFileSync(file, text);
  return path.relative(process.cwd(), file);
}
const round = (share: number): number => Number(share.toFixed(5));
