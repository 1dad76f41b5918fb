import { useEffect } from 'preact/hooks';
import { never } from '../core/result.ts';
import type { DocumentState } from '../models/lookup.ts';
import type { Say } from '../models/words.ts';
import { Button } from '../ui/button.tsx';
import { DocumentPicture } from '../ui/device-pictures.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { cue } from '../ui/sound.ts';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** The official A4 paper: fetched, printed, and its end told honestly. */
export function PrintDocument({ step, visit, kiosk }: StepProps<'print'>) {
  const say = kiosk.say.value;
  const state = visit.lookup.document.value;
  const start = () => { void visit.printDocument(step.query, step.years); };
  useEffect(() => { if (visit.lookup.document.peek().is === 'idle') void visit.printDocument(step.query, step.years); }, [visit, step]);
  useEffect(() => { if (kiosk.sound.peek()) { if (state.is === 'printed') cue('done'); else if (state.is === 'not-printed' || state.is === 'indeterminate') cue('attention'); } }, [state.is, kiosk]);
  const code = visit.lookup.code.value;
  const title = says(say, state);
  const busy = state.is === 'idle' || state.is === 'fetching' || state.is === 'on-paper';
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={title} icon="printer" back={state.is === 'printed' || busy ? 'none' : undefined} action={state.is === 'printed' ? { label: say('bar.next'), do: visit.next } : undefined}>
      <DocumentPicture state={state.is === 'printed' ? 'out' : busy ? 'printing' : 'trouble'} />
      {state.is === 'on-paper' && <Message tone={state.progress.is === 'waiting' ? 'attention' : 'info'} title={progressWords(say, state)} live>{state.progress.is === 'waiting' && state.progress.problem.is !== 'busy' && <p>{say('document.waiting-ways')}</p>}</Message>}
      {state.is === 'printed' && <Message tone="done" title={say('document.take')} live>{code !== null && <p>{say('document.code', { code })}</p>}</Message>}
      {state.is === 'indeterminate' && (
        <Stack>
          <Message tone="attention" title={say('document.look')} live />
          <Button kind="primary" wide icon="check" label={say('document.came')} do={() => visit.lookup.tell(true)} />
          <Button kind="plain" wide icon="x" label={say('document.came-not')} do={() => visit.lookup.tell(false)} />
        </Stack>
      )}
      {(state.is === 'not-printed' || state.is === 'refused' || state.is === 'unreachable' || state.is === 'malformed') && (
        <Stack>
          <Message tone="attention" title={say(state.is === 'not-printed' ? `document.problem-${state.problem.is}` : 'document.nothing-lost')} live><p>{say('document.ways')}</p></Message>
          <Button kind="primary" wide icon="refresh" label={say('document.again')} do={start} />
          <Button kind="plain" wide icon="arrow-right" label={say('document.without')} do={visit.next} />
        </Stack>
      )}
    </VisitFrame>
  );
}

function says(say: Say, state: DocumentState): string {
  switch (state.is) {
    case 'idle': case 'fetching': return say('document.fetching');
    case 'on-paper': return say('document.printing');
    case 'printed': return say('document.printed');
    case 'not-printed': return say('document.not-printed');
    case 'indeterminate': return say('document.unknown');
    case 'refused': return say(`records.refused-${state.why}`);
    case 'unreachable': return say('document.unreachable');
    case 'malformed': return say('document.malformed');
    default: return never(state);
  }
}

function progressWords(say: Say, state: Extract<DocumentState, { is: 'on-paper' }>): string {
  switch (state.progress.is) {
    case 'sending': return say('document.sending');
    case 'printing': return say('document.pages', { done: state.progress.pagesDone, of: state.pages });
    case 'waiting': return say(`document.waiting-${state.progress.problem.is}`);
  }
}
