import { useState } from 'preact/hooks';
import type { WatchView } from '../routes-watch.ts';
import { me, post } from './api.ts';
import { Act, when } from './parts.tsx';

/** 紧急暂停事项: an item taken back on all kiosks within one poll, and given back. */
export function Withdraw({ watch, again }: { readonly watch: WatchView; readonly again: () => void }) {
  const [name, setName] = useState('');
  const [why, setWhy] = useState('');
  const [whyEn, setWhyEn] = useState('');
  const [restoring, setRestoring] = useState<Readonly<Record<string, string>>>({});
  const may = ['发布', '运维', '审批'].some((duty) => me.value!.duties.includes(duty));
  const item = watch.items.find((one) => one.name === name)?.id;
  if (!may && watch.withdrawn.length === 0) return null;
  return (
    <section class="card" aria-label="紧急暂停">
      <h2>紧急暂停事项</h2>
      {watch.withdrawn.map((one) => (
        <div key={one.item} class="rollout">
          <h3>{one.name}<span class="tag" data-state="halted">已暂停</span></h3>
          <p>{when(one.since)} 起：{one.why}</p>
          {may && <div class="row"><label class="grow">为什么恢复<input value={restoring[one.item] ?? ''} onInput={(event) => setRestoring({ ...restoring, [one.item]: event.currentTarget.value })} /></label><Act label="恢复办理" disabled={(restoring[one.item] ?? '').trim() === ''} act={() => post('/api/restore', { item: one.item, why: restoring[one.item] })} done={again} good="已经恢复。" /></div>}
        </div>
      ))}
      {may && (
        <details>
          <summary>暂停一个事项</summary>
          <div class="two inset">
            <label>事项<input list="items" value={name} placeholder="写名称里的几个字，从列表里选" onInput={(event) => setName(event.currentTarget.value)} /></label>
            <datalist id="items">{watch.items.map((one) => <option key={one.id} value={one.name} />)}</datalist>
            <label>为什么暂停（群众会看到这句话）<input value={why} placeholder="例如：系统升级，预计明天上午恢复" onInput={(event) => setWhy(event.currentTarget.value)} /></label>
            <label>英文（可以不写）<input lang="en" value={whyEn} onInput={(event) => setWhyEn(event.currentTarget.value)} /></label>
            <div><Act kind="danger" label="暂停办理" disabled={item === undefined || why.trim() === ''} act={() => post('/api/withdraw', { item, why, ...(whyEn !== '' && { whyEn }) })} done={() => { setName(''); setWhy(''); again(); }} good="已经暂停，各终端在下一次查询时停办。" /></div>
          </div>
        </details>
      )}
    </section>
  );
}
