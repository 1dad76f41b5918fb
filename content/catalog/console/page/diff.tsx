import type { FileDifference } from '../edit-content.ts';
import type { Said } from '../in-words.ts';
import { to } from './route.ts';

/** What an edit changes, in words, file by file; `edit`: with a way to each. */
export function Differences({ files, edit }: { readonly files: readonly FileDifference[]; readonly edit: string | null }) {
  return (
    <>
      {files.map((file) => (
        <section key={file.file} class="card difference">
          <h3>{edit === null ? file.title : <a href={to('edit', edit, 'file', ...file.file.split('/'))}>{file.title}</a>}{file.is === 'new' && <span class="tag">新增</span>}{file.is === 'gone' && <span class="tag" data-state="returned">去掉</span>}</h3>
          <SaidList said={file.said} />
        </section>
      ))}
    </>
  );
}

export function SaidList({ said }: { readonly said: readonly Said[] }) {
  return (
    <ol class="said-list">
      {said.map((one) => (
        <li key={one.at.join('.')}>
          <p>{one.says}</p>
          {one.before !== null && one.after !== null && (
            <p class="inline" aria-label="逐字对比">{one.parts.map((part, i) => (part.is === 'added' ? <ins key={i}>{part.text}</ins> : part.is === 'removed' ? <del key={i}>{part.text}</del> : <span key={i}>{part.text}</span>))}</p>
          )}
        </li>
      ))}
    </ol>
  );
}
