import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { companyCodeLength } from '../models/ways/company.ts';
import { LetterPad } from '../ui/keyboard.tsx';
import { Message } from '../ui/message.tsx';
import { Working } from '../ui/working.tsx';
import { WayFailed, WayFrame } from './way-wait.tsx';

/** The company's unified social credit code, typed by its legal representative or an agent already known as a person. */
export function CompanyWay({ kiosk, visit, way }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly way: 'legal-person' | 'agent' }) {
  const say = kiosk.say.value;
  const company = way === 'agent' ? visit.identification.agent : visit.identification.legalPerson;
  const state = company.state.value;
  const enter = () => { void company.enter(); };
  switch (state.is) {
    case 'idle': case 'found': return null;
    case 'failed': return <WayFailed kiosk={kiosk} visit={visit} way={way} trouble={state.trouble} />;
    case 'asking': return <WayFrame kiosk={kiosk} visit={visit} way={way} part="asking" title={say('identify.ways-asking')}><Working label={say('identify.ways-asking-why')} /></WayFrame>;
    case 'code': return (
      <WayFrame kiosk={kiosk} visit={visit} way={way} part="code" title={say('identify.company-code')} why={say(`identify.company-why-${way}`)} action={{ label: say('bar.next'), do: enter, disabled: state.typed.length < companyCodeLength }}>
        {state.problem && <Message tone="attention" title={say('identify.company-bad-code')} live />}
        <LetterPad value={state.typed} onChange={company.type} maxLength={companyCodeLength} capitals onEnter={enter} labels={{ box: say('identify.company-code'), erase: say('keys.erase'), clear: say('keys.clear') }} />
      </WayFrame>
    );
  }
}
