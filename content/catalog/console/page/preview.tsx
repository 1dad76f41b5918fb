import { useEffect, useState } from 'preact/hooks';
import type { Shown } from '../preview.ts';
import { post } from './api.ts';
import { Head } from './parts.tsx';
import { to } from './route.ts';

const shapes = { portrait: { name: '竖屏', width: 1080, height: 1920 }, landscape: { name: '横屏', width: 1920, height: 1080 } } as const;
type Shape = keyof typeof shapes;

/** The kiosk itself, showing this edit, scaled to fit beside its settings. `wanted`: the id of the matter to open; '' the first that was changed. */
export function PreviewPage({ edit, wanted }: { readonly edit: string; readonly wanted: string }) {
  const [shape, setShape] = useState<Shape>('portrait');
  const [large, setLarge] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    void (async () => {
      const reply = await post<Shown>('/api/preview', { edit, ...(wanted !== '' && { wanted }) });
      if (reply.ok) setShown(reply.value);
      else setTrouble(reply.says);
    })();
  }, [edit, wanted]);
  const { width, height } = shapes[shape];
  const room = { width: Math.max(360, innerWidth - 700), height: Math.max(480, innerHeight - 48) };
  const scale = Math.min(room.width / width, room.height / height);
  return (
    <div class="preview">
      <div class="side">
        <Head crumbs={<a href={to('edit', edit)}>修改单 {edit}</a>} title="在终端界面里看" why="这就是群众会看到的样子，可以点。这里没有接设备，不会真的办理，所以要用设备的事会说“现在不能在本机办”；时间总算作开放时间。" />
        <div class="tabs" role="group" aria-label="屏幕">{(Object.keys(shapes) as Shape[]).map((id) => <button key={id} type="button" aria-pressed={shape === id} onClick={() => setShape(id)}>{shapes[id].name}</button>)}</div>
        <div class="tabs" role="group" aria-label="字号"><button type="button" aria-pressed={!large} onClick={() => setLarge(false)}>标准字</button><button type="button" aria-pressed={large} onClick={() => setLarge(true)}>大字</button></div>
        <button type="button" onClick={() => setTurn((n) => n + 1)}>从头再看一遍</button>
        {trouble !== null && <p class="wrong" role="alert">{trouble}</p>}
      </div>
      {shown && (
        <div class="screen" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
          <iframe key={`${turn} ${large} ${shown.commit}`} title="自助终端" width={width} height={height} style={{ transform: `scale(${scale})` }} src={`${shown.url}/?c=${shown.commit.slice(0, 12)}-${turn}-${large}#${encodeURIComponent(`${shown.opens}|${large ? 'large' : 'normal'}`)}`} />
        </div>
      )}
    </div>
  );
}
