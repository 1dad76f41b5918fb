import { useState } from 'preact/hooks';
import type { LedgerKind, LedgerLine } from '../ledger.ts';
import { useLoad } from './api.ts';
import { Head, Waiting, when } from './parts.tsx';
import { to } from './route.ts';

const names: Readonly<Record<LedgerKind, string>> = { list: '目录变更', approve: '审批通过', return: '退回', publish: '发布', rollout: '推送', rollback: '回退', withdraw: '暂停办理', restore: '恢复办理', table: '表格导入' };

/** Who answered for what, when, why and by which document. Only ever added to. */
export function LedgerPage() {
  const { value: told, trouble } = useLoad<{ readonly lines: readonly LedgerLine[]; readonly broken: number | null }>('/api/ledger');
  const [kind, setKind] = useState<LedgerKind | 'all'>('all');
  if (!told) return <Waiting trouble={trouble} />;
  const shown = told.lines.filter((line) => kind === 'all' || line.kind === kind).toReversed();
  return (
    <>
      <Head title="台账" why="目录变更、审批、发布、回退和暂停，都在这里：谁，什么时候，为什么，凭什么。只能增加，不能改。">
        <a class="button" href="/api/ledger.xlsx" download>下载表格</a>
      </Head>
      {told.broken !== null && <p class="wrong block" role="alert">第 {told.broken} 条和它前面的对不上：台账在控制台以外被改过。请运维人员查 ledger.jsonl。</p>}
      <section class="card">
        <div class="tabs" role="group" aria-label="种类"><button type="button" aria-pressed={kind === 'all'} onClick={() => setKind('all')}>全部</button>{(Object.entries(names) as [LedgerKind, string][]).map(([id, name]) => <button key={id} type="button" aria-pressed={kind === id} onClick={() => setKind(id)}>{name}</button>)}</div>
        {shown.length === 0 ? <p class="soft">还没有记录。</p> : (
          <table>
            <thead><tr><th>时间</th><th>种类</th><th>做了什么</th><th>为什么、凭什么</th><th>谁</th></tr></thead>
            <tbody>{shown.map((line) => (
              <tr key={`${line.at}${line.what}`}><td class="short">{when(line.at)}</td><td class="short"><span class="tag">{names[line.kind]}</span></td><td>{line.edit ? <a href={to('edit', line.edit)}>{line.what}</a> : line.what}{line.commit && <small>提交 {line.commit.slice(0, 10)}</small>}</td><td>{line.why}{line.source && <small>{line.source}</small>}</td><td class="short">{line.name}</td></tr>
            ))}</tbody>
          </table>
        )}
      </section>
    </>
  );
}
