import { useState } from 'preact/hooks';
import type { Said } from '../in-words.ts';
import type { ListOptions } from '../routes-list-change.ts';
import { me, post, said, useLoad } from './api.ts';
import { SaidList } from './diff.tsx';
import { type Answers, type Kind, ListFields } from './list-fields.tsx';
import { Act, Head, today, Waiting } from './parts.tsx';
import { go, to } from './route.ts';

const kinds: Readonly<Record<Kind, readonly [string, string]>> = { add: ['新增', '省里下发了新事项'], cancel: ['取消', '事项不再办理'], delegate: ['下放', '由上级下放到区、镇街'], change: ['变更', '名称、类型、场景或牵头部门变了'] };

/** 省级目录变更: which kind, what exactly, by which document; seen in words before it is written. */
export function ListChange() {
  const { value: options, trouble } = useLoad<ListOptions>('/api/list-change');
  const [kind, setKind] = useState<Kind | null>(null);
  const [answers, setAnswers] = useState<Answers>({ area: '370406', grade: 'A', dated: '', effective: '', list: 'person' });
  const [seen, setSeen] = useState<{ readonly says: string; readonly file: string; readonly said: readonly Said[] } | null>(null);
  if (!options) return <Waiting trouble={trouble} />;
  if (!me.value?.duties.includes('编辑')) return <><Head title="目录变更" why="省级目录的新增、取消、下放、变更由编辑来写。" /><p><a href={to('ledger')}>看台账</a></p></>;
  const set = (key: string, value: string) => { setSeen(null); setAnswers((before) => ({ ...before, [key]: value })); };
  const item = options.items.find((one) => `${one.no} ${one.name}` === answers['item'])?.id ?? '';
  const because = { document: answers['document'] ?? '', dated: answers['dated'], source: answers['source'] ?? '', grade: answers['grade'], area: answers['area'], effective: answers['effective'], why: answers['why'] ?? '' };
  const body = () => {
    const of = (...keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, answers[key] ?? '']));
    switch (kind!) {
      case 'add': return { kind, ...because, ...of('list', 'id', 'name', 'en', 'plain', 'type', 'scene', 'cityLead', 'districtLead'), no: answers['no'] || options.next[answers['list'] as 'person'] };
      case 'cancel': return { kind, ...because, item };
      case 'delegate': return { kind, ...because, item, ...of('level', 'body', 'districtLead') };
      case 'change': return { kind, ...because, item, ...of('name', 'en', 'plain', 'scene', 'cityLead', 'districtLead'), ...(answers['type'] && { type: answers['type'] }) };
    }
  };
  return (
    <>
      <Head title="目录变更" why="省级目录有新增、取消、下放、变更时，从这里走：一步一步问清楚，自动写好，再像别的修改一样送审。每一次都记入台账。"><a class="button" href={to('ledger')}>看台账</a></Head>
      <section class="card">
        <h2>第 1 步：是哪一种</h2>
        <div class="sides four">{(Object.entries(kinds) as [Kind, readonly [string, string]][]).map(([id, [name, why]]) => <button key={id} type="button" role="radio" aria-checked={kind === id} onClick={() => { setKind(id); setSeen(null); }}><b>{name}</b><span>{why}</span></button>)}</div>
      </section>
      {kind && (
        <>
          <section class="card"><h2>第 2 步：{kind === 'add' ? '新事项' : '哪个事项，怎么变'}</h2><ListFields kind={kind} options={options} answers={answers} set={set} /></section>
          <section class="card">
            <h2>第 3 步：凭什么</h2>
            <div class="two">
              <Text label="文件名和文号" name="document" placeholder="例如：鲁政办字〔2026〕12号" answers={answers} set={set} />
              <label>文件日期<input type="date" value={answers['dated']} onInput={(event) => set('dated', event.currentTarget.value)} /></label>
              <Text label="在哪里看到的原文（网址或收文号）" name="source" answers={answers} set={set} />
              <label>原文还是转载<select value={answers['grade']} onChange={(event) => set('grade', event.currentTarget.value)}><option value="A">A 政府原文</option><option value="B">B 报纸或转载</option></select></label>
              <label>从哪天起<span class="row tight"><input type="date" value={answers['effective']} onInput={(event) => set('effective', event.currentTarget.value)} /><button type="button" class="quiet" onClick={() => set('effective', today())}>今天</button></span></label>
              <label>适用地区<select value={answers['area']} onChange={(event) => set('area', event.currentTarget.value)}><option value="370406">山亭区</option><option value="370400">枣庄市</option><option value="370000">山东省</option><option value="000000">全国</option></select></label>
              <Text label="说明（可以不写）" name="why" answers={answers} set={set} />
            </div>
            <p class="foot"><Act kind={seen ? 'plain' : 'primary'} label="看看会写成什么" act={() => post<NonNullable<typeof seen>>('/api/list-change/look', body())} done={setSeen} /></p>
          </section>
          {seen && (
            <section class="card">
              <h2>第 4 步：核对</h2>
              <p><b>{seen.says}</b></p>
              <SaidList said={seen.said} />
              <p class="foot"><Act kind="primary" label="写成修改单，记入台账" act={() => post<{ id: string }>('/api/list-change', body())} done={({ id }) => { said.value = '已经写成修改单，记入台账。'; go('edit', id); }} /></p>
            </section>
          )}
        </>
      )}
    </>
  );
}

function Text({ label, name, placeholder, answers, set }: { readonly label: string; readonly name: string; readonly placeholder?: string; readonly answers: Answers; readonly set: (key: string, value: string) => void }) {
  return <label>{label}<input name={name} value={answers[name] ?? ''} placeholder={placeholder ?? ''} onInput={(event) => set(name, event.currentTarget.value)} /></label>;
}
