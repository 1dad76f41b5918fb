import type { DockState } from '../state.ts';
import { Choice, Panel } from './controls.tsx';
import { control } from './control.ts';

const names: Readonly<Record<string, string>> = {
  idReader: '身份证读卡器', receiptPrinter: '凭条出口', documentPrinter: 'A4 出口', codeScanner: '扫码口', smartCard: '社保卡口', camera: '摄像头', inService: '服务中', attention: '请注意',
};
const looks = { off: '灭', on: '亮', flashing: '闪' } as const;

/** The lamps and sensors of the kiosk's case: what burns now, in words, and somebody to stand in front of it. */
export function IoBoard({ board }: { readonly board: DockState['ioBoard'] }) {
  const set = (change: object) => void control({ do: 'io-board', ...change });
  return (
    <Panel title="指示灯与感应" en="Lights and sensors" note={board.unplugged ? '已拔线' : board.connected ? '终端已连接' : '终端未连接'}>
      <ul class="lamps" aria-label="指示灯">
        {Object.entries(board.lamps).map(([lamp, look]) => <li key={lamp} data-look={look}><i aria-hidden="true" />{names[lamp] ?? lamp} <b>{looks[look]}</b></li>)}
      </ul>
      <Choice label="人" en="Person" now={board.somebody} options={{ near: '在前面', away: '走开' }} choose={(somebody) => set({ somebody })} />
      <Choice label="耳机" en="Earphone" now={board.earphone} options={{ out: '没插', in: '插上' }} choose={(earphone) => set({ earphone })} />
      <Choice label="应答" en="Replies" now={board.mute ? 'mute' : 'none'} options={{ none: '正常', mute: '不应答' }} choose={(to) => set({ mute: to === 'mute' })} />
      <Choice label="连接线" en="Cable" now={board.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => set({ unplugged: to === 'out' })} />
    </Panel>
  );
}
