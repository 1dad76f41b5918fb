import { useState } from 'preact/hooks';
import type { Me } from '../routes-login.ts';
import { me, post } from './api.ts';

/** Asks who it is. */
export function Login() {
  const [id, setId] = useState('');
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function enter() {
    setBusy(true);
    const reply = await post<Me>('/api/login', { id, password });
    setBusy(false);
    if (!reply.ok) return setTrouble(reply.says);
    setPassword('');
    me.value = reply.value;
    return undefined;
  }
  return (
    <div class="veil">
      <form class="login" aria-label="登录" onSubmit={(event) => { event.preventDefault(); void enter(); }}>
        <h1>内容目录 · 登录</h1>
        <p class="soft">在这里修改自助终端上的事项和文字，审批，发布，查看各台终端。</p>
        <label>账号<input name="id" autocomplete="username" value={id} onInput={(event) => setId(event.currentTarget.value)} /></label>
        <label>密码<input name="password" type="password" autocomplete="current-password" value={password} onInput={(event) => setPassword(event.currentTarget.value)} /></label>
        {trouble !== null && <p class="wrong" role="alert">{trouble}</p>}
        <button type="submit" class="primary" disabled={busy || id === '' || password === ''}>{busy ? '正在核对…' : '登录'}</button>
      </form>
    </div>
  );
}
