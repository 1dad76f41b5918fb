import { useState } from 'preact/hooks';
import { display } from '../core/show.ts';
import { departmentForms } from '../core/saved.ts';
import { nameIn } from '../models/words.ts';
import { Button } from '../ui/button.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { fieldName, sourceWords } from './fact-words.ts';
import { formsNote } from './matter-words.ts';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** Everything once more, in the order of the forms; changed in place. What a chain saves is counted, not claimed. */
export function Check({ visit, kiosk }: StepProps<'check'>) {
  const say = kiosk.say.value;
  const language = kiosk.language.value;
  const [form, setForm] = useState<number | null>(null);
  const open = visit.open.value;
  const savings = visit.savings.value;
  // Who applies stands first, as on every form.
  const onCard = (id: string) => (kiosk.pack.fields[id]?.from?.includes('id-card') ? 0 : 1);
  const ids = [...new Set(visit.parts.value.flatMap((p) => p.fields))].sort((a, b) => onCard(a) - onCard(b));
  const rows = ids.flatMap((id) => {
    const field = kiosk.pack.fields[id];
    const fact = visit.facts.value[id];
    if (!field || !fact) return [];
    const changeable = fact.source.is !== 'derived';
    return [{ label: fieldName(kiosk, field), value: display(field, fact.value, kiosk.pack, language, open), source: sourceWords(say, fact), ...(changeable && { action: { label: fact.source.is === 'answer' ? say('check.change') : say('contest.wrong'), do: () => visit.edit(id) } }) }];
  });
  const forms = departmentForms(visit.parts.value, kiosk.pack.fields, (field) => { const fact = visit.facts.value[field.id]; return fact && display(field, fact.value, kiosk.pack, language, open); });
  const shown = form === null ? undefined : forms[form];
  if (shown) {
    return (
      <VisitFrame kiosk={kiosk} visit={visit} title={language === 'en' ? visit.parts.value[form!]!.formTitleEn : shown.title} why={say('check.receives', { department: departmentName(shown.department) })} icon="file-text" back={() => setForm(null)}>
        <FactsList rows={shown.rows.map((r) => ({ label: fieldName(kiosk, kiosk.pack.fields[r.field]!), value: r.value }))} />
      </VisitFrame>
    );
  }
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={say('check.title')} why={say('check.why')} icon="list-checks" action={{ label: say('check.right'), do: visit.next }}>
      <Stack>
        {forms.length > 1 && (
          <Message tone="done" title={say('check.saved', { forms: savings.forms, before: savings.fieldsBefore, asked: savings.fieldsAsked })}>
            <p>{say('check.saved-materials', { before: savings.materialsBefore, bring: savings.materialsToBring })}</p>
            {visit.matter.is === 'chain' && <p>{formsNote(kiosk, visit.matter.chain)}</p>}
          </Message>
        )}
        <Button kind="plain" icon={open ? 'eye-off' : 'eye'} label={say(open ? 'check.mask' : 'check.show')} do={() => visit.show(!open)} />
        <FactsList rows={rows} />
        {forms.length > 1 && (
          <section>
            <h2>{say('check.departments')}</h2>
            <Stack>{forms.map((f, i) => <Button key={f.item} kind="plain" wide icon="building-2" label={say('check.department', { department: departmentName(f.department), form: language === 'en' ? visit.parts.value[i]!.formTitleEn : f.title, n: f.rows.length })} do={() => setForm(i)} />)}</Stack>
          </section>
        )}
      </Stack>
    </VisitFrame>
  );
  function departmentName(name: string) {
    const d = [...kiosk.pack.departments.district, ...kiosk.pack.departments.city].find((x) => x.name === name);
    return d ? nameIn(language, d) : name;
  }
}
