import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { CardSlotPicture, ScannerPicture } from '../ui/device-pictures.tsx';
import { WayFailed, WayWaits } from './way-wait.tsx';

/** A code on a phone: of a person's app, or of a company's licence. */
export function CodeWay({ kiosk, visit, way }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly way: 'app-code' | 'company-code' }) {
  const say = kiosk.say.value;
  const state = (way === 'app-code' ? visit.identification.appCode : visit.identification.companyCode).state.value;
  if (state.is === 'failed') return <WayFailed kiosk={kiosk} visit={visit} way={way} trouble={state.trouble} />;
  return <WayWaits kiosk={kiosk} visit={visit} way={way} title={say(`identify.hold-up-title-${way}`)} why={say(`identify.hold-up-why-${way}`)} picture={<ScannerPicture />} waits={say('identify.hold-up-waiting')} asking={state.is === 'asking' || state.is === 'found'} />;
}

/** A social security card in its slot. */
export function SocialCardWay({ kiosk, visit }: { readonly kiosk: Kiosk; readonly visit: Visit }) {
  const say = kiosk.say.value;
  const state = visit.identification.socialCard.state.value;
  if (state.is === 'failed') return <WayFailed kiosk={kiosk} visit={visit} way="social-card" trouble={state.trouble} />;
  return <WayWaits kiosk={kiosk} visit={visit} way="social-card" title={say('identify.social-card-title')} why={say('identify.social-card-why')} picture={<CardSlotPicture state={state.is === 'reading' ? 'reading' : 'empty'} />} waits={say(state.is === 'reading' ? 'identify.social-card-reading' : 'identify.social-card-waiting')} asking={false} />;
}
