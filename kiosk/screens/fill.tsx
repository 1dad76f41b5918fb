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
  const wrong = ask.filter((id) => visit.problem(id));
  const [opened, setOpened] = useState(wrong[0] ?? ask[0]!);
  const [tried, setTried] = useState<readonly string[]>([]);
  // An answer may open or close other fields of the group.
  const active = ask.includes(opened) ? opened : (wrong[0] ?? ask[0]!);
  /** On to the next field that is still open; one field after another, then the next screen. */
  const go = () => {
    const left = visit.toAskIn(step.fields).filter((id) => visit.problem(id));
    if (left.length === 0) return visit.next();
    if (left.includes(active)) return setTried([...tried, active]);
    return setOpened(left[0]!);
  };
  /** What is answered by one touch opens the next by itself, but never turns the page. */
  const onward = () => { const left = visit.toAskIn(step.fields).find((id) => visit.problem(id)); if (left !== undefined) setOpened(left); };
  const oneTouch = (id: string) => ['choice', 'yes-no', 'region', 'date'].includes(kiosk.pack.fields[id]!.type);
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
          const error = tried.includes(id) && problem ? problemWords(say, problem, field, visit.today) : undefined;
          if (only) return <Stack key={id}>{error !== undefined && <Message tone="attention" title={error} live />}<FieldEditor kiosk={kiosk} visit={visit} fieldId={id} onEnter={go} /></Stack>;
          return (
            <Stack key={id}>
              <FieldBox
                label={fieldAsk(kiosk, field)} value={value ? display(field, value, kiosk.pack, language, true) : undefined} placeholder={say(field.optional ? 'fill.optional' : 'fill.empty')}
                hint={id === active ? fieldHint(kiosk, field) : undefined} error={error} active={id === active} onTap={() => setOpened(id)}
              />
              {id === active && <FieldEditor kiosk={kiosk} visit={visit} fieldId={id} onEnter={go} onAnswered={oneTouch(id) ? onward : undefined} />}
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
