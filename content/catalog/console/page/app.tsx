import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../../../../kiosk/ui/icon.tsx';
import { useEffect } from 'preact/hooks';
import { me, post, said } from './api.ts';
import { ContentList } from './content-list.tsx';
import { Editor } from './editor.tsx';
import { EditPage } from './edit-page.tsx';
import { Edits } from './edits.tsx';
import { Home } from './home.tsx';
import { LedgerPage } from './ledger.tsx';
import { ListChange } from './list-change.tsx';
import { Login } from './login.tsx';
import { PreviewPage } from './preview.tsx';
import { route, to } from './route.ts';
import { Table } from './table.tsx';
import { Watch } from './watch.tsx';

const rooms: readonly { readonly id: string; readonly name: string; readonly icon: IconName }[] = [
  { id: '', name: '首页', icon: 'house' }, { id: 'content', name: '内容', icon: 'file-text' }, { id: 'edits', name: '修改单', icon: 'pencil' },
  { id: 'table', name: '表格', icon: 'list-checks' }, { id: 'list-change', name: '目录变更', icon: 'stamp' }, { id: 'watch', name: '观察', icon: 'monitor' }, { id: 'ledger', name: '台账', icon: 'book-open' },
];

/** The console: rooms on the left, the room one is in on the right; the login lies over it, so that nothing typed is lost. */
export function App() {
  const who = me.value;
  const [room = '', ...rest] = route.value;
  if (who === undefined) return null;
  return (
    <>
      <div class="shell" inert={who === null}>
        <nav aria-label="主菜单">
          <p class="brand">内容目录<small>双全自助终端 · 控制台</small></p>
          {rooms.map(({ id, name, icon }) => (
            <a key={id} href={to(id)} aria-current={room === id || (id === 'edits' && room === 'edit') || (id === 'content' && room === 'file') ? 'page' : undefined}><Icon name={icon} />{name}</a>
          ))}
          {who && (
            <div class="who">
              <b>{who.name}</b><span>{who.departmentName}</span><span>{who.duties.join('、')}</span>
              <button type="button" class="quiet" onClick={() => { void leave(); }}>退出登录</button>
            </div>
          )}
        </nav>
        <main id="main">{who && <Room room={room} rest={rest} />}</main>
      </div>
      <Told />
      {who === null && <Login />}
    </>
  );
}

const toldForMs = 8000;
/** What was just done, for a while. */
function Told() {
  const words = said.value;
  useEffect(() => {
    const timer = setTimeout(() => { said.value = null; }, toldForMs);
    return () => clearTimeout(timer);
  }, [words]);
  return <div role="status">{words !== null && <p class="said">{words}<button type="button" class="quiet" onClick={() => { said.value = null; }}>知道了</button></p>}</div>;
}

async function leave() {
  await post('/api/logout');
  me.value = null;
}

function Room({ room, rest }: { readonly room: string; readonly rest: readonly string[] }): ComponentChildren {
  switch (room) {
    case '': return <Home />;
    case 'content': return <ContentList edit={rest[0] ?? null} />;
    case 'file': return <Editor key={rest.join('/')} edit={null} file={rest.join('/')} />;
    case 'edits': return <Edits />;
    case 'edit': return rest[1] === 'file' ? <Editor key={rest.join('/')} edit={rest[0]!} file={rest.slice(2).join('/')} /> : rest[1] === 'preview' ? <PreviewPage edit={rest[0]!} wanted={rest[2] ?? ''} /> : <EditPage key={rest[0]} id={rest[0] ?? ''} />;
    case 'table': return <Table />;
    case 'list-change': return <ListChange />;
    case 'watch': return <Watch />;
    case 'ledger': return <LedgerPage />;
    default: return <p>没有这一页。<a href={to()}>回到首页</a></p>;
  }
}
