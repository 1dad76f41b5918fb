import type { ModelPack } from '../../../content/schema/model-pack.ts';
import type { Attacks } from './attacks.ts';
import type { PeerAccuracy, PeerAttacks } from './peers.ts';
import { below95, equalErrorRate, errorsAt, type Scores, tarAtFar, tenfoldAccuracy, thresholdAtFar } from './rates.ts';
import type { Shipped, Speed } from './speed.ts';
import { cards, type Compared } from './verification.ts';

export const percent = (share: number, digits = 2): string => (Number.isFinite(share) ? `${(share * 100).toFixed(digits)} %` : '–');
/** A rate among so many: none seen is "below", by the rule of three. */
export const rate = (share: number, among: number): string => (share === 0 ? `0（<${percent(below95(among))}）` : percent(share));
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const at = (scores: Scores, far: number): string => (scores.impostors.length * far < 1 ? `${percent(tarAtFar(scores, far))}*` : percent(tarAtFar(scores, far)));

/** Accuracy of our pack, and beside it of the other recogniser and of the mean of both; a star: fewer impostor pairs than 1 / FAR, so none is accepted. */
export function verificationTables(all: readonly Compared[], { thresholds: { match } }: ModelPack): string {
  const rows = all.map(({ set, how, own, other, both, pairs, faceless }) => {
    const { far, frr } = errorsAt(own, match.same);
    return [set, cards[how], `${own.genuine.length} / ${own.impostors.length}`, set === 'LFW' ? percent(tenfoldAccuracy(pairs)) : '–', percent(equalErrorRate(own).rate), at(own, 1e-2), at(own, 1e-3), at(other, 1e-3), at(both, 1e-3), rate(far, own.impostors.length), percent(frr), String(faceless)];
  });
  return table(['数据', '照片', '同一人 / 不同', '十折准确率', 'EER', 'TAR@1e-2', 'TAR@1e-3', '只用 0095 TAR@1e-3', '两个平均 TAR@1e-3', `FAR 门限 ${match.same}`, `FRR 门限 ${match.same}`, '没找到脸'], rows);
}

/** The threshold by what it lets through and what it turns away. */
export const rocTable = (scores: Scores, thresholds: readonly number[]): string => table(['门限', 'FAR', 'FRR'], thresholds.map((threshold) => { const { far, frr } = errorsAt(scores, threshold); return [threshold.toFixed(2), rate(far, scores.impostors.length), percent(frr)]; }));
/** Which threshold each FAR asks for, set by set. */
export const thresholdTable = (all: readonly Compared[], fars: readonly number[]): string => table(['数据', '照片', ...fars.map((far) => `FAR ${far}`)], all.map(({ set, how, own }) => [set, cards[how], ...fars.map((far) => (own.impostors.length * far < 1 ? '–' : thresholdAtFar(own, far).toFixed(3)))]));

const apcer = (scores: Scores, threshold: number) => { const { far, frr } = errorsAt(scores, threshold); return [rate(far, scores.impostors.length), percent(frr)]; };
export function attackTables({ frame, fiveFrames, subjects, samples }: Attacks, { thresholds: { live } }: ModelPack): string {
  const all = [['单帧', frame], ['5 帧平均', fiveFrames]] as const;
  const rows = all.flatMap(([what, scores]) => [...new Set([0.05, 0.1, 0.15, 0.2, 0.3, live.live, 0.4, 0.5])].map((threshold) => [what, `${scores.genuine.length} / ${scores.impostors.length}`, percent(equalErrorRate(scores).rate), threshold.toFixed(2), ...apcer(scores, threshold)]));
  const share = (means: readonly number[]) => percent(means.filter((one) => one >= live.live).length / means.length, 0);
  return [
    table(['看几帧', '真人 / 打印', 'EER', '门限', 'APCER', 'BPCER'], rows),
    table(['真人', `5 帧平均通过（门限 ${live.live}）`, '15 帧平均通过', '最低 5 帧平均'], subjects.map(({ subject, fives, fifteens }) => [subject, share(fives), fifteens.length > 0 ? share(fifteens) : '–', Math.min(...fives).toFixed(3)])),
    `厂家样例：真人 ${samples[0]!.toFixed(3)}，两种假体 ${samples.slice(1).map((one) => one.toFixed(3)).join('、')}`,
  ].join('\n\n');
}

const ms = (value: number) => value.toFixed(value < 20 ? 1 : 0);
export const speedTable = (all: readonly Speed[]): string => table(['谁', '线程', '冷启动 ms', '第一帧 ms', '一帧 ms', '找脸 / 防假体 / 提特征 ms', 'WASM 内存 MB'], all.map(({ who, threads, coldMs, firstMs, frameMs, stages, memoryMb }) => [who, String(threads), ms(coldMs), ms(firstMs), ms(frameMs), stages ? `${ms(stages.detect)} / ${ms(stages.attack)} / ${ms(stages.embed)}` : '–', memoryMb.toFixed(1)]));
export const shippedTable = (all: readonly Shipped[]): string => table(['送到浏览器', 'MB', 'brotli MB'], all.map(({ what, bytes, brotliBytes }) => [what, (bytes / 1e6).toFixed(2), (brotliBytes / 1e6).toFixed(2)]));
export const peerTable = (all: readonly PeerAccuracy[]): string => table(['谁', '数据', '照片', '同一人 / 不同', 'EER', 'TAR@1e-2', 'TAR@1e-3'], all.map(({ who, set, how, scores }) => [who, set, cards[how], `${scores.genuine.length} / ${scores.impostors.length}`, percent(equalErrorRate(scores).rate), at(scores, 1e-2), at(scores, 1e-3)]));
export const peerAttackTable = (all: readonly PeerAttacks[]): string => table(['谁', '模型', 'EER', 'APCER 门限 0.5', 'BPCER 门限 0.5'], all.map(({ who, model, scores }) => [who, model, percent(equalErrorRate(scores).rate), ...apcer(scores, 0.5)]));
