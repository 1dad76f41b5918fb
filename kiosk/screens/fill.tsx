import { useState } from 'preact/hooks';
import { display } from '../core/show.ts';
import { FactsList } from '../ui/facts-list.tsx';
import { FieldBox } from '../ui/field-box.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { fieldAsk, fieldHint, fieldName, problemWords, sourceWords } from './fact-words.ts';
import { FieldEditor } from './field-editor.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** One small group of the one form: what only the citizen knows, and below it what is already known, with its source. */
export function Fill({ step, visit, kiosk }: StepProps<'fill'>) {
  const say = kiosk.say.value;
  const language = kiosk.language.value;
  const ask = visit.toAskIn(step.fields);
  const known = visit.applyingIn(step.fields).filter((id) => !ask.includes(id) && visit.facts.value[id]);
  const [touched, setTouched] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const firstOpen = ask.find((id) => visit.problem(id)) ?? ask[0]!;
  const active = touched !== null && ask.includes(touched) ? touched : firstOpen;
  const wrong = ask.filter((id) => visit.problem(id));
  const go = () => { if (wrong.length === 0) { setTouched(null); visit.next(); } else { setTried(true); setTouched(wrong[0]!); } };
  const only = ask.length === 1 ? kiosk.pack.fields[ask[0]!]! : undefined;
  const title = only ? fieldAsk(kiosk, only) : language === 'en' ? step.en : step.title;
  const note = wrong.length > 0 && !only ? say('fill.left', { n: wrong.length }) : undefined;

  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={title} why={only ? fieldHint(kiosk, only) : say('fill.why')} note={note} action={{ label: say('bar.next'), do: go }}>
      <Stack>
        {ask.map((id) => {
          const field = kiosk.pack.fields[id]!;
          const problem = visit.problem(id);
          const value = visit.values.value[id];
          const error = tried && problem ? problemWords(say, problem) : undefined;
          if (only) return <Stack key={id}>{error !== undefined && <Message tone="attention" title={error} live />}<FieldEditor kiosk={kiosk} visit={visit} fieldId={id} onEnter={go} /></Stack>;
          return (
            <Stack key={id}>
              <FieldBox
                label={fieldAsk(kiosk, field)} value={value ? display(field, value, kiosk.pack, language, true) : undefined} placeholder={say(field.optional ? 'fill.optional' : 'fill.empty')}
                hint={id === active ? fieldHint(kiosk, field) : undefined} error={error} active={id === active} onTap={() => setTouched(id)}
              />
              {id === active && <FieldEditor kiosk={kiosk} visit={visit} fieldId={id} onEnter={() => setTouched(ask[ask.indexOf(id) + 1] ?? id)} />}
            </Stack>
          );
        })}
        {known.length > 0 && (
          <FactsList rows={known.map((id) => {
            const field = kiosk.pack.fields[id]!;
            const fact = visit.facts.value[id]!;
            return { label: fieldName(kiosk, field), value: display(field, fact.value, kiosk.pack, language, false), source: sourceWords(say, fact), action: { label: say('contest.wrong'), do: () => visit.edit(id) } };
          })} />
        )}
      </Stack>
    </VisitFrame>
  );
}
