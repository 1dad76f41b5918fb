import { useState } from 'preact/hooks';
import type { EditRow } from '../routes-edits.ts';
import { me, post, useLoad } from './api.ts';
import { EditTable } from './home.tsx';
import { Act, Head, Waiting } from './parts.tsx';
import { go } from './route.ts';

/** All edits; those under way first. */
export function Edits() {
  const { value: edits, trouble } = useLoad<readonly EditRow[]>('/api/edits');
  const [title, setTitle] = useState('');
  if (!edits) return <Waiting trouble={trouble} />;
  const done = (edit: EditRow) => ['published', 'dropped'].includes(edit.state);
  return (
    <>
      <Head title="修改单" why="一份修改单可以改几个事项；送审、审批、发布都按修改单来。" />
      {me.value?.duties.includes('编辑') && (
        <section class="card row">
          <label class="grow">新建修改单：这次要改什么<input value={title} placeholder="例如：社保查询承诺时限改为当场" onInput={(event) => setTitle(event.currentTarget.value)} /></label>
          <Act kind="primary" label="新建" disabled={title.trim() === ''} act={() => post<{ id: string }>('/api/edits', { title })} done={({ id }) => go('edit', id)} />
        </section>
      )}
      <section class="card"><h2>正在进行</h2>{edits.some((edit) => !done(edit)) ? <EditTable rows={edits.filter((edit) => !done(edit))} /> : <p class="soft">没有正在进行的修改单。</p>}</section>
      {edits.some(done) && <section class="card"><h2>已经结束</h2><EditTable rows={edits.filter(done)} /></section>}
    </>
  );
}
