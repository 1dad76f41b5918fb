import { useState } from 'preact/hooks';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { Message } from '../ui/message.tsx';
import { fieldAsk, fieldHint, fieldName, problemWords } from './fact-words.ts';
import { FieldEditor } from './field-editor.tsx';
import { VisitFrame } from './visit-frame.tsx';

/** Changing one value from the list or the check page; then back to where one came from. */
export function EditField({ kiosk, visit, fieldId }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly fieldId: string }) {
  const field = kiosk.pack.fields[fieldId]!;
  const say = kiosk.say.value;
  const [draft, setDraft] = useState(visit.values.value[fieldId] ?? '');
  const [tried, setTried] = useState(false);
  const done = () => visit.edit(null);
  const from = visit.facts.value[fieldId]?.source;
  const why = field.derive !== undefined ? say('contest.derived') : from?.is === 'platform' ? say('contest.register', { register: from.register }) : say('contest.card');
  if (field.contest === 'window' || field.derive !== undefined) {
    return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say('contest.title', { field: fieldName(kiosk, field) })} back={done} action={{ label: say('contest.on'), do: done }}>
        <Message tone="info" title={why}>{field.derive === undefined && <p>{say(from?.is === 'platform' ? 'contest.window-register' : 'contest.window')}</p>}</Message>
      </VisitFrame>
    );
  }
  const problem = visit.problem(fieldId, draft);
  return (
    <VisitFrame
      kiosk={kiosk} visit={visit} title={fieldAsk(kiosk, field)} why={fieldHint(kiosk, field)} back={done}
      action={{ label: say('bar.save'), do: () => { if (problem) return setTried(true); visit.answer(fieldId, draft); return done(); } }}
    >
      {tried && problem && <Message tone="attention" title={problemWords(say, problem, field, visit.today)} live />}
      <FieldEditor kiosk={kiosk} visit={visit} fieldId={fieldId} draft={{ value: draft, set: setDraft }} />
    </VisitFrame>
  );
}
