import type { FormKey } from '../forms.ts';
import type { PlacedFinding } from '../routes-content.ts';
import type { Value } from '../yaml-document.ts';
import { type Origin, readElement, type Written, writeElement } from './element.ts';
import { OriginInput, ValueInput } from './inputs.tsx';

interface Props { readonly field: FormKey; readonly value: Value | undefined; readonly was: Value | undefined; readonly changed: boolean; readonly findings: readonly PlacedFinding[]; readonly disabled: boolean; readonly set: (to: Value | undefined) => void; readonly undo: () => void }

/** One key: its name, what stands there, what is wrong with it, and whether it was changed here. */
export function KeyRow({ field, value, was, changed, findings, disabled, set, undo }: Props) {
  const off = disabled || field.locked !== undefined || field.input.is === 'shown';
  return (
    <div class="key" data-unknown={field.element && value === undefined} data-changed={changed} data-wrong={findings.length > 0}>
      <div class="name"><b>{field.label}</b>{field.locked ? <small>{field.locked}</small> : field.help && <small>{field.help}</small>}</div>
      <div class="control">
        {field.element ? <Element field={field} written={readElement(value)} disabled={off} set={(to) => set(writeElement(to))} /> : <ValueInput input={field.input} label={field.label} value={value} disabled={off} set={set} />}
        {findings.map(({ says }) => <p key={says} class="wrong" role="alert">{says}</p>)}
        {changed && <p class="soft undo">原来：{was === undefined ? '没有写' : short(was)}<button type="button" class="quiet" onClick={undo}>改回去</button></p>}
      </div>
    </div>
  );
}

const modes = { value: '已知', none: '不适用', unknown: '不知道' } as const;
function Element({ field, written, disabled, set }: { readonly field: FormKey; readonly written: Written; readonly disabled: boolean; readonly set: (to: Written) => void }) {
  const put = (change: Partial<Written>) => set({ ...written, ...change });
  return (
    <>
      <div class="element">
        <select class="mode" aria-label={`${field.label}：知道不知道`} disabled={disabled} value={written.mode} onChange={(event) => put({ mode: event.currentTarget.value as Written['mode'] })}>
          {Object.entries(modes).map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </select>
        <div class="grow">
          {written.mode === 'value' && <ValueInput input={field.input} label={field.label} value={written.value} disabled={disabled} set={(value) => put(value === undefined ? { value: '' } : { value })} />}
          {written.mode === 'none' && <input aria-label={`${field.label}：为什么不适用`} placeholder="为什么不适用，例如：不收费" disabled={disabled} value={written.reason} onInput={(event) => put({ reason: event.currentTarget.value })} />}
        </div>
      </div>
      {written.mode !== 'unknown' && (
        <details class="from" open={written.origin !== null && !disabled ? undefined : false}>
          <summary>{written.origin ? `出处：${written.origin.source ?? '同本组'}${written.origin.grade ? `（${written.origin.grade} 级）` : ''}` : '出处同本组'}</summary>
          <OriginInput value={written.origin ?? undefined} label={`${field.label}的出处`} disabled={disabled} set={(origin: Origin | undefined) => put({ origin: origin ?? null })} />
        </details>
      )}
    </>
  );
}

const short = (value: Value): string => { const text = typeof value === 'string' ? value : Array.isArray(value) ? value.map((one) => short(one as Value)).join('、') : Object.values(value).map((one) => short(one as Value)).join('，'); return text.length > 80 ? `${text.slice(0, 78)}……` : text; };
