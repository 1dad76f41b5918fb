import * as v from 'valibot';
import { channels, type OpenRollout, type Withdrawal } from '../../schema/rollout.ts';
import type { Catalog } from '../catalog.ts';
import { adoptionOf, healthOf, type KioskHealth, type PackAdoption, worstFirst } from '../fleet/watch.ts';
import type { FleetStore } from '../fleet/store.ts';
import { sayProblem } from '../problem.ts';
import type { RolloutChange } from '../rollout-change.ts';
import { get, noSuch, post, refused, type Route, value } from './answers.ts';
import type { Desk } from './desk.ts';
import { channelNames } from './routes-publish.ts';

export interface RolloutView { readonly id: string; readonly title: string; readonly state: OpenRollout['state']; readonly why: string | null; readonly to: OpenRollout['to']; readonly toWords: string; readonly from: string | null; readonly packs: readonly PackAdoption[]; readonly edit: string | null }
/** All that the fleet page shows. `heard`: kiosks that told something lately. */
export interface WatchView {
  readonly catalog: { readonly published: string; readonly warnings: readonly string[] };
  readonly rollouts: readonly RolloutView[];
  readonly withdrawn: readonly (Withdrawal & { readonly name: string })[];
  readonly kiosks: readonly (KioskHealth & { readonly generation: number; readonly version: string })[];
  readonly numbers: { readonly kiosks: number; readonly heard: number; readonly alarm: number; readonly notice: number };
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly sites: readonly string[];
}
const heardMs = 24 * 3600_000;
const mostShown = 500;

/** What the kiosks show and how they do, and who gets what when. */
export function watchRoutes({ repository, ledger, edits, now }: Desk, catalog: Catalog, fleet: FleetStore): Route[] {
  async function change(who: { readonly name: string }, one: RolloutChange) {
    const done = await catalog.editRollout({ change: one, now: now().getTime(), who: who.name });
    return done.ok ? undefined : refused(409, sayProblem(done.problem));
  }
  const toWords = ({ channels: some, sites, percent }: OpenRollout['to']) => [some.length ? `${some.map((one) => channelNames[one]).join('、')}的终端` : '', sites.length ? `站点 ${sites.join('、')}` : '', percent > 0 ? `${percent}% 的终端` : ''].filter(Boolean).join('，') || '还没有给任何终端';

  return [
    get('/api/watch', async () => {
      const at = now().getTime();
      const [rollout, status] = [catalog.rollout(), catalog.status(at)];
      const { pack } = await repository.load(await repository.main());
      const all = await fleet.kiosks({ most: 10_000 });
      const say = (key: string) => pack.texts.zh[key];
      const health = worstFirst(all.map((one) => healthOf(one, { now: at, reportSeconds: rollout.reportSeconds, say })));
      const told = new Map(all.map(({ heartbeat }) => [heartbeat.kiosk, heartbeat]));
      const known = new Set((await edits.all()).map(({ id }) => id));
      const shown: WatchView = {
        catalog: { published: status.published, warnings: status.warnings },
        rollouts: rollout.open.map((one) => ({ id: one.id, title: one.title, state: one.state, why: one.why ?? null, to: one.to, toWords: toWords(one.to), from: one.from ?? null, packs: adoptionOf(one, all, { now: at, heardMs }), edit: known.has(one.id) ? one.id : null })),
        withdrawn: rollout.withdrawn.map((one) => ({ ...one, name: pack.items[one.item]?.name ?? pack.chains[one.item]?.name ?? one.item })),
        kiosks: health.slice(0, mostShown).map((one) => ({ ...one, generation: told.get(one.kiosk)!.generation, version: told.get(one.kiosk)!.version })),
        numbers: { kiosks: all.length, heard: health.filter(({ silent }) => !silent).length, alarm: health.filter(({ weight }) => weight === 'alarm').length, notice: health.filter(({ weight }) => weight === 'notice').length },
        items: Object.values(pack.items).map(({ id, name }) => ({ id, name })),
        sites: [...new Set([...Object.keys(pack.sites), ...all.map(({ heartbeat }) => heartbeat.site)])].sort(),
      };
      return value(shown);
    }),
    post('/api/rollouts/:id/change', ['发布', '运维'], v.variant('do', [
      v.strictObject({ do: v.literal('advance'), to: v.strictObject({ channels: v.optional(v.array(v.picklist(channels))), sites: v.optional(v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)))), percent: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))) }) }),
      v.strictObject({ do: v.literal('halt'), why: v.pipe(v.string(), v.trim(), v.minLength(2, '请写为什么暂停')) }),
      v.strictObject({ do: v.picklist(['resume', 'complete']) }),
    ]), async ({ who, params, body }) => {
      const id = params['id']!;
      const rollout = catalog.rollout().open.find((one) => one.id === id);
      if (!rollout) return noSuch('这次推送');
      const what: RolloutChange = body.do === 'advance' ? { do: 'advance', id, to: Object.fromEntries(Object.entries(body.to).filter(([, one]) => one !== undefined)) } : body.do === 'halt' ? { do: 'halt', id, why: body.why } : { do: body.do, id };
      const trouble = await change(who, what);
      if (trouble) return trouble;
      const after = catalog.rollout().open.find((one) => one.id === id);
      const says = body.do === 'advance' ? `扩大到${toWords(after!.to)}` : { halt: '暂停推送', resume: '继续推送', complete: '完成，给全部终端' }[body.do];
      await ledger.add(who, { kind: 'rollout', what: `“${rollout.title}”：${says}`, why: body.do === 'halt' ? body.why : '', ...((await edits.find(id)) && { edit: id }) });
      return value({ says });
    }),
    post('/api/withdraw', ['发布', '运维', '审批'], v.strictObject({ item: v.string(), why: v.pipe(v.string(), v.trim(), v.minLength(4, '请写清楚为什么暂停，群众会看到这句话'), v.maxLength(200)), whyEn: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(300))) }), async ({ who, body }) => {
      const { pack } = await repository.load(await repository.main());
      const name = pack.items[body.item]?.name ?? pack.chains[body.item]?.name;
      if (name === undefined) return noSuch('这个事项');
      const trouble = await change(who, { do: 'withdraw', item: body.item, why: body.why, ...(body.whyEn && { whyEn: body.whyEn }) });
      if (trouble) return trouble;
      await ledger.add(who, { kind: 'withdraw', what: `暂停办理“${name}”`, why: body.why });
      return value({ says: `“${name}”已经暂停，各终端在下一次查询时停办。` });
    }),
    post('/api/restore', ['发布', '运维', '审批'], v.strictObject({ item: v.string(), why: v.pipe(v.string(), v.trim(), v.minLength(2, '请写为什么恢复')) }), async ({ who, body }) => {
      const { pack } = await repository.load(await repository.main());
      const trouble = await change(who, { do: 'restore', item: body.item });
      if (trouble) return trouble;
      const name = pack.items[body.item]?.name ?? body.item;
      await ledger.add(who, { kind: 'restore', what: `恢复办理“${name}”`, why: body.why });
      return value({ says: `“${name}”已经恢复办理。` });
    }),
  ];
}
