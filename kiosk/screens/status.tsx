import { chinaTime } from '../core/content-age.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Button } from '../ui/button.tsx';
import { DeviceList, DeviceRow } from '../ui/device-list.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { contentRows, ContentTroubles } from './content-words.tsx';
import { deviceIcons, facilitiesByTrouble } from './device-words.ts';
import { FaceRow } from './face-row.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { matterNameOf } from './offer-words.ts';

/** The health of this kiosk, for staff and for whoever wonders; numbers and states, nothing about people. */
export function Status({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  const facilities = facilitiesByTrouble(kiosk);
  const troubles = facilities.filter(({ words }) => words.troubled);
  const outbox = kiosk.outbox.value;
  const coverage = kiosk.pack.coverage;
  return (
    <KioskFrame kiosk={kiosk} bottom={{ back: { label: say('bar.back'), do: kiosk.leave } }}>
      <Page title={say('status.title')} why={say('status.why')} icon="monitor" beside={<Button kind="quiet" icon="wrench" label={say('status.door')} do={kiosk.knock} />}>
        {troubles.length === 0
          ? <Message tone="done" title={say('status.well')} />
          : <Message tone="attention" title={say('status.trouble', { n: troubles.length, what: troubles.map(({ facility }) => say(`facility.${facility}`)).join(say('show.between')) })} />}
        <ContentTroubles kiosk={kiosk} />
        <DeviceList label={say('status.devices')}>
          {facilities.map(({ facility, words }) => <DeviceRow key={facility} icon={facility === 'network' && words.troubled ? 'wifi-off' : deviceIcons[facility]} name={say(`facility.${facility}`)} tags={[words.tag]} notes={words.notes} todo={words.todo} />)}
          <FaceRow kiosk={kiosk} />
        </DeviceList>
        {outbox.rejected.length > 0 && <Message tone="attention" title={say('status.call')}><ul>{outbox.rejected.map((r) => <li key={r.localNumber}>{r.localNumber} · {matterNameOf(kiosk, r.item)}</li>)}</ul></Message>}
        <FactsList rows={[
          { label: say('status.kiosk'), value: kiosk.kioskId },
          { label: say('status.content'), value: chinaTime(kiosk.pack.builtAt) },
          ...contentRows(kiosk),
          { label: say('status.items'), value: say('status.items-count', { items: coverage.items, authored: coverage.authored, chains: Object.keys(kiosk.pack.chains).length }) },
          { label: say('status.elements'), value: say('status.elements-count', { known: coverage.known, none: coverage.none, unknown: coverage.unknown }) },
          { label: say('status.waiting'), value: String(outbox.waiting) },
          { label: say('status.rejected'), value: String(outbox.rejected.length) },
        ]} />
      </Page>
    </KioskFrame>
  );
}
