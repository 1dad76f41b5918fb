import * as v from 'valibot';
import { channels } from '../../schema/rollout.ts';
import { type Answer, noSuch, post, refused, type Route, value } from './answers.ts';
import type { DepartmentKeys } from './approval.ts';
import type { Desk } from './desk.ts';
import { approvalOf, type Edit } from './edits.ts';
import { type Publishing, type PublishProblem, signersFor } from './publishing.ts';
import { editViews } from './routes-edits.ts';

const Audience = v.strictObject({ channels: v.array(v.picklist(channels)), sites: v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, '站点写代号，例如 demo'))), percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)) });
const When = v.strictObject({ to: v.optional(Audience), from: v.optional(v.pipe(v.string(), v.isoTimestamp('时间写法不对'))) });
const Passphrases = v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(500))), {});
const PublishBody = v.strictObject({ commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)), when: When, passphrases: Passphrases });
const BackBody = v.strictObject({ why: v.pipe(v.string(), v.trim(), v.minLength(2, '请写为什么回退'), v.maxLength(500)), passphrases: Passphrases });

/** Publishing what was approved, and taking back what was published. */
export function publishRoutes(desk: Desk, keys: DepartmentKeys, publishing: Publishing): Route[] {
  const { edits, content, repository, ledger, now } = desk;
  const { view } = editViews(desk);
  const told = (problem: PublishProblem): Answer => (problem.is === 'says' ? refused(409, problem.says) : refused(423, `还要${problem.departments.map(({ name }) => name).join('、')}的钥匙口令。`, { departments: problem.departments }));
  const sayWhen = ({ to, from }: v.InferOutput<typeof When>) => `${from === undefined ? '' : `${from} 起，`}${to === undefined ? '全部终端' : [to.channels.length ? `${to.channels.map((one) => channelNames[one]).join('、')}的终端` : '', to.sites.length ? `站点 ${to.sites.join('、')}` : '', to.percent > 0 ? `${to.percent}% 的终端` : ''].filter(Boolean).join('，')}`;

  /** The edit on top of main as it is now; a sentence when both changed the same file since. */
  async function onTopOfMain(edit: Edit, head: string, main: string, who: { readonly name: string; readonly id: string }): Promise<string | Answer> {
    const base = await content.baseOf(head);
    const [theirs, mine] = await Promise.all([repository.changedFiles(base, main), repository.changedFiles(base, head)]);
    if (mine.some((file) => theirs.includes(file))) return refused(409, '审批以后，别人发布了同一个文件的修改。请编辑先“和最新内容合在一起”，再审批一次。');
    const merged = await content.mergeInto({ base, mine: head, theirs: main });
    if (!merged.ok) throw new Error('files that nobody else changed do not merge');
    return repository.git.commit({ branch: null, parents: [main, head], author: who, at: now(), message: `发布：${edit.title}\n\n修改单 ${edit.id}\n`, changes: new Map([...merged.value].map(([file, text]) => [repository.stored(file), text])) });
  }

  return [
    post('/api/edits/:id/publish', ['发布'], PublishBody, async ({ who, params, body }) => {
      const edit = await edits.find(params['id']!);
      if (!edit) return noSuch('这份修改单');
      const seen = await view(edit, who);
      if (seen.state !== 'approved') return refused(409, seen.state === 'published' ? '已经发布过了。' : '还没有全部审批通过，不能发布。');
      if (seen.head !== body.commit) return refused(409, '内容又改了，请刷新再看。');
      const authors = await content.authors(edit, seen.head);
      for (const { code, name } of seen.departments) {
        const approval = approvalOf(edit, seen.head, code);
        if (!approval || authors.has(approval.by) || !(await keys.isReal(edit, approval))) return refused(409, `${name}的审批核对不上签名，不能发布。请重新审批。`);
      }
      if (body.when.to && body.when.to.channels.length === 0 && body.when.to.sites.length === 0 && body.when.to.percent === 0) return refused(400, '请选先给哪些终端。');
      const main = await repository.main();
      const commit = await onTopOfMain(edit, seen.head, main, who);
      if (typeof commit !== 'string') return commit;
      const departments = seen.departments.map(({ code }) => code);
      const done = await publishing.publish({ who, title: edit.title, rollout: edit.id, when: body.when, commit, main, departments, signer: signersFor(keys, body.passphrases, (code) => keys.kept(edit.id, seen.head, code)) });
      if (!done.ok) return told(done.problem);
      keys.forget(edit.id);
      const { packs, rollout } = done.value;
      await ledger.add(who, { kind: 'publish', what: `发布“${edit.title}”`, why: `给${sayWhen(body.when)}`, edit: edit.id, commit, detail: { packs, rollout } });
      return value(await edits.change(edit.id, (one) => ({ ...one, published: { by: who.id, name: who.name, at: now().toISOString(), commit, rollout, packs } })));
    }),

    post('/api/edits/:id/roll-back', ['发布', '审批', '运维'], BackBody, async ({ who, params, body }) => {
      const edit = await edits.find(params['id']!);
      if (!edit?.published) return noSuch('这次发布');
      const main = await repository.main();
      const [made] = await repository.git.commits([edit.published.commit], 1);
      // Back to before it, key by key: what others published since stays.
      const undone = await content.mergeInto({ base: edit.published.commit, mine: made!.parents[0]!, theirs: main });
      if (!undone.ok) return refused(409, `后来的修改也动过这里：${undone.problem.conflicts.map(({ title, place }) => `${title}的${place}`).join('、')}。请先回退后来的那一份，或者新建修改单改正。`);
      const same = await Promise.all([...undone.value].map(async ([file, text]) => ((await repository.read(main, file)) ?? null) === text));
      if (same.every(Boolean)) return refused(409, '这份修改已经不在发布的内容里了，不用回退。');
      const commit = await repository.git.commit({ branch: null, parents: [main], author: who, at: now(), message: `回退：${edit.title}\n\n${body.why}\n\nThis reverts commit ${edit.published.commit}.\n`, changes: new Map([...undone.value].map(([file, text]) => [repository.stored(file), text])) });
      const differences = await content.differences(main, commit);
      const departments = [...new Set(differences.flatMap((one) => one.departments))];
      const done = await publishing.publish({ who, title: `回退：${edit.title}`, rollout: `${edit.id}-back`, when: {}, commit, main, departments, signer: signersFor(keys, body.passphrases) });
      if (!done.ok) return told(done.problem);
      const back = await edits.begin({ who, title: `回退：${edit.title}`.slice(0, 80), kind: 'rollback', from: commit });
      await ledger.add(who, { kind: 'rollback', what: `回退“${edit.title}”`, why: body.why, edit: edit.id, commit, detail: { packs: done.value.packs } });
      return value(await edits.change(back.id, (one) => ({ ...one, published: { by: who.id, name: who.name, at: now().toISOString(), commit, rollout: null, packs: done.value.packs } })));
    }),
  ];
}
export const channelNames = { canary: '尝鲜', pilot: '试点', stable: '正式' } as const;
