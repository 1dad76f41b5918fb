import { useEffect, useState } from 'preact/hooks';
import type { RolloutView, WatchView } from '../routes-watch.ts';
import { me, post, useLoad } from './api.ts';
import { Act, ago, Head, Waiting, when } from './parts.tsx';
import { to } from './route.ts';
import { Withdraw } from './withdraw.tsx';

const lookEveryMs = 15_000;

/** What the kiosks show and how they do; rollouts under way, and what can be done to them. */
export function Watch() {
  const { value: watch, trouble, again } = useLoad<WatchView>('/api/watch');
  useEffect(() => { const timer = setInterval(again, lookEveryMs); return () => clearInterval(timer); }, []);
  if (!watch) return <Waiting trouble={trouble} />;
  const { numbers, rollouts, kiosks } = watch;
  return (
    <>
      <Head title="观察" why={`目录最近一次签发：${when(watch.catalog.published)}`}><button type="button" onClick={again}>刷新</button></Head>
      {watch.catalog.warnings.map((one) => <p key={one} class="notice block">{one}</p>)}
      <section class="card">
        <h2>正在推送</h2>
        {rollouts.length === 0 ? <p class="soft">没有正在推送的内容：全部终端用同一版。</p> : rollouts.map((one) => <Rollout key={one.id} rollout={one} again={again} />)}
      </section>
      <Withdraw watch={watch} again={again} />
      <section class="card">
        <h2>各台终端</h2>
        <div class="numbers"><div><b>{numbers.kiosks}</b>台有过消息</div><div><b>{numbers.heard}</b>台现在有消息</div><div><b>{numbers.alarm}</b>台要有人去看</div><div><b>{numbers.notice}</b>台要留意</div></div>
        {kiosks.length === 0 ? <p class="soft">还没有终端报过平安。</p> : (
          <table>
            <thead><tr><th>终端</th><th>站点</th><th>怎么样</th><th>最近消息</th><th>内容</th></tr></thead>
            <tbody>{kiosks.map((one) => (
              <tr key={one.kiosk}>
                <td class="short"><b>{one.kiosk}</b><small>{{ canary: '尝鲜', pilot: '试点', stable: '正式' }[one.channel]}</small></td><td>{one.site}</td>
                <td>{one.findings.length === 0 ? <span class="tag" data-state="well">正常</span> : one.findings.map(({ weight, says }) => <p key={says}><span class="tag" data-state={weight === 'alarm' ? 'troubled' : 'waiting'}>{weight === 'alarm' ? '去看' : '留意'}</span> {says}</p>)}</td>
                <td class="short">{ago(one.heardAt)}</td><td class="short">第 {one.generation} 代{one.contentAgeMs !== null && <small>{ago(Date.now() - one.contentAgeMs)}的内容</small>}</td>
              </tr>
            ))}</tbody>
          </table>
        )}
      </section>
    </>
  );
}

function Rollout({ rollout, again }: { readonly rollout: RolloutView; readonly again: () => void }) {
  const [percent, setPercent] = useState(String(Math.min(100, Math.max(10, rollout.to.percent * 2))));
  const [why, setWhy] = useState('');
  const may = ['发布', '运维'].some((duty) => me.value!.duties.includes(duty));
  const change = (body: object) => post(`/api/rollouts/${rollout.id}/change`, body);
  return (
    <div class="rollout" role="group" aria-label={rollout.title}>
      <h3>{rollout.edit ? <a href={to('edit', rollout.edit)}>{rollout.title}</a> : rollout.title}<span class="tag" data-state={rollout.state}>{rollout.state === 'running' ? '推送中' : '已停下'}</span></h3>
      <p>给{rollout.toWords}{rollout.from && `，${when(rollout.from)} 起`}</p>
      {rollout.why && <p class="notice">停下的原因：{rollout.why}</p>}
      {rollout.packs.map((one) => (
        <div key={one.pack}>
          <p class="soft">{one.meant} 台应当用新内容，{one.showing} 台已经用上{one.waiting > 0 && `，${one.waiting} 台还没有`}{one.silent > 0 && `；另有 ${one.silent} 台没有消息`}（{one.pack} 第 {one.to} 版）</p>
          <div class="bar"><i style={{ width: `${one.meant === 0 ? 0 : (100 * one.showing) / one.meant}%` }} /></div>
        </div>
      ))}
      {may && (
        <div class="row wrap">
          <label>全部终端的百分之几<input class="narrow" inputMode="numeric" value={percent} onInput={(event) => setPercent(event.currentTarget.value.replaceAll(/\D/g, ''))} /></label>
          <Act label="扩大范围" act={() => change({ do: 'advance', to: { percent: Math.min(100, Number(percent || 0)) } })} done={again} good="范围已经扩大。" />
          {rollout.state === 'halted' ? <Act label="继续推送" act={() => change({ do: 'resume' })} done={again} good="继续推送。" /> : (
            <><label class="grow">暂停的原因<input value={why} onInput={(event) => setWhy(event.currentTarget.value)} /></label><Act label="暂停" disabled={why.trim() === ''} act={() => change({ do: 'halt', why })} done={again} good="已经停下：没有用上的终端不再用，已经用上的等下一版。" /></>
          )}
          <Act kind="primary" label="完成，给全部终端" act={() => change({ do: 'complete' })} done={again} good="已经给全部终端。" />
        </div>
      )}
    </div>
  );
}
