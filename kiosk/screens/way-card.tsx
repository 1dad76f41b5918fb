import { never } from '../core/result.ts';
import type { IdentityState } from '../models/identity.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import type { Say } from '../models/words.ts';
import { CardReaderPicture } from '../ui/device-pictures.tsx';
import { Message } from '../ui/message.tsx';
import { EqualWays } from './equal-ways.tsx';
import { VisitFrame } from './visit-frame.tsx';
import { wayButtons } from './way-words.ts';

/** The identity card on the reader: the first way, with the others always in sight. */
export function CardWay({ kiosk, visit }: { readonly kiosk: Kiosk; readonly visit: Visit }) {
  const say = kiosk.say.value;
  const state = visit.identity.state.value;
  const trouble = isTrouble(state);
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={trouble ? says(say, state) : say('identify.title')} why={trouble ? undefined : say('identify.why')} icon="id-card">
      <CardReaderPicture state={trouble ? 'trouble' : state.is === 'reading' ? 'reading' : 'empty'} />
      {trouble
        ? <Message tone="attention" title={say(`identify.${state.is}-next`)} live />
        : <Message tone="info" title={says(say, state)} live><p>{say('identify.keep')}</p></Message>}
      <EqualWays ways={[
        ...(trouble ? [{ label: say('identify.again'), icon: 'refresh', do: () => visit.identification.choose('id-card') } as const] : []),
        { label: say('identify.ways-other'), icon: 'user-check', do: visit.identification.others },
        ...(trouble ? wayButtons(kiosk, visit, [{ way: 'window', can: 'now' }]) : []),
      ]} />
    </VisitFrame>
  );
}

export const isTrouble = (state: IdentityState) => !['idle', 'waiting', 'reading', 'read'].includes(state.is);

function says(say: Say, state: IdentityState): string {
  switch (state.is) {
    case 'idle': case 'waiting': return say('identify.waiting');
    case 'reading': return say('identify.reading');
    case 'read': return say('identify.read');
    case 'lost-card': case 'unknown-card': case 'bad-card': case 'timed-out': case 'offline': return say(`identify.${state.is}`);
    default: return never(state);
  }
}
