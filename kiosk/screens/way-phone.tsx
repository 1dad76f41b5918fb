import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { mask } from '../core/mask.ts';
import { codeDigits, phoneDigits } from '../models/ways/phone.ts';
import { Button } from '../ui/button.tsx';
import { DigitPad } from '../ui/keyboard.tsx';
import { Message } from '../ui/message.tsx';
import { Working } from '../ui/working.tsx';
import { WayFailed, WayFrame } from './way-wait.tsx';

/** A telephone number, then the code sent to it; both on the kiosk's own keys. */
export function PhoneWay({ kiosk, visit }: { readonly kiosk: Kiosk; readonly visit: Visit }) {
  const say = kiosk.say.value;
  const { phone } = visit.identification;
  const state = phone.state.value;
  const frame = { kiosk, visit, way: 'phone' } as const;
  const enter = () => { void phone.enter(); };
  const labels = { erase: say('keys.erase'), clear: say('keys.clear') };
  switch (state.is) {
    case 'idle': case 'found': return null;
    case 'failed': return <WayFailed kiosk={kiosk} visit={visit} way="phone" trouble={state.trouble} />;
    case 'sending': case 'checking': return <WayFrame {...frame} part="asking" title={say(state.is === 'sending' ? 'identify.phone-sending' : 'identify.ways-asking')}><Working label={say('identify.ways-asking-why')} /></WayFrame>;
    case 'number': return (
      <WayFrame {...frame} part="number" title={say('identify.phone-number')} why={say('identify.phone-number-why')} action={{ label: say('identify.phone-send'), do: enter, disabled: state.typed.length < phoneDigits }}>
        {state.problem && <Message tone="attention" title={say('problem.bad-phone')} live />}
        <DigitPad value={state.typed} onChange={phone.type} maxLength={phoneDigits} groups={[3, 4, 4]} onEnter={enter} labels={{ ...labels, box: say('identify.phone-number-box') }} />
      </WayFrame>
    );
    case 'code': return (
      <WayFrame {...frame} part="code" title={say('identify.phone-code')} why={say('identify.phone-code-why', { phone: mask('phone', phone.number()) })} action={{ label: say('bar.next'), do: enter, disabled: state.typed.length < codeDigits }} note={state.again ? undefined : say('identify.phone-later')}>
        {state.triesLeft !== null && <Message tone="attention" title={say('identify.phone-wrong', { n: state.triesLeft })} live />}
        <DigitPad value={state.typed} onChange={phone.type} maxLength={codeDigits} onEnter={enter} labels={{ ...labels, box: say('identify.phone-code-box') }} />
        <div class="beside">
          {state.again && <Button kind="quiet" icon="refresh" label={say('identify.phone-resend')} do={() => { void phone.sendAgain(); }} />}
          <Button kind="quiet" icon="pencil" label={say('identify.phone-other-number')} do={phone.other} />
        </div>
      </WayFrame>
    );
  }
}
