import { useState } from 'preact/hooks';
import type { EditView } from '../routes-edits.ts';
import { me, post, said } from './api.ts';
import { Passphrases } from './passphrases.tsx';

/** 一键回退: what this edit changed goes back to what it was, as a new version, on all kiosks. */
export function RollBack({ edit, again }: { readonly edit: EditView; readonly again: () => void }) {
  const [why, setWhy] = useState('');
  const [passphrases, setPassphrases] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!['发布', '运维', '审批'].some((duty) => me.value!.duties.includes(duty)) || edit.kind === 'rollback') return null;
  async function back() {
    setBusy(true);
    setTrouble(null);
    const given = Object.fromEntries(Object.entries(passphrases).filter(([, one]) => one !== ''));
    const reply = await post(`/api/edits/${edit.id}/roll-back`, { why, passphrases: given });
    setBusy(false);
    if (!reply.ok) return setTrouble(reply.says);
    said.value = '已经回退：各终端在下一次查询时换回原来的内容。';
    setWhy('');
    again();
    return undefined;
  }
  return (
    <section class="card" aria-label="回退">
      <h2>回退</h2>
      <p class="soft">把这一份改过的地方改回原来的样子，作为新的一版发给全部终端；后来别的修改不受影响。</p>
      <div class="two inset">
        <label>为什么回退<input value={why} onInput={(event) => setWhy(event.currentTarget.value)} /></label>
        <Passphrases departments={edit.departments} given={passphrases} set={setPassphrases} />
      </div>
      {trouble !== null && <p class="wrong" role="alert">{trouble}</p>}
      <button type="button" class="danger" disabled={busy || why.trim() === '' || edit.departments.some(({ code }) => !passphrases[code])} onClick={() => void back()}>{busy ? '正在回退…' : '一键回退'}</button>
    </section>
  );
}
