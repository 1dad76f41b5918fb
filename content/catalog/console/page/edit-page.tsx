import { useState } from 'preact/hooks';
import type { FileConflict } from '../edit-content.ts';
import type { EditView } from '../routes-edits.ts';
import { Approvals } from './approvals.tsx';
import { me, post, said, useLoad } from './api.ts';
import { Conflicts, type Chosen } from './conflicts.tsx';
import { Differences } from './diff.tsx';
import { Act, Head, State, Waiting, when } from './parts.tsx';
import { Publish } from './publish.tsx';
import { RollBack } from './roll-back.tsx';
import { to } from './route.ts';

/** One edit: what it changes, who must agree, and what comes next. */
export function EditPage({ id }: { readonly id: string }) {
  const { value: edit, trouble, again } = useLoad<EditView>(`/api/edits/${id}`);
  const [conflicts, setConflicts] = useState<readonly FileConflict[] | null>(null);
  if (!edit) return <Waiting trouble={trouble} />;
  const who = me.value!;
  const editor = who.duties.includes('编辑');
  const openState = edit.state === 'editing' || edit.state === 'returned';
  async function update(choices: Readonly<Record<string, Chosen>> = {}) {
    const reply = await post(`/api/edits/${id}/update`, Object.keys(choices).length > 0 ? { choices } : {});
    if (!reply.ok && Array.isArray(reply.more['conflicts'])) { setConflicts(reply.more['conflicts'] as FileConflict[]); return reply; }
    if (reply.ok) { setConflicts(null); said.value = '已经和最新内容合在一起。'; again(); }
    return reply;
  }
  async function submit() {
    const reply = await post(`/api/edits/${id}/submit`);
    if (!reply.ok && Array.isArray(reply.more['conflicts'])) setConflicts(reply.more['conflicts'] as FileConflict[]);
    return reply;
  }
  return (
    <>
      <Head crumbs={<a href={to('edits')}>修改单</a>} title={<>{edit.title} <State state={edit.state} /></>} why={`${edit.name}建于 ${when(edit.at)}，参与修改：${edit.authors.join('、')}`}>
        {edit.state !== 'dropped' && edit.files.length > 0 && edit.findings.length === 0 && <a class="button" href={to('edit', id, 'preview', '')}>在终端界面里看</a>}
        {openState && editor && <a class="button" href={to('content', id)}>再改一项</a>}
        {openState && editor && edit.files.length > 0 && <Act kind="primary" label="送审" act={submit} done={again} good="已经送审，等牵头部门的审批人。" />}
      </Head>
      {edit.returned && openState && <p class="notice block"><b>{edit.returned.name}退回：</b>{edit.returned.why}</p>}
      {edit.published && <p class="good block">{edit.published.name}于 {when(edit.published.at)}发布。<a href={to('watch')}>看发布到了哪里</a></p>}
      {conflicts && <Conflicts conflicts={conflicts} decide={(chosen) => void update(chosen)} cancel={() => setConflicts(null)} busy={false} />}
      {edit.behind && !conflicts && !edit.published && !edit.dropped && (
        <p class="notice block">别人已经发布了新的内容。{editor ? <Act label="和最新内容合在一起" act={() => update()} /> : '送审的人要先把它合进来。'}</p>
      )}
      {edit.findings.length > 0 && (
        <section class="card findings"><h2>还有 {edit.findings.length} 处要改，改好才能送审</h2><ul>{edit.findings.map((one) => <li key={`${one.file}${one.line}${one.says}`}><a href={to('edit', id, 'file', ...one.file.split('/'))}>{edit.files.find(({ file }) => file === one.file)?.title ?? one.file}</a>：{one.says}</li>)}</ul></section>
      )}
      {edit.files.length === 0 ? <section class="card"><p>还没有改动。<a href={to('content', id)}>选一项来改</a></p></section> : (
        <>
          <Approvals edit={edit} again={again} />
          {edit.state === 'approved' && <Publish edit={edit} again={again} />}
          <h2 class="over">改了什么</h2>
          <Differences files={edit.files} edit={edit.published ? null : id} />
          {edit.published && <RollBack edit={edit} again={again} />}
        </>
      )}
      {editor && openState && edit.by === who.id && <p class="foot"><Act kind="danger" label="作废这份修改单" act={() => post(`/api/edits/${id}/drop`)} done={again} good="已经作废；改过的内容还在 git 里。" /></p>}
    </>
  );
}
