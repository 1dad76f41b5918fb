import { useEffect, useRef } from 'preact/hooks';
import type { DockState, Paper } from '../state.ts';
import { control } from './control.ts';
import { Panel } from './controls.tsx';
import { drawPages } from './pdf.ts';

/** What came out of the printers, newest first, as paper. */
export function Papers({ papers: { receipts, documents }, hangingRows }: { readonly papers: DockState['papers']; readonly hangingRows: number }) {
  const none = receipts.length + documents.length + hangingRows === 0;
  return (
    <Panel title="打印出来的纸" en="Papers" note={none ? '还没有' : `凭条 ${receipts.length} 张，文件 ${documents.length} 份`}>
      <div class="row"><button type="button" disabled={none} onClick={() => void control({ do: 'clear-paper' })}>把纸收走 <small>take away</small></button></div>
      <div class="papers">
        {none && <p class="hint">打印出来的凭条和文件会显示在这里。<small>Receipts and documents appear here.</small></p>}
        {hangingRows > 0 && <figure class="receipt hanging"><img src={`/paper/receipt/hanging.png?rows=${hangingRows}`} alt="还没有切下的凭条" width={288} height={hangingRows / 2} /><figcaption>还没有切下</figcaption></figure>}
        {receipts.toReversed().map((paper) => (
          <figure key={paper.path} class="receipt">
            <img src={paper.path} alt={paper.title} width={288} height={(paper.heightDots ?? 0) / 2} />
            <figcaption><a href={paper.path} target="_blank" rel="noreferrer">{paper.title}</a></figcaption>
          </figure>
        ))}
        {documents.toReversed().map((paper) => <Sheets key={paper.path} paper={paper} />)}
      </div>
    </Panel>
  );
}

function Sheets({ paper }: { readonly paper: Paper }) {
  const tray = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const broken = new AbortController();
    if (tray.current) void drawPages(paper.path, tray.current, broken.signal);
    return () => broken.abort();
  }, [paper.path]);
  return (
    <figure class="sheets">
      <div ref={tray} />
      <figcaption><a href={paper.path} target="_blank" rel="noreferrer">{paper.title}（{paper.pages} 页，PDF）</a></figcaption>
    </figure>
  );
}
