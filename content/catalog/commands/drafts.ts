import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { PackManifest } from '../../schema/manifest.ts';
import { fail } from '../../../kiosk/core/result.ts';
import type { Root, Targets } from '../../../kiosk/tuf/metadata.ts';
import type { Draft } from '../draft.ts';
import { fileInWords } from '../in-words.ts';
import type { PlannedFile } from '../plan.ts';
import type { CatalogProblem } from '../problem.ts';
import type { Published } from '../repository.ts';
import { readJson } from './world.ts';

const Metadata = v.object({ signed: v.looseObject({ _type: v.picklist(['root', 'targets']), version: v.number(), expires: v.string() }), signatures: v.array(v.object({ keyid: v.string(), sig: v.string() })) });
const DraftFile = v.object({
  format: v.literal('catalog-draft-1'), made: v.string(), title: v.string(), base: v.record(v.string(), v.number()), roles: v.record(v.string(), Metadata),
  rollout: v.array(v.looseObject({ do: v.string() })), targets: v.record(v.string(), v.string()), blobs: v.record(v.string(), v.string()), was: v.record(v.string(), v.record(v.string(), v.unknown())),
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
    lines.push(...('roles' in signed ? rootInWords(signed) : targetsInWords(signed, draft)).map((line) => `  ${line}`));
  }
  return lines;
}

const rootInWords = ({ roles }: Root): string[] => Object.entries(roles).map(([name, { keyids, threshold }]) => `${name}：${keyids.length} 把钥匙（${keyids.map((id) => id.slice(0, 8)).join('、')}），要 ${threshold} 个签名`);

function targetsInWords({ targets, delegations }: Targets, draft: Draft): string[] {
  const paths = Object.keys(targets).filter((path) => Object.hasOwn(draft.targets, path));
  return [
    ...(delegations?.roles ?? []).map(({ name, keyids, threshold, paths: its }) => `${name} 可以签 ${its?.join('、') ?? ''}：${keyids.map((id) => id.slice(0, 8)).join('、')}，要 ${threshold} 个`),
    ...paths.flatMap((path) => {
      const manifest = v.safeParse(PackManifest, JSON.parse(draft.targets[path]!));
      if (!manifest.success) return [`${path}：清单的格式不对，不要签`];
      const { files, title, version } = manifest.output;
      const was = draft.was[path] ?? {};
      const fresh = Object.entries(files).filter(([name, { sha256 }]) => Object.hasOwn(draft.blobs, sha256) || Object.hasOwn(was, name));
      return [`${title} 第 ${version} 版，共 ${Object.keys(files).length} 个文件`, ...[
        ...fresh.map(([name, { sha256 }]): PlannedFile => ({ name, is: Object.hasOwn(was, name) ? 'changed' : 'added', before: was[name], after: jsonOf(name, draft.blobs[sha256]) })),
        ...Object.keys(was).filter((name) => !Object.hasOwn(files, name)).map((name): PlannedFile => ({ name, is: 'removed', before: was[name] })),
      ].flatMap(fileInWords).map((line) => `  ${line}`)];
    }),
  ];
}

const jsonOf = (name: string, blob: string | undefined): unknown => (blob !== undefined && name.endsWith('.json') ? JSON.parse(Buffer.from(blob, 'base64').toString('utf8')) as unknown : undefined);

/** The keys that sign for a role now. */
export const keyidsIn = ({ root, targets }: Published) => (role: string): readonly string[] => (role === 'root' || role === 'targets' ? root.signed.roles[role].keyids : targets.signed.delegations!.roles!.find(({ name }) => name === role)?.keyids ?? []);
