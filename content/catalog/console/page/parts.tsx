import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Reply } from './api.ts';
import { said } from './api.ts';
import type { EditState } from '../edits.ts';

/** The head of a page: where one is, what it is for, and what can be done here. */
export function Head({ title, why, children, crumbs }: { readonly title: ComponentChildren; readonly why?: ComponentChildren; readonly children?: ComponentChildren; readonly crumbs?: ComponentChildren }) {
  return (
    <header class="head">
      <div>{crumbs && <p class="crumbs">{crumbs}</p>}<h1>{title}</h1>{why && <p class="soft">{why}</p>}</div>
      {children && <div class="doing">{children}</div>}
    </header>
  );
}

export const stateNames: Readonly<Record<EditState, string>> = { editing: '编辑中', waiting: '等待审批', returned: '已退回', approved: '审批通过，待发布', published: '已发布', dropped: '已作废' };
export const State = ({ state }: { readonly state: EditState }) => <span class="tag" data-state={state}>{stateNames[state]}</span>;

/** A button whose doing takes a moment; what goes wrong is said beside it. */
export function Act<T>({ label, busy = '请稍候…', kind = 'plain', disabled = false, act, done, good }: { readonly label: string; readonly busy?: string; readonly kind?: 'primary' | 'plain' | 'danger'; readonly disabled?: boolean; readonly act: () => Promise<Reply<T>>; readonly done?: (value: T) => void; readonly good?: string }) {
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function go() {
    setWorking(true);
    setTrouble(null);
    const reply = await act();
    setWorking(false);
    if (!reply.ok) return setTrouble(reply.says);
    if (good !== undefined) said.value = good;
    done?.(reply.value);
    return undefined;
  }
  return <span class="act"><button type="button" class={kind} disabled={disabled || working} onClick={() => void go()}>{working ? busy : label}</button>{trouble !== null && <span class="wrong" role="alert">{trouble}</span>}</span>;
}

export function Waiting({ trouble }: { readonly trouble: string | null }) {
  return trouble === null ? <p class="soft">正在打开…</p> : <p class="wrong" role="alert">{trouble}</p>;
}

const zone = { timeZone: 'Asia/Shanghai' } as const;
/** `11 月 30 日 10:05`, at the site. */
export const when = (iso: string): string => new Intl.DateTimeFormat('zh-CN', { ...zone, month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(iso));
export const today = (): string => new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short' }).format(new Date());
/** `3 分钟前`. */
export function ago(ms: number, now = Date.now()): string {
  const minutes = Math.round((now - ms) / 60_000);
  return minutes < 1 ? '刚刚' : minutes < 60 ? `${minutes} 分钟前` : minutes < 48 * 60 ? `${Math.round(minutes / 60)} 小时前` : `${Math.round(minutes / 1440)} 天前`;
}
