import type { DockState } from '../state.ts';
import { Choice, Panel } from './controls.tsx';
import { control } from './control.ts';

/** The network between kiosk and back end, and how the stand-in back end misbehaves. */
export function Outside({ platform: { reachable, faults, phones } }: { readonly platform: DockState['platform'] }) {
  const set = (change: Record<string, number | boolean>) => void control({ do: 'platform-fault', faults: change });
  const onOff = { off: '否', on: '是' };
  return (
    <Panel title="网络与后台" en="Network and back end" note={reachable ? undefined : '模拟后台没有运行'}>
      <Choice label="网络" en="Network" now={faults['offline'] === true ? 'cut' : 'up'} options={{ up: '连通', cut: '断开' }} choose={(to) => void control({ do: 'network', cut: to === 'cut' })} />
      <Choice label="后台很慢" en="Slow, 3 s" now={Number(faults['slowMs']) > 0 ? 'on' : 'off'} options={onOff} choose={(to) => set({ slowMs: to === 'on' ? 3000 : 0 })} />
      <Choice label="同一请求送两次" en="Duplicates" now={faults['duplicate'] === true ? 'on' : 'off'} options={onOff} choose={(to) => set({ duplicate: to === 'on' })} />
      <Choice label="下次收件后断线" en="Drop once" now={Number(faults['dropAfterAcceptNext']) > 0 ? 'on' : 'off'} options={onOff} choose={(to) => set({ dropAfterAcceptNext: to === 'on' ? 1 : 0 })} />
      <Choice label="下次出错" en="Error 500 once" now={Number(faults['error500Next']) > 0 ? 'on' : 'off'} options={onOff} choose={(to) => set({ error500Next: to === 'on' ? 1 : 0 })} />
      <Choice label="下次不予受理" en="Reject once" now={Number(faults['rejectNext']) > 0 ? 'on' : 'off'} options={onOff} choose={(to) => set({ rejectNext: to === 'on' ? 1 : 0 })} />
      {phones.length > 0 && <ul class="phones" aria-label="虚构手机收到的短信">{phones.map(({ phone, code, sentAt }) => <li key={sentAt}>手机 {phone}：验证码 <strong>{code}</strong>（演示）</li>)}</ul>}
    </Panel>
  );
}
