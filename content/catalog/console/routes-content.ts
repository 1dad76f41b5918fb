import * as v from 'valibot';
import type { Finding } from '../../tools/read.ts';
import { type Answer, get, noSuch, post, refused, type Route, value } from './answers.ts';
import { lookAt } from './changes.ts';
import type { Desk } from './desk.ts';
import { branchOf } from './edits.ts';
import { formOf } from './forms.ts';
import { type ContentKind, kindOf, kinds } from './kinds.ts';
import { sayPlainly } from './labels.ts';
import { placesOf } from './places.ts';
import { parseSheet, type Value, valueOf } from './yaml-document.ts';

/** What can be looked at: one row of the list. */
export interface ListRow { readonly file: string; readonly kind: ContentKind; readonly id: string; readonly name: string; readonly plain: string | null; readonly note: string; readonly department: string | null }
/** A file as the editor gets it. `seen`: the commit whose content this is. */
export interface OpenFile { readonly file: string; readonly title: string; readonly kind: ContentKind; readonly seen: string; readonly value: Value; readonly form: ReturnType<typeof formOf>; readonly findings: readonly PlacedFinding[]; readonly editable: boolean; readonly english?: Value; readonly edit: { readonly id: string; readonly title: string } | null }
export interface PlacedFinding extends Finding { /** The key it is about, as `placeName`; null: the file. */ readonly at: readonly string[] | null }

const AnyValue: v.GenericSchema<Value> = v.lazy(() => v.union([v.string(), v.array(AnyValue), v.record(v.string(), AnyValue)]));
const At = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(12));
export const ChoicesBody = v.record(v.string(), v.union([v.picklist(['mine', 'theirs']), v.strictObject({ value: AnyValue })]));
const SaveBody = v.strictObject({
  file: v.string(), seen: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  changes: v.pipe(v.array(v.strictObject({ at: v.pipe(At, v.minLength(1)), to: v.optional(AnyValue) })), v.minLength(1), v.maxLength(500)),
  choices: v.optional(ChoicesBody),
});

/** Looking at content and changing it, by forms. */
export function contentRoutes({ repository, edits, content }: Desk): Route[] {
  const commitOf = async (edit: string | null) => (edit === null ? repository.main() : await repository.git.head(branchOf(edit)));

  return [
    get('/api/content', async ({ query }) => {
      const commit = await commitOf(query.get('edit'));
      if (commit === undefined) return noSuch('这份修改单');
      const { pack, findings } = await repository.load(commit);
      const scenes = new Map([...pack.stages.person, ...pack.stages.enterprise].flatMap((stage) => stage.scenes.map((scene) => [scene.no, `${stage.name} · ${scene.name}`] as const)));
      const rows = (await repository.files(commit)).flatMap((file): ListRow[] => {
        const kind = kindOf(file);
        if (!kind) return [];
        const id = file.split('/').at(-1)!.slice(0, -5);
        const item = kind === 'items' ? pack.items[id] : undefined;
        const chain = kind === 'chains' ? pack.chains[id] : undefined;
        const name = item?.name ?? chain?.name ?? (kind === 'lists' ? pack.lists[id]?.name : kind === 'sites' ? pack.sites[id]?.name : undefined);
        const note = item ? `${item.no} · ${scenes.get(item.scene) ?? item.scene}${item.variants.length ? ` · ${item.variants.length} 个子项` : ''}` : kinds[kind].name;
        return [{ file, kind, id, name: name ?? nameOfFile(kind, id), plain: item?.plain ?? chain?.plain ?? null, note, department: item?.district.lead ?? null }];
      });
      return value({ rows, findings: findings.length });
    }),

    get('/api/file', async ({ query, who }) => {
      const [file, editId] = [query.get('file') ?? '', query.get('edit')];
      const kind = kindOf(file);
      const edit = editId === null ? undefined : await edits.find(editId);
      const commit = await commitOf(editId);
      const text = kind && commit && (await repository.read(commit, file));
      if (!kind || text === undefined || commit === undefined || (editId !== null && !edit)) return noSuch('这个内容');
      const { pack, findings } = await repository.load(commit);
      const opened = valueOf(parseSheet(text));
      const named = lookAt(opened, ['name']);
      const english = kind === 'texts' ? await repository.read(commit, 'texts/en.yaml') : undefined;
      const open: OpenFile = {
        file, kind, title: typeof named === 'string' ? named : nameOfFile(kind, file.split('/').at(-1)!.slice(0, -5)), seen: commit, value: opened, form: kind === 'texts' ? [] : formOf(kind, opened, pack.departments),
        findings: findings.filter((one) => one.file === file || (kind === 'texts' && one.file.startsWith('texts/'))).map((one) => ({ ...one, says: sayPlainly(kind, one.says), at: one.file === file ? placesOf(text)(one.line) : null })),
        editable: edit !== undefined && !edit.published && !edit.dropped && who.duties.includes('编辑'),
        edit: edit ? { id: edit.id, title: edit.title } : null, ...(english !== undefined && { english: valueOf(parseSheet(english)) }),
      };
      return value(open);
    }),

    post('/api/edits/:id/save', ['编辑'], SaveBody, async ({ who, params, body }) => {
      const edit = await edits.find(params['id']!);
      if (!edit) return noSuch('这份修改单');
      const closed = whyClosed(edit);
      if (closed) return closed;
      if (!kindOf(body.file) || (await repository.read(body.seen, body.file)) === undefined) return noSuch('这个内容');
      const saved = await content.save(edit, who, { file: body.file, seen: body.seen, changes: body.changes.map(({ at, to }) => ({ at, to })), ...(body.choices && { choices: body.choices }) });
      return saved.ok ? value(saved.value) : refused(409, '别人也改了这里，请选用哪一个。您填的都还在。', { conflicts: saved.problem.conflicts });
    }),
  ];
}

export const whyClosed = (edit: { readonly published: unknown; readonly dropped: boolean }): Answer | undefined =>
  (edit.published ? refused(409, '这份修改单已经发布，不能再改。请新建一份。') : edit.dropped ? refused(409, '这份修改单已经作废，不能再改。请新建一份。') : undefined);

const fileNames: Readonly<Record<string, string>> = { person: '个人', company: '企业', medical: '医疗', 'social-insurance': '社会保险', zh: '界面文字（中英文对照）', stages: '阶段和场景', departments: '部门' };
const nameOfFile = (kind: ContentKind, id: string) => (kind === 'texts' ? (id === 'zh' ? '界面文字（中英文对照）' : '界面文字（英文）') : `${kinds[kind].name}${fileNames[id] && kind !== 'stages' && kind !== 'departments' ? ` · ${fileNames[id]}` : ''}`);
