import type { Command } from '../command.ts';
import type { DockState } from '../state.ts';
import { Choice, Panel } from './controls.tsx';
import { control } from './control.ts';

type PadKey = NonNullable<Extract<Command, { do: 'keypad' }>['press']>;
const names: Readonly<Record<PadKey, string>> = { up: '上', down: '下', left: '左', right: '右', ok: '确认', back: '返回', repeat: '重听', help: '帮助', louder: '大声', softer: '小声' };

/** The tactile keypad of the case: each key is pressed by a click. */
export function Keypad({ pad }: { readonly pad: DockState['keypad'] }) {
  return (
    <Panel title="触觉键盘" en="Keypad" note={pad.unplugged ? '已拔线' : pad.connected ? `终端已连接，按过 ${pad.presses} 次` : '终端未连接'}>
      <div class="people">{(Object.keys(names) as PadKey[]).map((key) => <button key={key} type="button" onClick={() => void control({ do: 'keypad', press: key })}>{names[key]}</button>)}</div>
      <Choice label="连接线" en="Cable" now={pad.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => void control({ do: 'keypad', unplugged: to === 'out' })} />
    </Panel>
  );
}
