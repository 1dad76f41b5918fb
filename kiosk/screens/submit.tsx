import { useEffect } from 'preact/hooks';
import type { Step } from '../../content/schema/step.ts';
import { Button } from '../ui/button.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { cue } from '../ui/sound.ts';
import { Working } from '../ui/working.tsx';
import type { StepProps } from './props.ts';
import { backToItem, VisitFrame } from './visit-frame.tsx';

/** Handing in. Accepted, kept here to be sent later, refused, or not kept: each its own sentence. */
export function Submit({ visit, kiosk }: StepProps<'submit'>) {
  const say = kiosk.say.value;
  const state = visit.submission.value;
  const send = () => { void visit.submit(signedStatement(visit.stops.value.map((s) => s.step))); };
  useEffect(() => { if (kiosk.sound.peek()) { if (state.is === 'accepted') cue('done'); else if (state.is === 'rejected' || state.is === 'not-kept') cue('wrong'); } }, [state.is, kiosk]);
  useEffect(() => { if (state.is === 'accepted' || state.is === 'kept') visit.next(); }, [state.is, visit]);
  switch (state.is) {
    case 'not-yet': return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say('submit.title')} why={say(kiosk.health.health.value.network ? 'submit.why' : 'submit.why-offline')} icon="file-check" action={{ label: say('submit.send'), do: send }}>
        <Message tone="info" title={say('submit.what')}><p>{say(kiosk.health.health.value.network ? 'submit.what-next' : 'submit.what-offline')}</p></Message>
      </VisitFrame>
    );
    case 'sending': return <VisitFrame kiosk={kiosk} visit={visit} title={say('submit.sending')} back="none"><Working label={say('submit.sending-why')} /></VisitFrame>;
    case 'accepted': case 'kept': return <VisitFrame kiosk={kiosk} visit={visit} title={say('submit.done')} back="none"><Working label={say('submit.sending-why')} /></VisitFrame>;
    case 'rejected': return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say('submit.rejected')} icon="circle-alert" back="none" action={{ label: say('submit.slip'), do: visit.next }}>
        <Message tone="attention" title={say('submit.rejected-why')} live><p>{say('submit.rejected-next', { number: state.localNumber })}</p></Message>
      </VisitFrame>
    );
    case 'not-kept': return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say('submit.not-kept')} icon="circle-alert">
        <Message tone="attention" title={say('submit.not-kept-why')} live><p>{say('submit.not-kept-next')}</p></Message>
        <Stack>
          <Button kind="primary" wide icon="refresh" label={say('submit.again')} do={send} />
          <Button kind="plain" wide icon="file-text" label={say('identify.guide')} do={() => backToItem(kiosk, visit)} />
        </Stack>
      </VisitFrame>
    );
  }
}

const signedStatement = (steps: readonly Step[]): string | null => steps.flatMap((s) => (s.do === 'sign' ? [s.statement] : []))[0] ?? null;
