import { type DoorState, type DoorVisit, leastDigits, mostDigits } from '../models/door.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Button } from '../ui/button.tsx';
import { DigitPad } from '../ui/keyboard.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { Working } from '../ui/working.tsx';
import { KioskFrame } from './kiosk-frame.tsx';

/** The maintainer's PIN, asked for on large keys. */
export function Door({ kiosk, door }: { readonly kiosk: Kiosk; readonly door: DoorVisit }) {
  const say = kiosk.say.value;
  const state = door.state.value;
  const typed = door.typed.value;
  const shut = state.is === 'shut' || state.is === 'wrong' || state.is === 'busy' || state.is === 'checking';
  const enter = () => { void door.open(); };
  return (
    <KioskFrame kiosk={kiosk} bottom={{
      back: { label: say('bar.back'), do: kiosk.status },
      ...(shut && { action: { label: say('door.enter'), do: enter, disabled: typed.length < leastDigits, busy: state.is === 'checking' }, note: typed.length < leastDigits ? say('door.least', { n: leastDigits }) : undefined }),
    }}>
      <Page title={say('door.title')} why={say('door.why')} icon="lock">
        <DoorWords kiosk={kiosk} state={state} />
        {(state.is === 'unreachable') && <Button kind="plain" icon="refresh" label={say('door.again')} do={() => { void door.look(); }} />}
        {shut && <DigitPad secret value={typed} onChange={door.type} maxLength={mostDigits} onEnter={enter} labels={{ box: say('door.title'), erase: say('keys.erase'), clear: say('keys.clear') }} />}
      </Page>
    </KioskFrame>
  );
}

function DoorWords({ kiosk, state }: { readonly kiosk: Kiosk; readonly state: DoorState }) {
  const say = kiosk.say.value;
  switch (state.is) {
    case 'looking': return <Working label={say('door.looking')} />;
    case 'checking': return <Message tone="info" title={say('door.checking')} live />;
    case 'shut': return <Message tone="info" title={say('door.serves-nobody')} />;
    case 'wrong': return <Message tone="attention" title={say('door.wrong', { n: state.triesLeft })} live />;
    case 'busy': return <Message tone="attention" title={say('door.busy')} live />;
    case 'locked': return <Message tone="attention" title={say('door.locked', { n: Math.ceil(state.forMs / 60_000) })} live><p>{say('door.locked-why')}</p></Message>;
    case 'not-set-up': return <Message tone="info" title={say('door.not-set-up')}><p>{say('door.not-set-up-how')}</p></Message>;
    case 'unreachable': return <Message tone="attention" title={say('door.unreachable')}><p>{say('door.unreachable-next')}</p></Message>;
  }
}
