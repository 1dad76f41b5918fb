import type { DockState } from '../state.ts';
import { control } from './control.ts';
import { Choice, Panel } from './controls.tsx';

/** The slot for social security cards: whose card, which kind of it, and the hand that puts it in and pulls it out. */
export function SmartCard({ slot, people }: { readonly slot: DockState['smartCard']; readonly people: DockState['people'] }) {
  const plugged = slot.unplugged ? '已拔线' : slot.connected ? '终端已连接' : '终端未连接';
  const insert = (person: string, variant: NonNullable<typeof slot.variant>) => void control({ do: 'smart-card', insert: { person, variant } });
  const holders = people.filter(({ id }) => id !== 'hkmotw');
  return (
    <Panel title="社保卡读卡器" en="Smart card" note={plugged}>
      <div class="people">
        {holders.map(({ id, name }) => (
          <button key={id} type="button" aria-pressed={id === slot.card} aria-label={`${id === slot.card ? '拔出' : '插入'} ${name}的社保卡`}
            onClick={() => { if (id === slot.card) void control({ do: 'smart-card', pull: true }); else insert(id, slot.variant ?? 'plain'); }}>{name}</button>
        ))}
      </div>
      <Choice label="卡" en="Card" now={slot.variant ?? 'plain'} options={{ plain: '普通', pin: '要密码', other: '别的卡', mute: '插反了' }} choose={(variant) => insert(slot.card ?? 'adult', variant)} />
      <Choice label="连接线" en="Cable" now={slot.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => void control({ do: 'smart-card', unplugged: to === 'out' })} />
      <div class="row">
        <button type="button" disabled={slot.card === null} onClick={() => void control({ do: 'smart-card', pullAfterBytes: 100 })}>读到一半就拔出 <small>pull during read</small></button>
      </div>
    </Panel>
  );
}
