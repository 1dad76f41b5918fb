import type { DockState } from '../state.ts';
import { asCardPhoto } from './chosen-picture.ts';
import { Choice, FileChoice, Panel } from './controls.tsx';
import { control } from './control.ts';

type Person = DockState['people'][number];

/** The card reader with the cards of the fictional family: a card is clicked to lay it on, and again to take it away. */
export function Reader({ reader, people }: { readonly reader: DockState['reader']; readonly people: readonly Person[] }) {
  const lying = people.find(({ id }) => id === reader.card);
  const plugged = reader.unplugged ? '已拔线' : reader.connected ? '终端已连接' : '终端未连接';
  return (
    <Panel title="身份证读卡器" en="ID card reader" note={plugged}>
      <button type="button" class="reader" aria-label={lying ? `取走 ${lying.label}` : '阅读器上没有卡'} disabled={!lying} onClick={() => void control({ do: 'pull-card' })}>
        <span class={`light ${reader.unplugged ? 'off' : lying ? 'on' : 'ready'}`} />
        <span class="plate">{lying ? <Card person={lying} /> : <span class="hint">把下面的一张卡放上来<small>Lay a card on</small></span>}</span>
      </button>
      <div class="cards">
        {people.map((person) => (
          <button key={person.id} type="button" class="card-slot" aria-pressed={person.id === reader.card} aria-label={`${person.id === reader.card ? '取走' : '放上'} ${person.label}`}
            onClick={() => void control(person.id === reader.card ? { do: 'pull-card' } : { do: 'lay-card', person: person.id })}>
            <Card person={person} />
            <span class="label">{person.label}</span>
          </button>
        ))}
      </div>
      <div class="row">
        <button type="button" disabled={!lying} onClick={() => void control({ do: 'pull-during-read', afterBytes: 300 })}>下次读到一半就拿走 <small>pull during read</small></button>
      </div>
      {lying && <FileChoice label={`${lying.name}卡里的照片`} en="Photo in this card" take={async (file) => control({ do: 'card-photo', person: lying.id, rows: await asCardPhoto(file) })} />}
      {lying?.hasPhoto && <div class="row"><button type="button" onClick={() => void control({ do: 'card-photo', person: lying.id, rows: null })}>去掉卡里的照片 <small>no photo</small></button></div>}
      <Choice label="连接线" en="Cable" now={reader.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => void control({ do: 'reader', unplugged: to === 'out' })} />
      <Choice label="阅读器" en="Reader" now={reader.fault === 'mute' || reader.fault === 'self-test' ? reader.fault : 'works'} options={{ 'works': '正常', 'mute': '不应答', 'self-test': '自检失败' }}
        choose={(to) => void control({ do: 'reader', fault: to === 'works' ? null : to })} />
    </Panel>
  );
}

function Card({ person: { name, sex, birth, number } }: { readonly person: Person }) {
  const [year, month, day] = birth.split('-');
  return (
    <span class="id-card">
      <span class="fields">
        <b>{name}</b>
        <span>{sex === '1' ? '男' : '女'}　{year}年{Number(month)}月{Number(day)}日</span>
        <span class="number">{number}</span>
      </span>
      <svg viewBox="0 0 40 50" aria-hidden="true"><circle cx="20" cy="17" r="9" /><path d="M3 50c1-15 8-20 17-20s16 5 17 20z" /></svg>
      <i>虚构</i>
    </span>
  );
}
