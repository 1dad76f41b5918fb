import { useState } from 'preact/hooks';
import type { EditRow } from '../routes-edits.ts';
import type { TablePlan } from '../routes-table.ts';
import { me, post, type Reply, said, useLoad } from './api.ts';
import { SaidList } from './diff.tsx';
import { Act, Head, Waiting } from './parts.tsx';
import { go } from './route.ts';

const groups = { timing: '办理时限和形式', handling: '受理和流程', fees: '收费', owner: '实施主体和依据', service: '服务方式', scope: '服务对象和范围', result: '办理结果', remedy: '咨询监督和救济', identity: '事项标识', region: '属地' } as const;

/** The elements of all items as a table: to be filled in elsewhere and brought back; what it changes is seen before it is written. */
export function Table() {
  const { value: edits, trouble } = useLoad<readonly EditRow[]>('/api/edits');
  const [chosen, setChosen] = useState<readonly string[]>(['timing', 'handling']);
  const [list, setList] = useState('');
  const [mine, setMine] = useState(true);
  const [edit, setEdit] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [plan, setPlan] = useState<TablePlan | null>(null);
  if (!edits) return <Waiting trouble={trouble} />;
  const who = me.value!;
  const open = edits.filter(({ state }) => ['editing', 'returned'].includes(state));
  const address = `/api/table.xlsx?groups=${chosen.join(',')}${list === '' ? '' : `&list=${list}`}${mine && who.department !== 'office' ? `&department=${encodeURIComponent(who.departmentName)}` : ''}${edit === '' ? '' : `&edit=${edit}`}`;
  const send = async (id: string, query: string) => post<TablePlan>(`/api/edits/${id}/table${query}`, new Blob([await file!.arrayBuffer()], { type: 'application/octet-stream' }));
  async function write(query: string): Promise<Reply<TablePlan>> {
    let id = edit;
    if (id === '') {
      const made = await post<{ id: string }>('/api/edits', { title: `表格导入：${file!.name}`.slice(0, 80) });
      if (!made.ok) return made;
      id = made.value.id;
      setEdit(id);
    }
    const reply = await send(id, query);
    if (reply.ok) { said.value = `已经写进修改单，共 ${reply.value.written} 处。`; go('edit', id); }
    return reply;
  }
  const count = plan?.files.reduce((n, one) => n + one.said.length, 0) ?? 0;
  return (
    <>
      <Head title="表格" why="一行是一个事项或一个子项。下载，在 Excel 或 WPS 里填好，再导入；导入前先看改了什么，看不懂的格子会一个一个指出来。" />
      <section class="card">
        <h2>下载</h2>
        <div class="checks" role="group" aria-label="要哪些要素">{Object.entries(groups).map(([id, name]) => <label key={id}><input type="checkbox" checked={chosen.includes(id)} onChange={() => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])} />{name}</label>)}</div>
        <div class="row">
          <label>哪一类<select value={list} onChange={(event) => setList(event.currentTarget.value)}><option value="">个人和企业</option><option value="person">个人事项</option><option value="enterprise">企业事项</option></select></label>
          {who.department !== 'office' && <label class="check"><input type="checkbox" checked={mine} onChange={() => setMine(!mine)} />只要本部门牵头的</label>}
          {chosen.length > 0 && <a class="button" href={address} download>下载表格</a>}
        </div>
      </section>
      {who.duties.includes('编辑') && (
        <section class="card" aria-label="导入">
          <h2>导入</h2>
          <div class="two">
            <label>填好的表格（.xlsx）<input type="file" accept=".xlsx" onChange={(event) => { setFile(event.currentTarget.files?.[0] ?? null); setPlan(null); }} /></label>
            <label>写进哪份修改单<select value={edit} onChange={(event) => { setEdit(event.currentTarget.value); setPlan(null); }}><option value="">新建一份</option>{open.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></label>
          </div>
          <p class="foot"><Act label="看看会改什么" busy="正在读…" kind={plan ? 'plain' : 'primary'} disabled={file === null} act={() => send(edit || 'new', '')} done={setPlan} /></p>
          {plan && (
            <>
              {plan.problems.length > 0 && <div class="findings-list"><h3 class="wrong">看不懂的有 {plan.problems.length} 处</h3><ul>{plan.problems.map((one) => <li key={one.cell + one.says}><b>{one.cell}</b>：{one.says}</li>)}</ul></div>}
              <h3>{count === 0 ? '和现在的内容一样，没有要改的。' : `会改 ${plan.files.length} 个事项，${count} 处：`}</h3>
              {plan.files.map((one) => <div key={one.file} class="difference"><h3>{one.title}</h3><SaidList said={one.said} /></div>)}
              {count > 0 && (plan.problems.length === 0 ? <Act kind="primary" label={`写进修改单（${count} 处）`} act={() => write('?write=1')} /> : <Act label={`看不懂的不写，其余 ${count} 处写进修改单`} act={() => write('?write=1&besides=1')} />)}
            </>
          )}
        </section>
      )}
    </>
  );
}
