import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pack } from '../../schema/pack.ts';
import { channels } from '../../schema/rollout.ts';
import { loadPack } from '../../tools/load.ts';
import { fail, ok, type Result } from '../../../kiosk/core/result.ts';
import type { Catalog } from '../catalog.ts';
import { type Draft, type Publication, signDraft } from '../draft.ts';
import { planInWords } from '../in-words.ts';
import { mediaPacks, modelPacks } from '../media.ts';
import type { Plan, Wanted } from '../plan.ts';
import { type CatalogProblem, sayKeyProblem } from '../problem.ts';
import type { Audience } from '../rollout-change.ts';
import { draftInWords, keyidsIn, readDraft } from './drafts.ts';
import { type Ask, catalogOf, contentDirOf, type ExitCode, openNamedKey, signersOf, told } from './world.ts';

interface Loaded { readonly pack: Pack; readonly more: readonly Wanted[] }

/** The content with its media and models, when there is nothing to mend. */
function loaded(ask: Ask): Result<Loaded, CatalogProblem> {
  const root = contentDirOf(ask);
  const { pack, findings } = loadPack(root, new Date(ask.world.now()).toISOString());
  const models = ask.values.models === undefined ? ask.world.modelsDir : path.resolve(ask.values.models);
  const large = [mediaPacks(root), ...(models === undefined ? [] : [modelPacks(models)])];
  const all = [...findings, ...large.flatMap((one) => one.findings)];
  return all.length > 0 ? fail({ is: 'content', findings: all }) : ok({ pack, more: large.flatMap(({ wanted }) => wanted) });
}

export const check = (ask: Ask) => told(ask, loaded(ask), ({ pack }) => {
  ask.world.say(`内容没有问题：${Object.keys(pack.items).length} 个事项，${Object.keys(pack.chains).length} 条链。`);
  return 0;
});

export const preview = (ask: Ask) => told(ask, planned(ask), ({ plan }) => {
  for (const line of planInWords(plan)) ask.world.say(line);
  ask.world.say('要看群众看到的样子：npm run dev（本机界面），或者打开网页控制台里的预览。');
  return 0;
});

function planned(ask: Ask): Result<{ readonly catalog: Catalog; readonly plan: Plan }, CatalogProblem> {
  const content = loaded(ask);
  if (!content.ok) return content;
  const catalog = catalogOf(ask);
  return ok({ catalog, plan: catalog.plan(content.value.pack, ask.world.now(), content.value.more) });
}

/** Says what would change; with `--out` writes the draft that departments sign. */
export const plan = (ask: Ask) => told(ask, planned(ask), ({ catalog, plan: found }) => {
  for (const line of planInWords(found)) ask.world.say(line);
  const { out } = ask.values;
  if (found.packs.length === 0 || out === undefined) return 0;
  const what = publicationOf(ask);
  if (typeof what === 'string') return wrong(ask, what);
  return told(ask, catalog.draft(found, what, ask.world.now()), (draft) => writeDraft(ask, out, draft));
});

export function writeDraft({ world }: Ask, out: string, draft: Draft): ExitCode {
  writeFileSync(path.resolve(out), JSON.stringify(draft));
  world.say(`草稿写到 ${out}。要签的角色：${Object.keys(draft.roles).join('、')}。`);
  world.say(`每个角色：npm run catalog -- sign ${out} --role <角色> --key <私钥文件>，签完：npm run catalog -- publish ${out}`);
  return 0;
}

/** Signs one role of a draft, on whatever machine: nothing but the file and the key is needed. */
export async function sign(ask: Ask): Promise<ExitCode> {
  const [file] = ask.words;
  const { role, key, out } = ask.values;
  if (file === undefined || role === undefined || !key) return wrong(ask, '写成 sign <草稿文件> --role <角色> --key <私钥文件>');
  const draft = readDraft(file);
  if (!draft.ok) return told(ask, draft, () => 1);
  for (const line of draftInWords(draft.value, role)) ask.world.say(line);
  for (const name of key) {
    const signer = await openNamedKey(ask.world, name);
    if (!signer.ok) { ask.world.complain(sayKeyProblem(signer.problem)); return 1; }
    const signed = await signDraft(draft.value, role, [signer.value]);
    if (!signed.ok) return told(ask, signed, () => 1);
    draft.value = signed.value;
  }
  writeFileSync(path.resolve(out ?? file), JSON.stringify(draft.value));
  ask.world.say(`${role} 已签，现在有 ${draft.value.roles[role]!.signatures.length} 个签名。`);
  return 0;
}

/** Publishes a signed draft, or plans, signs and publishes at once with the keys that are here. */
export async function publish(ask: Ask): Promise<ExitCode> {
  const { world, values } = ask;
  const [file] = ask.words;
  if (file !== undefined) {
    return told(ask, readDraft(file), async (draft) => {
      for (const line of draftInWords(draft)) world.say(line);
      return values['dry-run'] ? dry(ask) : told(ask, await catalogOf(ask).publishDraft(draft, world.now()), (receipt) => published(ask, receipt));
    });
  }
  const what = publicationOf(ask);
  if (typeof what === 'string') return wrong(ask, what);
  return told(ask, planned(ask), async ({ catalog, plan: found }) => {
    for (const line of planInWords(found)) world.say(line);
    if (found.packs.length === 0) return 0;
    if (values['dry-run']) return dry(ask);
    const signer = signersOf(ask, catalog, keyidsIn(catalog.published()));
    return told(ask, await catalog.publish({ plan: found, ...what, signer, now: world.now(), who: world.env['USER'] }), (receipt) => published(ask, receipt));
  });
}

/** `roll-back <pack>… --to <version>` */
export async function rollBack(ask: Ask): Promise<ExitCode> {
  const { world, values, words } = ask;
  const version = Number(values.to);
  if (words.length === 0 || !Number.isSafeInteger(version) || version < 1) return wrong(ask, '写成 roll-back <部门/包>… --to <版本号>');
  const catalog = catalogOf(ask);
  const packs = Object.fromEntries(words.map((pack) => [pack, version]));
  return told(ask, catalog.planBack(packs, world.now()), async (found) => {
    for (const line of planInWords(found)) world.say(line);
    if (values['dry-run']) return dry(ask);
    const signer = signersOf(ask, catalog, keyidsIn(catalog.published()));
    return told(ask, await catalog.rollBack({ packs, signer, now: world.now(), who: world.env['USER'], ...(values.title !== undefined && { title: values.title }) }), (receipt) => published(ask, receipt));
  });
}

export function published({ world }: Ask, { timestamp, at }: { readonly timestamp: number; readonly at: string }): ExitCode {
  world.say(`已发布（timestamp 第 ${timestamp} 版，${at}）。终端在下一次查询时取到。`);
  return 0;
}
export function dry({ world }: Ask): ExitCode {
  world.say('只是演练（--dry-run），什么也没有发布。');
  return 0;
}
export function wrong({ world }: Ask, says: string): ExitCode {
  world.complain(says);
  return 2;
}

function publicationOf({ values }: Ask): Publication | string {
  const to = audienceOf(values);
  if (typeof to === 'string') return to;
  const title = values.title ?? '内容更新';
  const haltAbove = values['halt-above'] === undefined ? undefined : Number(values['halt-above']);
  return { title, validFrom: values['valid-from'], validUntil: values['valid-until'], ...(Object.keys(to).length > 0 && { rollout: { to: { channels: [], sites: [], percent: 0, ...to }, from: values.from, haltAbove } }) };
}

/** `--channels canary,pilot --sites a,b --percent 10`, or a sentence. */
export function audienceOf(values: Ask['values']): Partial<Audience> | string {
  const list = (text: string) => text.split(',').map((one) => one.trim()).filter(Boolean);
  const named = values.channels === undefined ? undefined : list(values.channels);
  const stranger = named?.find((one) => !(channels as readonly string[]).includes(one));
  if (stranger !== undefined) return `没有“${stranger}”这一组，只有 ${channels.join('、')}`;
  const percent = values.percent === undefined ? undefined : Number(values.percent);
  if (percent !== undefined && !(percent >= 0 && percent <= 100)) return '--percent 写 0 到 100';
  return { ...(named && { channels: named as Audience['channels'] }), ...(values.sites !== undefined && { sites: list(values.sites) }), ...(percent !== undefined && { percent }) };
}
