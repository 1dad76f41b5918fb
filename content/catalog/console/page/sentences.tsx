import { useState } from 'preact/hooks';
import type { OpenFile } from '../routes-content.ts';
import type { Value } from '../yaml-document.ts';
import { drafts, keepDraft } from './drafts.ts';
import { placeName } from './look.ts';

type Groups = Readonly<Record<string, Readonly<Record<string, string>>>>;
const most = 80;
const files = { zh: 'texts/zh.yaml', en: 'texts/en.yaml' } as const;

/** The sentences of the screens, Chinese and English side by side, to be searched by any word in them. */
export function Sentences({ open, edit }: { readonly open: OpenFile; readonly edit: string | null }) {
  const [words, setWords] = useState('');
  const zh = open.value as unknown as Groups;
  const en = (open.english ?? {}) as Value as unknown as Groups;
  const all = Object.entries(zh).flatMap(([group, keys]) => Object.entries(keys).map(([key, sentence]) => ({ group, key, zh: sentence, en: en[group]?.[key] ?? '' })));
  const asked = words.trim().toLowerCase();
  const found = all.filter((one) => asked === '' || `${one.group}.${one.key} ${one.zh} ${one.en}`.toLowerCase().includes(asked));
  const typedAt = (language: 'zh' | 'en', at: readonly string[]) => { const one = drafts.value[`${edit} ${files[language]}`]?.typed[placeName(at)]; return one && 'to' in one ? String(one.to) : undefined; };
  const set = (language: 'zh' | 'en', at: readonly string[], to: string) => {
    const name = `${edit} ${files[language]}`;
    const draft = drafts.value[name];
    keepDraft(name, { seen: draft?.seen ?? open.seen, typed: { ...draft?.typed, [placeName(at)]: { at, to } } });
  };
  return (
    <section class="card">
      <label>查找一句话<input type="search" value={words} placeholder="屏幕上的几个字，中文或英文" onInput={(event) => setWords(event.currentTarget.value)} /></label>
      <p class="soft">共 {all.length} 句，找到 {found.length} 句{found.length > most ? `，先列出 ${most} 句` : ''}。{'{…}'} 里的词由程序填入，不要改。</p>
      <table class="sentences">
        <thead><tr><th>中文</th><th>English</th></tr></thead>
        <tbody>
          {found.slice(0, most).map((one) => (
            <tr key={`${one.group}.${one.key}`}>
              {(['zh', 'en'] as const).map((language) => {
                const typed = typedAt(language, [one.group, one.key]);
                const findings = open.findings.filter(({ at }) => language === 'zh' && at?.[0] === one.group && at[1] === one.key);
                return (
                  <td key={language} data-changed={typed !== undefined}>
                    <textarea aria-label={`${one.group}.${one.key} ${language === 'zh' ? '中文' : '英文'}`} lang={language} disabled={!open.editable} rows={Math.max(1, Math.ceil((typed ?? one[language]).length / (language === 'zh' ? 26 : 48)))} value={typed ?? one[language]} onInput={(event) => set(language, [one.group, one.key], event.currentTarget.value)} />
                    {language === 'zh' && <small>{one.group}.{one.key}</small>}
                    {findings.map(({ says }) => <p key={says} class="wrong">{says}</p>)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
