import type { Offer } from '../core/ways.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { Message } from '../ui/message.tsx';
import { EqualWays } from './equal-ways.tsx';
import { VisitFrame } from './visit-frame.tsx';
import { offersNow, troubleWords, wayButtons } from './way-words.ts';

/** All ways on, of one size: chosen freely, or shown by themselves with the reason why the last one did not get on. */
export function Ways({ kiosk, visit, about }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly about: 'person' | 'company' }) {
  const say = kiosk.say.value;
  const { identification } = visit;
  const left = identification.left.value;
  const offers = offersNow(identification);
  const away = offers.filter((offer): offer is Extract<Offer, { can: 'no' }> => offer.can === 'no');
  const isRaise = about === 'person' && identification.who.value !== null;
  const title = left ? troubleWords(say, left.trouble, left.way) : say(about === 'company' ? 'identify.ways-title-company' : isRaise ? 'identify.ways-title-raise' : 'identify.ways-title');
  return (
    <VisitFrame key={`ways-${about}-${left?.way}`} kiosk={kiosk} visit={visit} title={title} why={left ? undefined : say(about === 'company' ? 'identify.ways-why-company' : isRaise ? 'identify.ways-why-raise' : 'identify.ways-why')} icon="user-check">
      {left && <Message tone="attention" title={say(left.tried && left.trouble !== 'device-away' && left.trouble !== 'no-network' ? 'identify.ways-tried' : 'identify.ways-left', { way: say(`identify.name-${left.way}`) })} live><p>{say('identify.ways-as-good')}</p></Message>}
      <EqualWays ways={wayButtons(kiosk, visit, offers)} />
      {away.length > 0 && <Message tone="info" title={say('identify.ways-away', { ways: away.map(({ way }) => say(`identify.name-${way}`)).join(kiosk.language.value === 'en' ? ', ' : '、') })}><p>{[...new Set(away.map(({ lacks }) => say(`identify.lacks-${lacks}`)))].join(kiosk.language.value === 'en' ? '; ' : '；')}</p></Message>}
    </VisitFrame>
  );
}
