import type { DockState } from '../state.ts';
import { Choice, Panel } from './controls.tsx';
import { control } from './control.ts';

/** The scanner on its serial line; a code is held up by a click. It sends by itself, whether the kiosk waits or not. What opens on a phone is made as it is held up. */
export function CodeScanner({ scanner }: { readonly scanner: DockState['codeScanner'] }) {
  return (
    <Panel title="扫码器" en="Code scanner" note={scanner.unplugged ? '已拔线' : scanner.connected ? `终端已连接，扫过 ${scanner.beeps} 次` : '终端未连接'}>
      <div class="row">{scanner.codes.map(({ id, label }) => <button key={id} type="button" onClick={() => void control({ do: 'code-scanner', holdUp: id })}>{label}</button>)}</div>
      <Choice label="连接线" en="Cable" now={scanner.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => void control({ do: 'code-scanner', unplugged: to === 'out' })} />
    </Panel>
  );
}
