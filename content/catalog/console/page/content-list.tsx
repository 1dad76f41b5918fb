import { useState } from 'preact/hooks';
import type { ContentKind } from '../kinds.ts';
import type { ListRow } from '../routes-content.ts';
import { useLoad } from './api.ts';
import { Head, Waiting } from './parts.tsx';
import { to } from './route.ts';

const kindNames: Readonly<Partial<Record<ContentKind | 'all', string>>> = { all: '全部', items: '事项', chains: '一链办理', texts: '界面文字', fields: '数据元', materials: '申请材料', lists: '清单', sites: '站点' };
const most = 60;

/** Everything the kiosks show, to be searched; `edit`: as that edit has it. */
export function ContentList({ edit }: { readonly edit: string | null }) {
  const { value, trouble } = useLoad<{ readonly rows: readonly ListRow[] }>(`/api/content${edit === null ? '' : `?edit=${edit}`}`);
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<ContentKind | 'all'>('items');
  if (!value) return <Waiting trouble={trouble} />;
  const asked = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const rows = value.rows.filter((row) => row.file !== 'texts/en.yaml' && (kind === 'all' || row.kind === kind))
    .filter((row) => { const all = `${row.name} ${row.plain ?? ''} ${row.note} ${row.department ?? ''} ${row.id}`.toLowerCase(); return asked.every((word) => all.includes(word)); });
  const address = (file: string) => (edit === null ? to('file', ...file.split('/')) : to('edit', edit, 'file', ...file.split('/')));
  return (
    <>
      <Head title="内容" why={edit === null ? '终端上现在的内容。点开一项可以查看，要改就点“修改”。' : '选一项，加进这份修改单。'} crumbs={edit !== null && <a href={to('edit', edit)}>修改单 {edit}</a>} />
      <section class="card">
        <div class="row">
          <label class="grow">查找<input type="search" value={words} placeholder="名称、群众的叫法、编号（P42）、部门" onInput={(event) => setWords(event.currentTarget.value)} /></label>
        </div>
        <div class="tabs" role="group" aria-label="种类">
          {(Object.entries(kindNames) as [ContentKind | 'all', string][]).map(([id, name]) => <button key={id} type="button" aria-pressed={kind === id} onClick={() => setKind(id)}>{name}</button>)}
        </div>
        <p class="soft">{rows.length} 项{rows.length > most ? `，先列出 ${most} 项，再写几个字会更少` : ''}</p>
        <table>
          <thead><tr><th>名称</th><th>在哪里</th><th>牵头部门</th></tr></thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={row.file}><td><a href={address(row.file)}>{row.name}</a>{row.plain && <small>{row.plain}</small>}</td><td>{row.note}</td><td>{row.department ?? '双全办'}</td></tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
