import { useState } from 'preact/hooks';
import type { EditView } from '../routes-edits.ts';
import { me, post, said } from './api.ts';
import { Passphrases } from './passphrases.tsx';

const channels = [['canary', '尝鲜', '双全办自己看的几台'], ['pilot', '试点', '先用的中心'], ['stable', '正式', '其余所有终端']] as const;
type Channel = (typeof channels)[number][0];

/** Who gets it first and when; everybody, or some first and the rest when that has gone well. */
export function Publish({ edit, again }: { readonly edit: EditView; readonly again: () => void }) {
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState<readonly Channel[]>(['canary']);
  const [percent, setPercent] = useState(0);
  const [sites, setSites] = useState('');
  const [later, setLater] = useState('');
  const [missing, setMissing] = useState<readonly { readonly code: string; readonly name: string }[]>([]);
  const [passphrases, setPassphrases] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!me.value?.duties.includes('发布')) return <p class="good block">审批已经通过，等双全办发布。</p>;
  async function go() {
    setBusy(true);
    setTrouble(null);
    const when = {
      ...(!all && { to: { channels: chosen, sites: sites.split(/[\s,，、]+/).filter(Boolean), percent } }),
      ...(later !== '' && { from: new Date(`${later}:00+08:00`).toISOString() }),
    };
    const reply = await post(`/api/edits/${edit.id}/publish`, { commit: edit.head, when, passphrases });
    setBusy(false);
    if (reply.ok) { said.value = '已经发布。'; return again(); }
    if (reply.status === 423) setMissing(reply.more['departments'] as typeof missing);
    setTrouble(reply.says);
    return undefined;
  }
  return (
    <section class="card" aria-label="发布">
      <h2>发布</h2>
      <div class="two">
        <div class="steps">
          <div class="tabs" role="group" aria-label="给谁"><button type="button" aria-pressed={!all} onClick={() => setAll(false)}>先给一部分终端</button><button type="button" aria-pressed={all} onClick={() => setAll(true)}>直接给全部终端</button></div>
          {!all && (
            <>
              <div class="checks" role="group" aria-label="先给哪些终端">
                {channels.map(([id, name, why]) => <label key={id} title={why}><input type="checkbox" checked={chosen.includes(id)} onChange={() => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])} />{name}的终端</label>)}
              </div>
              <label>再加上全部终端的百分之几<input inputMode="numeric" value={String(percent)} onInput={(event) => setPercent(Math.min(100, Number(event.currentTarget.value.replaceAll(/\D/g, '') || 0)))} /></label>
              <label>再加上这些站点（代号，空格隔开）<input value={sites} onInput={(event) => setSites(event.currentTarget.value)} /></label>
            </>
          )}
        </div>
        <div class="steps">
          <label>什么时候开始（不写就是现在）<input type="datetime-local" value={later} onInput={(event) => setLater(event.currentTarget.value)} /></label>
          <p class="soft">{all ? '全部终端在下一次查询时取到新内容，没有人在用的时候换上。' : '先给的终端没有问题，再到“观察”里扩大范围。新内容的出错率超过界限，会自己停下。'}</p>
          {missing.length > 0 && <Passphrases departments={missing} given={passphrases} set={setPassphrases} />}
          {trouble !== null && <p class="wrong" role="alert">{trouble}</p>}
          <div><button type="button" class="primary" disabled={busy} onClick={() => void go()}>{busy ? '正在发布…' : '发布'}</button></div>
        </div>
      </div>
    </section>
  );
}
