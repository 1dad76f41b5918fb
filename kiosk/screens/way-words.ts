import type { Offer, Window } from '../core/ways.ts';
import type { Identification } from '../models/identification.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import type { WayTrouble } from '../models/ways/trouble.ts';
import type { Say } from '../models/words.ts';
import type { IconName } from '../ui/icon.tsx';
import type { OtherWay } from './equal-ways.tsx';
import { backToItem } from './visit-frame.tsx';

export const wayIcons: Readonly<Record<(Offer | Window)['way'], IconName>> = {
  'id-card': 'id-card', 'app-code': 'qr-code', 'social-card': 'credit-card', 'phone': 'phone', 'helper': 'heart-handshake', 'face': 'scan-face',
  'company-code': 'qr-code', 'legal-person': 'user-check', 'agent': 'users', 'window': 'file-text',
};

/** The ways on that can be taken now, as buttons of one size; the window, with the list to print, is always the last. */
export function wayButtons(kiosk: Kiosk, visit: Visit, offers: readonly (Offer | Window)[], except?: Offer['way']): readonly OtherWay[] {
  const say = kiosk.say.value;
  return offers.filter(({ way, can }) => can !== 'no' && way !== except).map(({ way }) => ({
    label: say(`identify.way-${way}`), icon: wayIcons[way],
    do: way === 'window' ? () => backToItem(kiosk, visit) : () => visit.identification.choose(way),
  }));
}

/** What went wrong, for whoever stood before it: cards lie on a reader, codes are held up. */
export const troubleWords = (say: Say, trouble: WayTrouble, way?: Offer['way']): string => {
  if (way === 'id-card' && trouble === 'device-away') return say('identify.offline');
  return way === 'agent' && trouble === 'expired' ? say('identify.authorisation-ended') : say(`identify.trouble-${trouble}`);
};

/** What can be done about it. A code that a company gave out is renewed by the company, one's own on the telephone. */
export const nextWords = (say: Say, trouble: WayTrouble, way: Offer['way']): string => say(trouble === 'expired' && way === 'agent' ? 'identify.authorisation-expired-next' : `identify.trouble-${trouble}-next`);

/** The ways that lead on from here, whatever is asked about at the moment. */
export const offersNow = (identification: Identification): readonly (Offer | Window)[] => (identification.view.value.is === 'company-ways' ? identification.companyOffers.value : identification.offers.value);
