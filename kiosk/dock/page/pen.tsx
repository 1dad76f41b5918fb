import type { DockState } from '../state.ts';
import { Choice, Panel } from './controls.tsx';
import { control } from './control.ts';

/** The pen tablet beside the screen: a hand signs by a click. On the screen itself everybody signs with a finger. */
export function Pen({ pen }: { readonly pen: DockState['pen'] }) {
  return (
    <Panel title="手写板" en="Pen tablet" note={pen.unplugged ? '已拔线' : pen.connected ? `终端已连接，写过 ${pen.strokes} 笔` : '终端未连接'}>
      <div class="row"><button type="button" onClick={() => void control({ do: 'signature', sign: true })}>签一个名 <small>sign</small></button></div>
      <Choice label="连接线" en="Cable" now={pen.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => void control({ do: 'signature', unplugged: to === 'out' })} />
    </Panel>
  );
}
