import type { Input } from '../forms.ts';
import type { Value } from '../yaml-document.ts';
import type { Origin } from './element.ts';
import { today } from './parts.tsx';

interface Props { readonly input: Input; readonly value: Value | undefined; readonly label: string; readonly disabled: boolean; readonly set: (to: Value | undefined) => void }

/** The control for one value. Emptied, it is not written. */
export function ValueInput({ input, value, label, disabled, set }: Props) {
  const text = typeof value === 'string' ? value : '';
  const orNone = (typed: string) => set(typed === '' ? undefined : typed);
  switch (input.is) {
    case 'line': case 'url': case 'count': return <input aria-label={label} disabled={disabled} value={text} inputMode={input.is === 'count' ? 'numeric' : undefined} placeholder={input.is === 'url' ? 'https://' : ''} onInput={(event) => orNone(event.currentTarget.value)} />;
    case 'text': return <textarea aria-label={label} disabled={disabled} value={text} rows={Math.min(8, Math.max(1, Math.ceil(text.length / 38), text.split('\n').length))} onInput={(event) => orNone(event.currentTarget.value)} />;
    case 'date': return <input type="date" aria-label={label} disabled={disabled} value={text} onInput={(event) => orNone(event.currentTarget.value)} />;
    case 'limit': return <Limit value={text} label={label} disabled={disabled} set={orNone} />;
    case 'choice': return (
      <select aria-label={label} disabled={disabled} value={text} onChange={(event) => orNone(event.currentTarget.value)}>
        <option value="">（请选择）</option>
        {input.options.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        {text !== '' && !input.options.some(([id]) => id === text) && <option value={text}>{text}</option>}
      </select>
    );
    case 'choices': {
      const chosen = Array.isArray(value) ? value as readonly string[] : [];
      return <div class="checks" role="group" aria-label={label}>{input.options.map(([id, name]) => <label key={id}><input type="checkbox" disabled={disabled} checked={chosen.includes(id)} onChange={() => set(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])} />{name}</label>)}</div>;
    }
    case 'lines': return <Lines value={Array.isArray(value) ? value as readonly string[] : []} label={label} disabled={disabled} set={set} />;
    case 'rows': return <Rows input={input} value={Array.isArray(value) ? value as readonly Row[] : []} label={label} disabled={disabled} set={set} />;
    case 'origin': return <OriginInput value={value as Origin | undefined} label={label} disabled={disabled} set={(to) => set(to as Value | undefined)} />;
    default: return <p class="soft shown">{value === undefined ? '没有写' : outline(value)}</p>;
  }
}

const units = ['工作日', '日', '月', '小时'];
function Limit({ value, label, disabled, set }: { readonly value: string; readonly label: string; readonly disabled: boolean; readonly set: (to: string) => void }) {
  const found = /^(\d{0,3}) (工作日|日|月|小时)$/.exec(value);
  const kind = value === '当场' ? '当场' : found ? found[2]! : '';
  if (value !== '' && kind === '') return <input aria-label={label} disabled={disabled} value={value} onInput={(event) => set(event.currentTarget.value)} />;
  return (
    <div class="limit" role="group" aria-label={label}>
      {kind !== '当场' && <input aria-label={`${label}：多少`} inputMode="numeric" disabled={disabled} value={found?.[1] ?? ''} onInput={(event) => set(event.currentTarget.value === '' && kind === '' ? '' : `${event.currentTarget.value.replaceAll(/\D/g, '').slice(0, 3)} ${kind || '工作日'}`)} />}
      <select aria-label={`${label}：单位`} disabled={disabled} value={kind} onChange={(event) => set(event.currentTarget.value === '当场' ? '当场' : `${found?.[1] ?? ''} ${event.currentTarget.value}`)}>
        {kind === '' && <option value="">（请选择）</option>}
        {units.map((unit) => <option key={unit} value={unit}>{unit}</option>)}<option value="当场">当场办结</option>
      </select>
    </div>
  );
}

function Lines({ value, label, disabled, set }: { readonly value: readonly string[]; readonly label: string; readonly disabled: boolean; readonly set: (to: Value | undefined) => void }) {
  const change = (lines: readonly string[]) => set(lines.length === 0 ? undefined : lines);
  return (
    <div class="lines" role="group" aria-label={label}>
      {value.map((line, i) => (
        <div key={i} class="row tight"><input aria-label={`${label} 第 ${i + 1} 条`} disabled={disabled} value={line} onInput={(event) => change(value.with(i, event.currentTarget.value))} />{!disabled && <button type="button" class="quiet" aria-label={`删去第 ${i + 1} 条`} onClick={() => change(value.filter((_, at) => at !== i))}>删去</button>}</div>
      ))}
      {!disabled && <button type="button" class="quiet" onClick={() => change([...value, ''])}>加一条</button>}
    </div>
  );
}

type Row = Readonly<Record<string, Value>>;
function Rows({ input, value, label, disabled, set }: { readonly input: Extract<Input, { is: 'rows' }>; readonly value: readonly Row[]; readonly label: string; readonly disabled: boolean; readonly set: (to: Value | undefined) => void }) {
  const change = (rows: readonly Row[]) => set(rows.length === 0 ? undefined : rows);
  const put = (i: number, key: string, typed: string) => change(value.with(i, typed === '' ? Object.fromEntries(Object.entries(value[i]!).filter(([one]) => one !== key)) : { ...value[i], [key]: typed }));
  return (
    <div class="rows" role="group" aria-label={label}>
      {value.map((row, i) => (
        <div key={i} class="rowbox">
          {input.columns.map(({ key, label: name, required }) => (
            <label key={key}><span>{name}{required && <i> 必填</i>}</span><textarea rows={Math.min(6, Math.max(1, Math.ceil(String(row[key] ?? '').length / 34)))} disabled={disabled} value={typeof row[key] === 'string' ? row[key] : ''} onInput={(event) => put(i, key, event.currentTarget.value)} /></label>
          ))}
          {!disabled && <button type="button" class="quiet" onClick={() => change(value.filter((_, at) => at !== i))}>删去这一条</button>}
        </div>
      ))}
      {!disabled && <button type="button" class="quiet" onClick={() => change([...value, {}])}>加一条</button>}
    </div>
  );
}

const grades: readonly (readonly [string, string])[] = [['A', 'A 政府、主管部门、标准的原文'], ['B', 'B 报纸，或转载的政府文件'], ['C', 'C 第三方网站'], ['G', 'G 公开的程序代码'], ['K', 'K 常识，没有查过']];
const areas: readonly (readonly [string, string])[] = [['000000', '全国'], ['370000', '山东省'], ['370400', '枣庄市'], ['370406', '山亭区']];
/** 出处、等级、核对日期、适用地区. */
export function OriginInput({ value, label, disabled, set }: { readonly value: Origin | undefined; readonly label: string; readonly disabled: boolean; readonly set: (to: Origin | undefined) => void }) {
  const put = (key: keyof Origin, typed: string) => {
    const next = Object.fromEntries(Object.entries({ ...value, [key]: typed }).filter(([, one]) => one !== ''));
    set(Object.keys(next).length === 0 ? undefined : next);
  };
  const area = value?.area ?? '';
  return (
    <div class="origin" role="group" aria-label={label}>
      <label class="grow">出处（文件名、文号或网址）<textarea rows={Math.max(1, Math.ceil((value?.source ?? '').length / 46))} disabled={disabled} value={value?.source ?? ''} onInput={(event) => put('source', event.currentTarget.value)} /></label>
      <label>等级<select disabled={disabled} value={value?.grade ?? ''} onChange={(event) => put('grade', event.currentTarget.value)}><option value="">（没有写）</option>{grades.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</select></label>
      <label>核对日期<span class="row tight"><input type="date" disabled={disabled} value={value?.checked ?? ''} onInput={(event) => put('checked', event.currentTarget.value)} />{!disabled && <button type="button" class="quiet" onClick={() => put('checked', today())}>今天</button>}</span></label>
      <label>适用地区<select disabled={disabled} value={area} onChange={(event) => put('area', event.currentTarget.value)}><option value="">（没有写，按全国）</option>{areas.map(([id, name]) => <option key={id} value={id}>{name}（{id}）</option>)}{area !== '' && !areas.some(([id]) => id === area) && <option value={area}>{area}</option>}</select></label>
    </div>
  );
}

const stepNames: Readonly<Record<string, string>> = {
  notice: '一次告知', identify: '读身份证', consent: '同意调用数据', ask: '问情况', fill: '填表', records: '看记录', print: '打印', materials: '看材料', check: '核对', sign: '签字', submit: '提交', receipt: '回执', rate: '评价', farewell: '结束',
};
/** What is not asked for by a form, told by its outline. */
function outline(value: Value): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `${value.length} 项：${(value as readonly Value[]).map((one) => (typeof one === 'string' ? one : Array.isArray(one) ? outline(one) : String((one as Row)['name'] ?? (one as Row)['title'] ?? (one as Row)['label'] ?? (one as Row)['material'] ?? stepNames[String((one as Row)['do'])] ?? (one as Row)['id'] ?? '')))
    .filter(Boolean).slice(0, 12).join('、')}${value.length > 12 ? '……' : ''}`;
  return Object.values(value as Row).map(outline).join('，');
}
