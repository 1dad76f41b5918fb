import { nextOpening } from '../core/hours.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { KioskFrame } from './kiosk-frame.tsx';

/** Outside its hours, or while staff are at it, the kiosk says when it serves again and where help is meanwhile. */
export function Closed({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  const opens = nextOpening(kiosk.site, kiosk.local.value);
  if (kiosk.reserved.value) {
    return (
      <KioskFrame kiosk={kiosk}>
        <Page title={say('closed.maintenance')} why={say('closed.maintenance-why')} icon="wrench">
          <Message tone="info" title={say('closed.meanwhile')}><p>{say('help.phone-why')}</p></Message>
        </Page>
      </KioskFrame>
    );
  }
  return (
    <KioskFrame kiosk={kiosk}>
      <Page title={say('closed.title')} why={opens ? say('closed.opens', { day: say(`day.${opens.weekday}`), time: opens.time }) : say('closed.unknown')} icon="clock">
        <Message tone="info" title={say('closed.meanwhile')}><p>{say('help.phone-why')}</p></Message>
      </Page>
    </KioskFrame>
  );
}
