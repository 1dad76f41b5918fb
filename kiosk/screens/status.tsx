import type { Kiosk } from '../models/kiosk.ts';
import { FactsList } from '../ui/facts-list.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { facilitiesOf } from './offer-words.ts';

/** The health of this kiosk, for staff and for whoever wonders; numbers and states, nothing about people. */
export function Status({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  const states = kiosk.health.states.value;
  const outbox = kiosk.outbox.value;
  const coverage = kiosk.pack.coverage;
  return (
    <KioskFrame kiosk={kiosk} bottom={{ back: { label: say('bar.back'), do: kiosk.leave } }}>
      <Page title={say('status.title')} why={say('status.why')} icon="monitor">
        <FactsList rows={facilitiesOf(kiosk).map((f) => {
          const s = states[f];
          return { label: say(`facility.${f}`), value: say(`state.${s.is}`), ...('paper' in s && s.paper === 'low' && { note: say('state.paper-low') }), ...('toner' in s && s.toner === 'low' && { note: say('state.toner-low') }), ...(kiosk.unconfirmed.has(f) && { note: say('state.unconfirmed') }) };
        })} />
        <FactsList rows={[
          { label: say('status.kiosk'), value: kiosk.kioskId },
          { label: say('status.content'), value: kiosk.contentAt.slice(0, 16).replace('T', ' ') },
          { label: say('status.items'), value: say('status.items-count', { items: coverage.items, authored: coverage.authored, chains: Object.keys(kiosk.pack.chains).length }) },
          { label: say('status.elements'), value: say('status.elements-count', { known: coverage.known, none: coverage.none, unknown: coverage.unknown }) },
          { label: say('status.waiting'), value: String(outbox.waiting) },
          { label: say('status.rejected'), value: String(outbox.rejected.length) },
        ]} />
        {outbox.rejected.length > 0 && <Message tone="attention" title={say('status.call')}><ul>{outbox.rejected.map((r) => <li key={r.localNumber}>{r.localNumber} · {kiosk.pack.items[r.item]?.name ?? kiosk.pack.chains[r.item]?.name ?? ''}</li>)}</ul></Message>}
      </Page>
    </KioskFrame>
  );
}
