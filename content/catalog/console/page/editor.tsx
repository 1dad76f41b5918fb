import { useMemo, useState } from 'preact/hooks';
import type { FileConflict } from '../edit-content.ts';
import type { OpenFile } from '../routes-content.ts';
import type { KeyPath, Value } from '../yaml-document.ts';
import { me, post, said, useLoad } from './api.ts';
import { Conflicts, type Chosen } from './conflicts.tsx';
import { drafts, keepDraft } from './drafts.ts';
import { FormGroups } from './form-groups.tsx';
import { lookAt, placeName } from './look.ts';
import { Act, Head, Waiting } from './parts.tsx';
import { go, to } from './route.ts';
import { Sentences } from './sentences.tsx';
import { TakeUp } from './take-up.tsx';

/** One file: to be read, or within an edit to be changed. What is typed stays until it is saved or taken back. */
export function Editor({ edit, file }: { readonly edit: string | null; readonly file: string }) {
  const { value: open, trouble, again } = useLoad<OpenFile>(`/api/file?file=${encodeURIComponent(file)}${edit === null ? '' : `&edit=${edit}`}`);
  const [conflicts, setConflicts] = useState<readonly FileConflict[] | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // The sentences of both languages are changed side by side, and saved together.
  const files = file === 'texts/zh.yaml' ? [file, 'texts/en.yaml'] : [file];
  const draftOf = (one: string) => drafts.value[`${edit} ${one}`];
  const count = files.reduce((n, one) => n + Object.keys(draftOf(one)?.typed ?? {}).length, 0);
  const name = `${edit} ${file}`;
  const draft = draftOf(file);
  const typed = useMemo(() => new Map(Object.entries(draft?.typed ?? {})), [draft]);
  if (!open) return <Waiting trouble={trouble} />;

  const valueAt = (at: KeyPath): Value | undefined => { const one = typed.get(placeName(at)); return one ? ('gone' in one ? undefined : one.to) : lookAt(open.value, at); };
  const set = (at: KeyPath, to: Value | undefined) => keepDraft(name, { seen: draft?.seen ?? open.seen, typed: { ...draft?.typed, [placeName(at)]: to === undefined ? { at, gone: true } : { at, to } } });
  const undo = (at: KeyPath) => keepDraft(name, { seen: draft!.seen, typed: Object.fromEntries(Object.entries(draft!.typed).filter(([one]) => one !== placeName(at))) });
  async function save(choices: Readonly<Record<string, Chosen>> = {}) {
    setBusy(true);
    setRefused(null);
    for (const one of files) {
      const kept = draftOf(one);
      if (!kept) continue;
      const changes = Object.values(kept.typed).map((key) => ('gone' in key ? { at: key.at } : { at: key.at, to: key.to }));
      const reply = await post<{ head: string }>(`/api/edits/${edit}/save`, { file: one, seen: kept.seen, changes, ...(choices[one] && { choices: choices[one] }) });
      if (!reply.ok) {
        setBusy(false);
        if (reply.status === 409 && Array.isArray(reply.more['conflicts'])) return setConflicts(reply.more['conflicts'] as FileConflict[]);
        return setRefused(reply.says);
      }
      keepDraft(`${edit} ${one}`, null);
    }
    setBusy(false);
    setConflicts(null);
    said.value = '已经存进修改单。';
    again();
    return undefined;
  }
  const { title, findings } = open;
  return (
    <>
      <Head title={title} crumbs={open.edit ? <><a href={to('edits')}>修改单</a> › <a href={to('edit', open.edit.id)}>{open.edit.title}</a></> : <a href={to('content')}>内容</a>}
        why={open.edit ? (open.editable ? '改好的地方左边有一条线；存好以后在修改单里看全部改动。' : '这份修改单已经结束，只能查看。') : '现在发布着的内容。'}>
        {edit !== null && <a class="button" href={to('edit', edit, 'preview', open.kind === 'items' || open.kind === 'chains' ? String(lookAt(open.value, ['id'])) : '')}>在终端界面里看</a>}
        {edit === null && me.value?.duties.includes('编辑') && <TakeUp file={file} title={title} />}
        {open.editable && <button type="button" class="primary" disabled={busy || count === 0} onClick={() => void save()}>{busy ? '正在存…' : count === 0 ? '没有要存的' : `存好 ${count} 处`}</button>}
      </Head>
      {refused !== null && <p class="wrong block" role="alert">{refused}您填的都还在。</p>}
      {conflicts && <Conflicts conflicts={conflicts} decide={(chosen) => void save(chosen)} cancel={() => setConflicts(null)} busy={busy} />}
      {findings.length > 0 && (
        <section class="card findings" aria-label="检查结果">
          <h2>存好的内容里有 {findings.length} 处要改</h2>
          <ul>{findings.map((one) => <li key={`${one.line} ${one.says}`}>{one.at === null && `${one.file} 第 ${one.line} 行：`}{one.says}</li>)}</ul>
        </section>
      )}
      {open.kind === 'texts'
        ? <Sentences open={open} edit={edit} />
        : <FormGroups open={open} valueAt={valueAt} isTyped={(at) => typed.has(placeName(at))} set={set} undo={undo} />}
      {open.editable && count > 0 && <p class="foot"><Act label="放弃没存的修改" act={() => Promise.resolve({ ok: true, value: null })} done={() => { for (const one of files) keepDraft(`${edit} ${one}`, null); }} /></p>}
      {edit !== null && <p class="foot"><button type="button" onClick={() => go('edit', edit)}>回到修改单</button></p>}
    </>
  );
}
