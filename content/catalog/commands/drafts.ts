import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { PackManifest } from '../../schema/manifest.ts';
import { fail, ok, type Result } from '../../../kiosk/core/result.ts';
import type { Root, Targets } from '../../../kiosk/tuf/metadata.ts';
import type { Draft } from '../draft.ts';
import type { CatalogProblem } from '../problem.ts';
import type { Published } from '../repository.ts';
import { readJson } from './world.ts';

const Metadata = v.object({ signed: v.looseObject({ _type: v.picklist(['root', 'targets']), version: v.number(), expires: v.string() }), signatures: v.array(v.object({ keyid: v.string(), sig: v.string() })) });
const DraftFile = v.object({
  format: v.literal('catalog-draft-1'), made: v.string(), title: v.string(), base: v.record(v.string(), v.number()), roles: v.record(v.string(), Metadata),
  rollout: v.array(v.looseObject({ do: v.string() })), targets: v.record(v.string(), v.string()), blobs: v.record(v.string(), v.string()),
});

/** A draft somebody brought. What it vouches for is checked when it is published. */
export function readDraft(file: string): { ok: true; value: Draft } | { readonly ok: false; readonly problem: CatalogProblem } {
  if (!existsSync(file)) return fail({ is: 'unknown', what: '文件', name: file });
  try {
    const draft = v.safeParse(DraftFile, readJson(file));
    return draft.success ? { ok: true, value: draft.output as unknown as Draft } : fail({ is: 'damaged', what: '草稿', name: file });
  } catch {
    return fail({ is: 'damaged', what: '草稿', name: file });
  }
}

/** What a role is asked to vouch for: read from what would be signed, not from what somebody wrote beside it. */
export function draftInWords(draft: Draft, role?: string): string[] {
  const lines = [`草稿：${draft.title}（${draft.made}）`];
  for (const [name, { signed, signatures }] of Object.entries(draft.roles).filter(([one]) => role === undefined || one === role)) {
    lines.push(`${name} 第 ${signed.version} 版，签到 ${signed.expires}，已有 ${signatures.length} 个签名`);
    lines.push(...(signed._type === 'root' ? rootInWords(signed) : targetsInWords(signed, draft)).map((line) => `  ${line}`));
  }
  return lines;
}

const rootInWords = ({ roles }: Root): string[] => Object.entries(roles).map(([name, { keyids, threshold }]) => `${name}：${keyids.length} 把钥匙（${keyids.map((id) => id.slice(0, 8)).join('、')}），要 ${threshold} 个签名`);

function targetsInWords({ targets, delegations }: Targets, draft: Draft): string[] {
  const fresh = Object.keys(targets).filter((path) => Object.hasOwn(draft.targets, path));
  return [
    ...(delegations?.roles ?? []).map(({ name, keyids, threshold, paths }) => `${name} 可以签 ${paths?.join('、') ?? ''}：${keyids.map((id) => id.slice(0, 8)).join('、')}，要 ${threshold} 个`),
    ...fresh.flatMap((path) => {
      const manifest = v.safeParse(PackManifest, JSON.parse(draft.targets[path]!));
      if (!manifest.success) return [`${path}：清单的格式不对，不要签`];
      const changed = Object.entries(manifest.output.files).filter(([, { sha256 }]) => Object.hasOwn(draft.blobs, sha256));
      return [`${manifest.output.title} 第 ${manifest.output.version} 版，共 ${Object.keys(manifest.output.files).length} 个文件，新内容 ${changed.length} 个`,
        ...changed.flatMap(([name, { sha256 }]) => [`  ${name}`, ...(name.endsWith('.json') ? [`    ${Buffer.from(draft.blobs[sha256]!, 'base64').toString('utf8').slice(0, 400)}`] : [])])];
    }),
  ];
}

/** The keys that sign for a role now. */
export const keyidsIn = ({ root, targets }: Published) => (role: string): readonly string[] => (role === 'root' || role === 'targets' ? root.signed.roles[role].keyids : targets.signed.delegations!.roles!.find(({ name }) => name === role)?.keyids ?? []);
export const asResult = <T>(value: T | undefined, what: string, name: string): Result<T, CatalogProblem> => (value === undefined ? fail({ is: 'unknown', what, name }) : ok(value));
