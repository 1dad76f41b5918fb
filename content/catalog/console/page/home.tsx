import type { EditRow } from '../routes-edits.ts';
import { me, useLoad } from './api.ts';
import { Head, State, Waiting, when } from './parts.tsx';
import { to } from './route.ts';

/** What waits for me, what I am at, and where to begin. */
export function Home() {
  const { value: edits, trouble } = useLoad<readonly EditRow[]>('/api/edits');
  const who = me.value;
  if (!edits || !who) return <Waiting trouble={trouble} />;
  const forMe = edits.filter(({ forMe }) => forMe);
  const mine = edits.filter((edit) => edit.mine && !edit.forMe && !['published', 'dropped'].includes(edit.state));
  return (
    <>
      <Head title={`${who.name.replace(/（.*/, '')}，您好`} why={`${who.departmentName} · ${who.duties.join('、')}`} />
      <section class="card">
        <h2>等您处理的</h2>
        {forMe.length === 0 ? <p class="soft">现在没有。</p> : <EditTable rows={forMe} />}
      </section>
      <section class="card">
        <h2>您参与的修改</h2>
        {mine.length === 0 ? <p class="soft">没有正在进行的修改。</p> : <EditTable rows={mine} />}
      </section>
      <section class="card">
        <h2>从哪里开始</h2>
        <div class="starts">
          {who.duties.includes('编辑') && <a class="start" href={to('content')}><b>改一个事项或一句话</b><span>找到它，点“修改”，改完在终端界面里预览，再送审。</span></a>}
          {who.duties.includes('编辑') && <a class="start" href={to('list-change')}><b>省级目录有新增、取消、下放、变更</b><span>一步一步问清文号、日期、出处，自动写好，记入台账。</span></a>}
          {who.duties.includes('编辑') && <a class="start" href={to('table')}><b>用表格一次核对很多事项</b><span>下载表格，填好再导入；导入前先看改了什么。</span></a>}
          <a class="start" href={to('watch')}><b>看各台终端用的是哪一版</b><span>发布到了哪里，哪台没有回音，哪里出了问题。</span></a>
        </div>
      </section>
    </>
  );
}

export function EditTable({ rows }: { readonly rows: readonly EditRow[] }) {
  return (
    <table>
      <thead><tr><th>修改单</th><th>改了什么</th><th>谁建的</th><th>现在</th></tr></thead>
      <tbody>
        {rows.map((edit) => (
          <tr key={edit.id}>
            <td><a href={to('edit', edit.id)}>{edit.title}</a><small>{edit.id}</small></td>
            <td>{edit.titles.length === 0 ? '还没有改动' : `${edit.titles.slice(0, 2).join('、')}${edit.titles.length > 2 ? ` 等 ${edit.titles.length} 份` : ''}，共 ${edit.changes} 处`}</td>
            <td>{edit.name}<small>{when(edit.at)}</small></td>
            <td><State state={edit.state} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
