import { useState } from 'preact/hooks';
import { Message } from '../ui/message.tsx';
import { fieldAsk, fieldHint, problemWords } from './fact-words.ts';
import { FieldEditor } from './field-editor.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** One question in plain words. */
export function Ask({ visit, kiosk }: StepProps<'ask'>) {
  const fieldId = visit.stop.value.field!;
  const field = kiosk.pack.fields[fieldId]!;
  const say = kiosk.say.value;
  const [tried, setTried] = useState<string | null>(null);
  const problem = visit.problem(fieldId);
  const go = () => { if (problem) setTried(fieldId); else visit.next(); };
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={fieldAsk(kiosk, field)} why={fieldHint(kiosk, field)} action={{ label: say('bar.next'), do: go }}>
      {tried === fieldId && problem && <Message tone="attention" title={problemWords(say, problem, field, visit.today)} live />}
      <FieldEditor kiosk={kiosk} visit={visit} fieldId={fieldId} onEnter={go} />
    </VisitFrame>
  );
}
