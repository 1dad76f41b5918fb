import * as v from 'valibot';
import { noSuch, post, refused, type Route, value } from './answers.ts';
import type { DepartmentKeys } from './approval.ts';
import type { Desk } from './desk.ts';
import { editViews } from './routes-edits.ts';

const commit = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const passphrase = v.pipe(v.string(), v.minLength(1, '请写口令'), v.maxLength(500));

/** Four eyes: a department answers for what its citizens will see, by somebody who wrote none of it. */
export function approveRoutes(desk: Desk, keys: DepartmentKeys): Route[] {
  const { edits, ledger, now } = desk;
  const { view } = editViews(desk);
  const decided = async (id: string, who: Parameters<typeof view>[1], ask: { readonly department: string; readonly commit: string }) => {
    const edit = await edits.find(id);
    if (!edit) return noSuch('这份修改单');
    const seen = await view(edit, who);
    const department = seen.departments.find(({ code }) => code === ask.department);
    if (!department) return refused(409, '这份修改里没有要这个部门审批的内容。');
    if (ask.department !== who.department) return refused(403, `要由${department.name}的人审批。`);
    if (department.why) return refused(403, `${department.why}。`);
    if (seen.head !== ask.commit) return refused(409, '您看过以后，内容又改了。请刷新，重新看一遍再定。');
    if (seen.state !== 'waiting') return refused(409, seen.state === 'approved' ? '已经审批过了。' : '这份修改单现在不在审批。');
    if (!department.mayApprove) return refused(409, '本部门已经审批过了。');
    if (seen.findings.length > 0) return refused(409, `内容里还有 ${seen.findings.length} 处要改，不能审批。`);
    return { edit, seen, department };
  };
  const words = (files: readonly { readonly departments: readonly string[]; readonly title: string; readonly said: readonly { readonly says: string }[] }[], code: string) =>
    files.filter(({ departments }) => departments.includes(code)).flatMap(({ title, said }) => said.map(({ says }) => `${title}：${says}`));

  return [
    post('/api/edits/:id/approve', ['审批'], v.strictObject({ department: v.string(), commit, passphrase }), async ({ who, params, body }) => {
      const found = await decided(params['id']!, who, body);
      if (!('edit' in found)) return found;
      const { edit, seen, department } = found;
      const signed = await keys.approve(edit, { department: body.department, by: who.id, name: who.name, at: now().toISOString(), commit: body.commit }, body.passphrase);
      if (!signed.ok) return refused(422, signed.problem);
      await ledger.add(who, { kind: 'approve', what: `${department.name}同意“${edit.title}”`, why: words(seen.files, body.department).join('；'), edit: edit.id, commit: body.commit, detail: { keyid: signed.value.keyid, signature: signed.value.signature } });
      return value(await edits.change(edit.id, (one) => ({ ...one, approvals: [...one.approvals.filter(({ department, commit }) => department !== body.department || commit !== body.commit), signed.value] })));
    }),
    post('/api/edits/:id/return', ['审批'], v.strictObject({ department: v.string(), commit, why: v.pipe(v.string(), v.trim(), v.minLength(2, '请写清楚哪里要改'), v.maxLength(1000)) }), async ({ who, params, body }) => {
      const found = await decided(params['id']!, who, body);
      if (!('edit' in found)) return found;
      const { edit, department } = found;
      await ledger.add(who, { kind: 'return', what: `${department.name}退回“${edit.title}”`, why: body.why, edit: edit.id, commit: body.commit });
      return value(await edits.change(edit.id, (one) => ({ ...one, submitted: null, approvals: [], returned: { department: body.department, by: who.id, name: who.name, at: now().toISOString(), why: body.why, commit: body.commit } })));
    }),
  ];
}
