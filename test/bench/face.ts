// npm run bench:face [-- --quick] [-- --write]: how well and how fast faces are compared and attacks found, in a real Chromium,
// beside the two libraries one would take instead, in the same run. `--quick`: a sample. `--write`: the tables of
// kiosk/face/THRESHOLDS.md. Needs the research pictures in ../shared/face beside the checkout; only figures leave the browser.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { ModelPack } from '../../content/schema/model-pack.ts';
import { missing } from '../face/research.ts';
import { attacks } from './face/attacks.ts';
import { peerAccuracy, peers, peersMissing } from './face/peers.ts';
import { openStage } from './face/stage.ts';
import { ownSpeed, ownWorkers, peerSpeed, shipped, type Speed } from './face/speed.ts';
import { attackTables, peerAttackTable, peerTable, shippedTable, speedTable, verificationTables } from './face/tables.ts';
import { verification } from './face/verification.ts';
import { writeThresholds } from './face/write-up.ts';

const parts = ['verification', 'attacks', 'speed', 'peers'] as const;
const { values: { quick, write, only } } = parseArgs({ options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false }, only: { type: 'string' } }, allowPositionals: true });
const wants = (part: (typeof parts)[number]) => only === undefined || only.split(',').includes(part);
const pack = v.parse(v.pipe(v.string(), v.parseJson(), ModelPack), readFileSync(path.resolve(import.meta.dirname, '../../content/models/face.json'), 'utf8'));

if (missing === undefined) await run();
else console.log(`没有可用的测试图片、模型或浏览器，人脸基准没有运行：${missing}。 The face bench did not run.`);

async function run() {
  const stage = await openStage();
  const say = (line: string) => console.log(line);
  const repeat = quick ? { starts: 1, rounds: 10 } : { starts: 3, rounds: 30 };
  try {
    const compared = wants('verification') ? await verification(stage, { quick, say }) : [];
    if (compared.length > 0) say(verificationTables(compared, pack));
    const judged = wants('attacks') ? await attacks(stage) : undefined;
    if (judged) say(attackTables(judged, pack));
    const lacking = peersMissing();
    if (wants('speed')) {
      const speeds: Speed[] = [];
      for (const threads of [1, 2]) {
        speeds.push(await ownSpeed(stage, threads, repeat));
        for (const { who, page, which } of lacking === undefined ? peers : []) speeds.push(await peerSpeed(stage, who, page, threads, which, repeat));
      }
      say(speedTable(speeds));
      const { rehearsalMs, medianMs, worstMs } = await ownWorkers(stage, quick ? 3 : 9);
      say(`\n本项目每个人用新的 worker，点“同意”前在背后准备好：中位 ${medianMs.toFixed(0)} ms，最慢 ${worstMs.toFixed(0)} ms；开机后空闲时先走一遍 ${rehearsalMs.toFixed(0)} ms\n`);
      say(shippedTable(shipped(stage)));
    }
    if (wants('peers') && lacking === undefined) {
      const { verification: theirs, attacks: theirAttacks } = await peerAccuracy(stage, { step: quick ? 20 : 5, say });
      say(peerTable(theirs));
      say(peerAttackTable(theirAttacks));
    }
    if (lacking !== undefined) say(lacking);
    if (write && !quick) say(`写好了：${writeThresholds(compared, judged, pack)}`);
  } finally {
    await stage.close();
  }
}
