import type { DockState } from '../state.ts';
import { Choice, Panel } from './controls.tsx';
import { control } from './control.ts';

const cover = { closed: '盖好', open: '打开' };

export function ReceiptPrinter({ printer }: { readonly printer: DockState['receiptPrinter'] }) {
  const set = (change: object) => void control({ do: 'receipt-printer', ...change });
  return (
    <Panel title="小票打印机" en="Receipt printer" note={printer.unplugged ? '已拔线' : printer.connected ? '终端已连接' : '终端未连接'}>
      <Choice label="纸" en="Paper" now={printer.paper} options={{ full: '充足', low: '将尽', end: '用完' }} choose={(paper) => set({ paper })} />
      <Choice label="盖子" en="Cover" now={printer.cover} options={cover} choose={(to) => set({ cover: to })} />
      <Choice label="切刀" en="Cutter" now={printer.cutter} options={{ free: '正常', jammed: '卡住' }} choose={(cutter) => set({ cutter })} />
      <Choice label="打印头" en="Head" now={printer.error ?? 'none'} options={{ none: '正常', passing: '过热', lasting: '坏了' }} choose={(to) => set({ error: to === 'none' ? null : to })} />
      <Choice label="应答" en="Replies" now={printer.mute ?? 'none'} options={{ none: '正常', replies: '不回话', all: '关机' }} choose={(to) => set({ mute: to === 'none' ? null : to })} />
      <Choice label="连接线" en="Cable" now={printer.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => set({ unplugged: to === 'out' })} />
      <div class="row"><button type="button" onClick={() => set({ endAfterRows: 200 })}>再打 200 行后纸用完 <small>paper ends mid-print</small></button><button type="button" onClick={() => set({ powerOffMs: 3000 })}>断电 3 秒 <small>power cut</small></button></div>
    </Panel>
  );
}

export function DocumentPrinter({ printer }: { readonly printer: DockState['documentPrinter'] }) {
  const set = (change: object) => void control({ do: 'document-printer', ...change });
  return (
    <Panel title="A4 打印机" en="Document printer" note={printer.pagesOut > 0 ? `这份已出 ${printer.pagesOut} 页` : undefined}>
      <Choice label="纸" en="Paper" now={printer.paper} options={{ full: '充足', low: '将尽', empty: '用完' }} choose={(paper) => set({ paper })} />
      <Choice label="墨粉" en="Toner" now={printer.toner} options={{ full: '充足', low: '将尽', empty: '用完' }} choose={(toner) => set({ toner })} />
      <Choice label="盖子" en="Cover" now={printer.cover} options={cover} choose={(to) => set({ cover: to })} />
      <Choice label="纸路" en="Paper path" now={printer.jam ? 'jam' : 'free'} options={{ free: '通畅', jam: '卡纸' }} choose={(to) => set({ jam: to === 'jam' })} />
      <Choice label="别的任务" en="Other jobs" now={printer.busy ? 'busy' : 'free'} options={{ free: '没有', busy: '占用中' }} choose={(to) => set({ busy: to === 'busy' })} />
      <Choice label="开关" en="Power" now={printer.mute ? 'off' : 'on'} options={{ on: '开机', off: '关机' }} choose={(to) => set({ mute: to === 'off' })} />
      <Choice label="型号" en="Kind" now={printer.printJobOnly ? 'old' : 'new'} options={{ new: 'Create-Job', old: '只有 Print-Job' }} choose={(to) => set({ printJobOnly: to === 'old' })} />
      <div class="row">
        <button type="button" onClick={() => set({ emptyAfterPages: 1 })}>再打 1 页后纸用完 <small>tray empties</small></button>
        <button type="button" onClick={() => set({ emptyAfterPages: 3 })}>再打 3 页后纸用完 <small>after 3 pages</small></button>
      </div>
      <div class="row">
        <button type="button" onClick={() => set({ job: 'abort' })}>打印机放弃这份 <small>abort</small></button>
        <button type="button" onClick={() => set({ job: 'cancel' })}>在面板上取消 <small>cancel</small></button>
        <button type="button" onClick={() => set({ job: 'vanish' })}>断电丢了这份 <small>vanish</small></button>
      </div>
    </Panel>
  );
}
