import type { OpenRollout } from '../../schema/rollout.ts';
import { takes } from '../../../kiosk/core/rollout.ts';
import { placeIn } from './halt-watch.ts';
import { plainTrouble } from './heard.ts';
import type { LastHeard } from './store.ts';

/** `alarm`: somebody should go and look today. `notice`: worth knowing. */
export type Weight = 'alarm' | 'notice' | 'fine';
/** What is wrong with a kiosk, in a sentence for the maintainer. */
export interface Finding { readonly weight: 'alarm' | 'notice'; readonly says: string }
export interface KioskHealth {
  readonly kiosk: string; readonly site: string; readonly channel: OpenRollout['to']['channels'][number];
  readonly heardAt: number; readonly silentMs: number; readonly silent: boolean;
  readonly weight: Weight;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** How long ago the catalog last vouched for what this kiosk knows; null: never. */
  readonly contentAgeMs: number | null;
  /** The kiosk's clock less the catalog's, ms; the way here included, so a few seconds say nothing. */
  readonly clockAheadMs: number;
}
export interface HealthOptions {
  readonly now: number;
  /** As rollout.json asks of the kiosks. */
  readonly reportSeconds: number;
  /** The kiosk's own words: `facility.id-reader`, `state.no-paper`. What it has none for stands as it came. */
  readonly say?: (key: string) => string | undefined;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How a kiosk does, from the last it told. */
export function healthOf({ heardAt, heartbeat }: LastHeard, { now, reportSeconds, say = () => undefined }: HealthOptions): KioskHealth {
  const { kiosk, site, channel, at, content, devices, outbox, persisted, counts } = heartbeat;
  const silentMs = Math.max(0, now - heardAt);
  // Two reports may get lost.
  const silent = silentMs > Math.max(3 * reportSeconds * 1000, 10 * minute);
  const contentAgeMs = content.newest === null ? null : Math.max(0, now - Date.parse(content.newest));
  const clockAheadMs = Date.parse(at) - heardAt;
  const findings: Finding[] = [];
  const alarm = (says: string) => { findings.push({ weight: 'alarm', says }); };
  const notice = (says: string) => { findings.push({ weight: 'notice', says }); };

  if (silent) (silentMs > day ? alarm : notice)(`已 ${duration(silentMs)}没有消息`);
  if (outbox.rejected > 0) alarm(`${outbox.rejected} 件申请被退回，要人处理`);
  const waitedMs = (outbox.oldestSeconds ?? 0) * 1000;
  if (outbox.waiting > 0 && waitedMs > hour) (waitedMs > day ? alarm : notice)(`${outbox.waiting} 件申请没有送达，最早的等了 ${duration(waitedMs)}`);
  const trouble = content.trouble === null ? undefined : troubles[plainTrouble(content.trouble)] ?? { weight: 'notice', says: `内容没有更新：${content.trouble}` };
  if (trouble) findings.push(trouble);
  if (content.fellBack > 0 && content.trouble !== 'fell-back') alarm(`${content.fellBack} 代内容没能显示，退回了上一代`);
  if (contentAgeMs === null) notice('还没有从目录取到过内容');
  else if (contentAgeMs > 2 * day) (contentAgeMs > 7 * day ? alarm : notice)(`内容是 ${duration(contentAgeMs)}前的`);
  if (Math.abs(clockAheadMs) > 5 * minute) (Math.abs(clockAheadMs) > hour ? alarm : notice)(`时钟${clockAheadMs > 0 ? '快' : '慢'} ${duration(Math.abs(clockAheadMs))}`);
  for (const [kind, state] of Object.entries(devices)) {
    if (!works.has(state)) (state === 'no-paper' ? notice : alarm)(`${say(`facility.${kind}`) ?? kind}：${say(`state.${state}`) ?? state}`);
  }
  if (!persisted) notice('浏览器没有答应长久保存数据');
  if (counts.errors > 0) notice(`页面启动以来出错 ${counts.errors} 次`);

  findings.sort((a, b) => rank(a.weight) - rank(b.weight));
  return { kiosk, site, channel, heardAt, silentMs, silent, weight: findings[0]?.weight ?? 'fine', findings, contentAgeMs, clockAheadMs };
}
const works = new Set(['ready', 'starting', 'busy', 'absent']);
const troubles: Readonly<Record<string, Finding>> = {
  unreachable: { weight: 'notice', says: '连不上目录' },
  refused: { weight: 'alarm', says: '取到的内容与签名对不上，没有采用' },
  expired: { weight: 'alarm', says: '目录的签名已经过期，没有更新' },
  clock: { weight: 'alarm', says: '本机时钟不对，没有更新' },
  content: { weight: 'alarm', says: '新内容不合要求，没有采用' },
  'kiosk-too-old': { weight: 'notice', says: '新内容要更新版本的程序' },
  storage: { weight: 'alarm', says: '磁盘写不进新内容' },
  'fell-back': { weight: 'alarm', says: '新内容没能显示，退回了上一代' },
};
const rank = (weight: Weight) => ['alarm', 'notice', 'fine'].indexOf(weight);

/** The worst first; of the same weight the one with more findings, then the longest silent, then by id. */
export const worstFirst = (all: readonly KioskHealth[]): KioskHealth[] => all.toSorted((a, b) =>
  rank(a.weight) - rank(b.weight) || b.findings.length - a.findings.length || b.silentMs - a.silentMs || (a.kiosk < b.kiosk ? -1 : 1));

/** 3 分钟, 5 小时, 2 天: whole units, the largest that is at least one. */
export function duration(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.floor(ms / 1000))} 秒`;
  if (ms < hour) return `${Math.floor(ms / minute)} 分钟`;
  return ms < day ? `${Math.floor(ms / hour)} 小时` : `${Math.floor(ms / day)} 天`;
}

/** How far a rollout's pack has come. Kiosks silent for long are counted apart: nobody knows what they show. */
export interface PackAdoption {
  readonly pack: string; readonly to: number; readonly before: number;
  /** Heard kiosks it means now. */
  readonly meant: number;
  /** Heard kiosks that show the new version; kiosks it means that do not yet. */
  readonly showing: number; readonly waiting: number;
  readonly silent: number;
}
/** Adoption of each pack of a rollout, from all kiosks' last heartbeats. */
export function adoptionOf(rollout: OpenRollout, all: readonly LastHeard[], { now, heardMs }: { readonly now: number; readonly heardMs: number }): PackAdoption[] {
  const heard = all.filter(({ heardAt }) => now - heardAt <= heardMs);
  return Object.entries(rollout.packs).map(([pack, { to, before }]) => {
    const counts = { meant: 0, showing: 0, waiting: 0 };
    for (const { heartbeat: { kiosk, site, channel, content } } of heard) {
      const shows = content.packs[pack] === to;
      const meant = shows || takes({ ...rollout, state: 'running' }, { site, channel, place: (id) => placeIn(id, kiosk) }, now);
      if (meant) counts.meant++;
      if (shows) counts.showing++;
      else if (meant) counts.waiting++;
    }
    return { pack, to, before, ...counts, silent: all.length - heard.length };
  });
}
/** `12 台中 8 台已用第 12 版，4 台还没有；另有 2 台没有消息`. */
export const sayAdoption = ({ pack, to, meant, showing, waiting, silent }: PackAdoption): string =>
  `${pack} 第 ${to} 版：${meant} 台中 ${showing} 台已用${waiting > 0 ? `，${waiting} 台还没有` : ''}${silent > 0 ? `；另有 ${silent} 台没有消息` : ''}`;

/** One line for each kiosk, for a terminal: what is wrong with it, worst first. */
export const sayHealth = ({ kiosk, site, weight, findings }: KioskHealth): string =>
  `${{ alarm: '✗', notice: '△', fine: '✓' }[weight]} ${kiosk}（${site}） ${findings.length === 0 ? '正常' : findings.map(({ says }) => says).join('；')}`;
