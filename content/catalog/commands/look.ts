import { readFileSync } from 'node:fs';
import path from 'node:path';
import { collect } from '../collect.ts';
import { adoptionOf, healthOf, sayAdoption, sayHealth, worstFirst } from '../fleet/watch.ts';
import { openFleetStore } from '../fleet/open-store.ts';
import { enrol as tokenOf } from '../fleet/token.ts';
import { metadataName, newestRoot } from '../repository.ts';
import { wrong } from './content.ts';
import { type Ask, catalogOf, type ExitCode } from './world.ts';

export function status(ask: Ask): ExitCode {
  const { world } = ask;
  const { published, timestamp, roles, rollout, warnings } = catalogOf(ask).status(world.now());
  world.say(`最近发布 ${published}（timestamp 第 ${timestamp} 版）`);
  for (const { role, version, daysLeft, expires, keys, threshold, packs, online } of roles) {
    world.say(`  ${role} 第 ${version} 版，还有 ${daysLeft} 天（${expires}）；${online ? '自动签' : `要 ${threshold} 个签名`}：${keys.join('、')}${packs > 0 ? `；${packs} 个包` : ''}`);
  }
  for (const { id, title, state, to, packs, why } of rollout.open) world.say(`推送 ${id} ${title}：${state === 'running' ? '进行中' : `已停（${why ?? ''}）`}，${[...to.channels, ...to.sites, `${to.percent}%`].join('、')}；${Object.entries(packs).map(([pack, one]) => `${pack} ${one.before}→${one.to}`).join('、')}`);
  for (const { item, since, why } of rollout.withdrawn) world.say(`暂停办理 ${item}（${since}）：${why}`);
  for (const warning of warnings) world.complain(warning);
  return warnings.length > 0 ? 3 : 0;
}

/** Runs the kiosk's own client over the files. */
export async function verify(ask: Ask): Promise<ExitCode> {
  const { manifests, files, bytes, findings } = await catalogOf(ask).verify(ask.world.now());
  for (const finding of findings) ask.world.complain(finding);
  ask.world.say(`${manifests} 份清单，${files} 个文件，${bytes} 字节${findings.length === 0 ? '，终端都会接受' : `；${findings.length} 处终端不会接受`}。`);
  return findings.length > 0 ? 1 : 0;
}

/** What goes into host.json as `catalog.root`. */
export function root({ dir, world }: Ask): ExitCode {
  const publicDir = path.join(dir, 'public');
  world.say(readFileSync(path.join(publicDir, 'metadata', metadataName('root', newestRoot(publicDir))), 'utf8'));
  return 0;
}

export const secretOf = (dir: string): string => readFileSync(path.join(dir, 'keys/heartbeat-secret'), 'utf8').trim();

/** `enrol SD-0001 --url https://…`: what goes into this kiosk's host.json. */
export function enrol(ask: Ask): ExitCode {
  const { dir, world, words: [kiosk], values: { url = 'https://catalog.example' } } = ask;
  if (kiosk === undefined || !/^[A-Z0-9]+(?:-[A-Z0-9]+)*$/.test(kiosk)) return wrong(ask, '写成 enrol <终端编号> --url <目录网址>，编号如 SD-0001');
  const publicDir = path.join(dir, 'public');
  const trusted: unknown = JSON.parse(readFileSync(path.join(publicDir, 'metadata', metadataName('root', newestRoot(publicDir))), 'utf8'));
  world.complain('把下面这一段放进这台终端的 host.json（reports.token 只给这一台用，不要外传）：');
  world.say(`"catalog": ${JSON.stringify({ url, channel: 'stable', reports: { url: `${url}/v1/heartbeat`, token: tokenOf(secretOf(dir), kiosk) }, root: trusted })}`);
  return 0;
}

export const fleetUrl = ({ dir, values, world }: Ask): string => values.fleet ?? world.env['CATALOG_FLEET'] ?? `sqlite:${path.join(dir, 'fleet.sqlite')}`;

/** How far open rollouts have come, and which kiosks need somebody. */
export async function watch(ask: Ask): Promise<ExitCode> {
  const { world } = ask;
  const now = world.now();
  const { open, reportSeconds } = catalogOf(ask).rollout();
  const fleet = await openFleetStore(fleetUrl(ask));
  try {
    const all = await fleet.kiosks();
    for (const rollout of open) {
      world.say(`推送 ${rollout.id} ${rollout.title}（${rollout.state === 'running' ? '进行中' : '已停'}）`);
      for (const one of adoptionOf(rollout, all, { now, heardMs: 3 * Math.max(reportSeconds * 1000, 600_000) })) world.say(`  ${sayAdoption(one)}`);
    }
    if (open.length === 0) world.say('没有进行中的推送。');
    const health = worstFirst(all.map((one) => healthOf(one, { now, reportSeconds })));
    for (const one of health.filter(({ findings }) => findings.length > 0)) world.say(sayHealth(one));
    world.say(`${all.length} 台终端，${health.filter(({ weight }) => weight === 'alarm').length} 台要处理。`);
    return health.some(({ weight }) => weight === 'alarm') ? 3 : 0;
  } finally {
    await fleet.close();
  }
}

export function history(ask: Ask): ExitCode {
  for (const { at, says, who, snapshot } of catalogOf(ask).history()) ask.world.say(`${at}  第 ${snapshot} 次  ${says}${who === undefined ? '' : `（${who}）`}`);
  return 0;
}

export function clean(ask: Ask): ExitCode {
  const { removed, bytes } = collect(ask.dir, ask.world.now(), ask.values['dry-run'] ?? false);
  ask.world.say(`${ask.values['dry-run'] ? '可以删掉' : '删掉了'} ${removed.length} 个 90 天以上没有终端需要的文件，${bytes} 字节。`);
  return 0;
}
