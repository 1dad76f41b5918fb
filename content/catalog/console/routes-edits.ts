import * as v from 'valibot';
import { get, noSuch, post, refused, type Route, value } from './answers.ts';
import type { Desk } from './desk.ts';
import { approvalOf, type Edit, type EditState, stateOf } from './edits.ts';
import type { FileDifference } from './edit-content.ts';
import { kindOf } from './kinds.ts';
import { sayPlainly } from './labels.ts';
import type { Who } from './people.ts';
import { ChoicesBody, whyClosed } from './routes-content.ts';

export interface DepartmentView { readonly code: string; readonly name: string; readonly approvedBy: string | null; readonly mayApprove: boolean; /** Why this person may not, when it is their department. */ readonly why: string | null }
/** An edit as the page shows it. */
export interface EditView extends Edit { readonly head: string; readonly state: EditState; readonly files: readonly FileDifference[]; readonly departments: readonly DepartmentView[]; readonly findings: readonly { readonly file: string; readonly line: number; readonly says: string }[]; readonly behind: boolean; readonly authors: readonly string[] }
export interface EditRow { readonly id: string; readonly title: string; readonly name: string; readonly at: string; readonly state: EditState; readonly kind: Edit['kind']; readonly changes: number; readonly titles: readonly string[]; readonly waitingFor: readonly string[]; readonly mine: boolean; readonly forMe: boolean }

/** What an edit is now, for one who looks at it. */
export function editViews({ repository, content, register }: Desk) {
  async function view(edit: Edit, who: Who): Promise<EditView> {
    const { merged, head, base } = await span(edit);
    const [files, { pack, findings }, authors] = await Promise.all([content.differences(base, head), repository.load(head), content.authors(edit, head)]);
    const codes = [...new Set(files.flatMap(({ departments }) => departments))];
    const state = stateOf(edit, head, codes);
    const names = new Map(pack.departments.district.map(({ code, name }) => [code, name]));
    const departments = codes.map((code): DepartmentView => {
      const approved = merged ? edit.approvals.findLast(({ department }) => department === code) : approvalOf(edit, head, code);
      const why = code !== who.department || approved ? null
        : !who.duties.includes('审批') ? '您没有审批的职责'
          : authors.has(who.id) ? '您参与了这份修改，要由本部门另一位同事审批' : null;
      return { code, name: names.get(code) ?? officeName, approvedBy: approved?.name ?? null, why, mayApprove: state === 'waiting' && code === who.department && !approved && why === null };
    });
    return { ...edit, head, state, files, departments, findings: findings.map((one) => ({ ...one, says: sayPlainly(kindOf(one.file) ?? 'items', one.says) })), behind: !merged && base !== await repository.main(), authors: [...authors].map((id) => register.find(id)?.name ?? id) };
  }
  /** From where to where an edit's changes reach; once it is part of main, what it was then. */
  async function span(edit: Edit) {
    if (edit.published) {
      const [made] = await repository.git.commits([edit.published.commit], 1);
      return { merged: true, base: made!.parents[0]!, head: edit.published.commit };
    }
    const head = await content.headOf(edit);
    return { merged: false, head, base: await content.baseOf(head) };
  }
  return { view, span };
}
export const officeName = '双全办（公共内容）';

/** Edits from the first word to being handed to the departments. */
export function editRoutes(desk: Desk): Route[] {
  const { edits, repository, content, register } = desk;
  const { view, span } = editViews(desk);

  async function row(edit: Edit, who: Who): Promise<EditRow> {
    const { base, head } = await span(edit);
    const files = await content.differences(base, head);
    const codes = [...new Set(files.flatMap(({ departments }) => departments))];
    const state = stateOf(edit, head, codes);
    const open = codes.filter((code) => !approvalOf(edit, head, code));
    const authors = await content.authors(edit, head);
    return {
      id: edit.id, title: edit.title, name: edit.name, at: edit.at, kind: edit.kind, state, changes: files.reduce((n, { said }) => n + said.length, 0), titles: files.map(({ title }) => title),
      waitingFor: state === 'waiting' ? open : [], mine: authors.has(who.id),
      forMe: (state === 'waiting' && who.duties.includes('审批') && open.includes(who.department) && !authors.has(who.id)) || (state === 'approved' && who.duties.includes('发布')) || (state === 'returned' && edit.by === who.id),
    };
  }

  return [
    get('/api/edits', async ({ who }) => value((await Promise.all((await edits.all()).toReversed().map((edit) => row(edit, who)))))),
    post('/api/edits', ['编辑'], v.strictObject({ title: v.pipe(v.string(), v.trim(), v.minLength(1, '请写一个标题'), v.maxLength(80, '标题最多 80 个字')) }), async ({ who, body }) =>
      value(await edits.begin({ who, title: body.title, from: await repository.main() }))),
    get('/api/edits/:id', async ({ who, params }) => {
      const edit = await edits.find(params['id']!);
      return edit ? value(await view(edit, who)) : noSuch('这份修改单');
    }),
    get('/api/edits/:id/history', async ({ params }) => {
      const edit = await edits.find(params['id']!);
      if (!edit) return noSuch('这份修改单');
      const { head, base } = await span(edit);
      return value((await repository.git.commits([head, `^${base}`])).map(({ hash, author, at, message }) => ({ hash, author, at, says: message.split('\n\n')[1] ?? message })));
    }),
    post('/api/edits/:id/update', ['编辑'], v.strictObject({ choices: v.optional(v.record(v.string(), ChoicesBody)) }), async ({ who, params, body }) => {
      const edit = await edits.find(params['id']!);
      if (!edit) return noSuch('这份修改单');
      const closed = whyClosed(edit);
      if (closed) return closed;
      const done = await content.bringUpToDate(edit, who, body.choices ?? {});
      return done.ok ? value(done.value) : refused(409, '别人也改了这里，请选用哪一个。', { conflicts: done.problem.conflicts });
    }),
    post('/api/edits/:id/submit', ['编辑'], v.strictObject({}), async ({ who, params }) => {
      const edit = await edits.find(params['id']!);
      if (!edit) return noSuch('这份修改单');
      const closed = whyClosed(edit);
      if (closed) return closed;
      const { head, files, findings, behind } = await view(edit, who);
      if (files.length === 0) return refused(409, '还没有改动，不用送审。');
      if (findings.length > 0) return refused(409, `还有 ${findings.length} 处要改，改好才能送审。`, { findings });
      if (behind) {
        const done = await content.bringUpToDate(edit, who);
        if (!done.ok) return refused(409, '别人已经发布了同一处的修改，请先选用哪一个。', { conflicts: done.problem.conflicts });
        if ((await repository.load(done.value.head)).findings.length > 0) return refused(409, '和最新内容合在一起以后有要改的地方，请看检查结果。');
        return value(await edits.change(edit.id, (one) => ({ ...one, submitted: { commit: done.value.head, at: desk.now().toISOString(), by: who.id }, returned: null })));
      }
      return value(await edits.change(edit.id, (one) => ({ ...one, submitted: { commit: head, at: desk.now().toISOString(), by: who.id }, returned: null })));
    }),
    post('/api/edits/:id/drop', ['编辑'], v.strictObject({}), async ({ who, params }) => {
      const edit = await edits.find(params['id']!);
      if (!edit) return noSuch('这份修改单');
      if (edit.published) return refused(409, '已经发布的不能作废；要撤回，请用“回退”。');
      if (edit.by !== who.id) return refused(403, `这份修改单是${edit.name}建的，由他来作废。`);
      return value(await edits.change(edit.id, (one) => ({ ...one, dropped: true })));
    }),
    get('/api/people', async () => value(register.all())),
  ];
}
