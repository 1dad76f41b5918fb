import type * as v from 'valibot';
import { Chain } from '../../schema/chain.ts';
import { Departments } from '../../schema/department.ts';
import { FieldFile } from '../../schema/field.ts';
import { Item } from '../../schema/item.ts';
import { List } from '../../schema/list.ts';
import { MaterialFile } from '../../schema/material.ts';
import { Site } from '../../schema/site.ts';
import { Stages } from '../../schema/stage.ts';
import { Texts } from '../../schema/text.ts';

/** The kinds of content file, by what they are called in the console. */
export const kinds = {
  items: { name: '事项', files: /^items\/(person|enterprise)\/[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*\.yaml$/, schema: Item },
  chains: { name: '一链办理', files: /^chains\/[a-z][a-z0-9-]*\.yaml$/, schema: Chain },
  fields: { name: '数据元', files: /^fields\/[a-z][a-z0-9-]*\.yaml$/, schema: FieldFile },
  materials: { name: '申请材料', files: /^materials\/[a-z][a-z0-9-]*\.yaml$/, schema: MaterialFile },
  texts: { name: '界面文字', files: /^texts\/(?:zh|en)\.yaml$/, schema: Texts },
  lists: { name: '清单', files: /^lists\/[a-z][a-z0-9-]*\.yaml$/, schema: List },
  sites: { name: '站点', files: /^sites\/[a-z][a-z0-9-]*\.yaml$/, schema: Site },
  stages: { name: '阶段和场景', files: /^stages\.yaml$/, schema: Stages },
  departments: { name: '部门', files: /^departments\.yaml$/, schema: Departments },
} as const satisfies Record<string, { readonly name: string; readonly files: RegExp; readonly schema: v.GenericSchema }>;
export type ContentKind = keyof typeof kinds;

/** What kind of file this is; undefined for a name that no content file may have. */
export function kindOf(file: string): ContentKind | undefined {
  return (Object.keys(kinds) as ContentKind[]).find((kind) => kinds[kind].files.test(file));
}

interface Node { readonly type?: string; readonly entries?: Readonly<Record<string, Node>>; readonly wrapped?: Node; readonly pipe?: readonly Node[]; readonly item?: Node; readonly options?: readonly unknown[]; readonly value?: Node }

/** The schema without what is around it: optional, pipe. */
export function bare(schema: unknown): Node {
  const node = schema as Node;
  if (node.wrapped) return bare(node.wrapped);
  if (node.pipe?.[0] && node.pipe[0] !== node) return bare(node.pipe[0]);
  return node;
}

/** The keys that the schema knows at a place, in its order: where a key that is new in the file is put. */
export function keysAt(kind: ContentKind, at: readonly string[]): readonly string[] {
  let node: Node | undefined = bare(kinds[kind].schema);
  for (const key of at) {
    if (!node) return [];
    const inner: Node | undefined = key.startsWith('#') ? node.item : (node.entries?.[key] ?? node.value);
    node = inner && bare(inner);
  }
  const branches = node?.type === 'union' ? (node.options as Node[]).map(bare) : node ? [node] : [];
  return branches.flatMap((branch) => Object.keys(branch.entries ?? {}));
}
