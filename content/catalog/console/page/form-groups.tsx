import { useState } from 'preact/hooks';
import type { FormGroup } from '../forms.ts';
import type { OpenFile, PlacedFinding } from '../routes-content.ts';
import type { KeyPath, Value } from '../yaml-document.ts';
import { KeyRow } from './key-row.tsx';
import { lookAt } from './look.ts';

interface Props { readonly open: OpenFile; readonly valueAt: (at: KeyPath) => Value | undefined; readonly isTyped: (at: KeyPath) => boolean; readonly set: (at: KeyPath, to: Value | undefined) => void; readonly undo: (at: KeyPath) => void }
const within = (at: KeyPath, finding: PlacedFinding) => finding.at !== null && at.every((key, i) => finding.at![i] === key);

/** The form: the item itself or one of its variants, group by group; a group that says nothing yet is closed. */
export function FormGroups({ open, valueAt, isTyped, set, undo }: Props) {
  const members = [...new Set(open.form.map(({ under }) => under))];
  const [member, setMember] = useState<string | null>(members[0] ?? null);
  const groups = open.form.filter(({ under }) => under === member);
  const wrongIn = (group: FormGroup) => group.keys.some(({ at }) => open.findings.some((one) => within(at, one)));
  return (
    <div class="form">
      {members.length > 1 && (
        <div class="tabs" role="group" aria-label="事项和子项">
          {members.map((name) => <button key={name ?? ''} type="button" aria-pressed={member === name} onClick={() => setMember(name)}>{name ?? '事项本身'}{open.form.some((group) => group.under === name && wrongIn(group)) && <b class="dot" title="有要改的地方" />}</button>)}
        </div>
      )}
      {groups.map((group, i) => {
        const written = group.keys.filter(({ at }) => valueAt(at) !== undefined).length;
        return (
          <details key={`${member} ${group.title} ${group.at.join('.')}`} class="card group" open={i === 0 && groups.length < 12 || written > 0 || wrongIn(group)}>
            <summary><h2>{group.title}</h2><span class="soft">{written === 0 ? '都还没有写' : `写了 ${written} 项，共 ${group.keys.length} 项${group.keys.some(({ element }) => element) ? '；不知道的，机器上显示“以窗口核定为准”' : ''}`}</span></summary>
            {group.keys.map((field) => (
              <KeyRow key={field.at.join('.')} field={field} value={valueAt(field.at)} was={lookAt(open.value, field.at)} changed={isTyped(field.at)} disabled={!open.editable}
                findings={open.findings.filter((one) => within(field.at, one))} set={(to) => set(field.at, to)} undo={() => undo(field.at)} />
            ))}
          </details>
        );
      })}
    </div>
  );
}
