import { useState } from 'preact/hooks';
import type { EditRow } from '../routes-edits.ts';
import { ask, post, type Reply } from './api.ts';
import { Act } from './parts.tsx';
import { go } from './route.ts';

/** Takes a file up for changing: into an edit that is under way, or a new one named after it. */
export function TakeUp({ file, title }: { readonly file: string; readonly title: string }) {
  const [open, setOpen] = useState<readonly EditRow[] | null>(null);
  const into = (edit: string) => go('edit', edit, 'file', ...file.split('/'));
  async function look(): Promise<Reply<readonly EditRow[]>> {
    return ask<readonly EditRow[]>('GET', '/api/edits');
  }
  const start = () => post<{ id: string }>('/api/edits', { title: `修改${title}`.slice(0, 80) });
  if (open === null) return <Act kind="primary" label="修改" act={look} done={(rows) => setOpen(rows.filter(({ state, mine }) => mine && ['editing', 'returned'].includes(state)))} />;
  return (
    <div class="choose" role="group" aria-label="放进哪份修改单">
      <Act kind="primary" label="新建一份修改单" act={start} done={({ id }) => into(id)} />
      {open.slice(0, 5).map(({ id, title: name }) => <button key={id} type="button" onClick={() => into(id)}>加进“{name}”</button>)}
    </div>
  );
}
