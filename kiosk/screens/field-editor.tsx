import { useEffect } from 'preact/hooks';
import { fieldEditors } from '../fields/index.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';

/** The editor of one field, wired to the visit: the value goes into its answers, another person's card comes from its reader. */
export function FieldEditor({ kiosk, visit, fieldId, onEnter, onAnswered, draft }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly fieldId: string; readonly onEnter?: (() => void) | undefined; readonly onAnswered?: (() => void) | undefined; readonly draft?: { readonly value: string; readonly set: (value: string) => void } | undefined }) {
  const field = kiosk.pack.fields[fieldId]!;
  useEffect(() => { void kiosk.loadPinyin(); return visit.another.stop; }, [kiosk, visit]);
  const Editor = fieldEditors[field.type];
  const reading = visit.another.state.value.is;
  return (
    <Editor
      key={fieldId} field={field} value={draft ? draft.value : (visit.values.value[fieldId] ?? '')} onChange={(value) => { if (draft) draft.set(value); else visit.answer(fieldId, value); if (value !== '') onAnswered?.(); }} onEnter={onEnter}
      pack={kiosk.pack} language={kiosk.language.value} today={visit.today} say={kiosk.say.value} pinyin={kiosk.pinyin.value}
      self={visit.values.value['id-number'] ? { name: visit.values.value['person-name'] ?? '', number: visit.values.value['id-number'] } : undefined}
      readCard={kiosk.health.health.value['id-reader'] ? {
        state: reading === 'idle' || reading === 'read' ? 'idle' : reading === 'waiting' || reading === 'reading' ? reading : 'trouble',
        barred: visit.anotherBarred.value, start: (onPerson) => { void visit.readAnother(onPerson); }, stop: visit.another.stop,
      } : undefined}
    />
  );
}
