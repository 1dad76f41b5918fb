import { useState } from 'preact/hooks';
import type { DeviceKind } from '../../content/schema/site.ts';
import type { Kiosk, OutboxCounts } from '../models/kiosk.ts';
import type { Maintenance } from '../models/maintenance.ts';
import { Button } from '../ui/button.tsx';
import { DeviceList, DeviceRow } from '../ui/device-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { deviceIcons, facilityWords, modelWords, supplyOf, testWords } from './device-words.ts';
import { FaceRow } from './face-row.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { matterNameOf } from './offer-words.ts';
import { TryOutPage } from './try-out.tsx';

export interface MaintenanceProps { readonly kiosk: Kiosk; readonly maintenance: Maintenance }

/** The maintainer's page: every device tests itself, is tried by hand, gets new paper; what the office refused is dealt with. */
export function MaintenancePage({ kiosk, maintenance }: MaintenanceProps) {
  const trying = maintenance.trying.value;
  return trying ? <TryOutPage key={trying.kind} kiosk={kiosk} maintenance={maintenance} trying={trying} /> : <DevicesPage kiosk={kiosk} maintenance={maintenance} />;
}

function DevicesPage({ kiosk, maintenance }: MaintenanceProps) {
  const say = kiosk.say.value;
  const busy = maintenance.testingAll.value;
  return (
    <KioskFrame kiosk={kiosk} bottom={{ leave: { label: say('maintenance.end'), do: kiosk.leave }, action: { label: say('maintenance.test-all'), do: () => { void maintenance.testAll(); }, busy } }}>
      <Page title={say('maintenance.title')} why={say('maintenance.why')} icon="wrench">
        <Summary kiosk={kiosk} maintenance={maintenance} />
        <DeviceList label={say('status.devices')}>{maintenance.kinds.map((kind) => <Row key={kind} kiosk={kiosk} maintenance={maintenance} kind={kind} />)}<FaceRow kiosk={kiosk} /></DeviceList>
        <Rejected kiosk={kiosk} maintenance={maintenance} />
      </Page>
    </KioskFrame>
  );
}

function Summary({ kiosk, maintenance }: MaintenanceProps) {
  const say = kiosk.say.value;
  const summary = maintenance.summary.value;
  if (!summary) return null;
  const { passed, failed, untold } = summary;
  return (
    <Message tone={failed > 0 ? 'attention' : 'done'} title={failed > 0 ? say('maintenance.some-failed', { n: failed }) : say('maintenance.none-failed')} live>
      <p>{say('maintenance.summary', { passed, failed, untold })}</p>
    </Message>
  );
}

function Row({ kiosk, maintenance, kind }: MaintenanceProps & { readonly kind: DeviceKind }) {
  const say = kiosk.say.value;
  const words = facilityWords(kiosk, kind);
  const test = maintenance.tests.value[kind];
  const tested = test && testWords(kiosk, kind, test);
  const verdict = maintenance.verdicts.value[kind];
  const name = say(`facility.${kind}`);
  const supply = supplyOf[kind];
  const model = maintenance.modelOf(kind);
  return (
    <DeviceRow
      icon={deviceIcons[kind]} name={name} detail={model === 'none' ? say('maintenance.no-model') : say('maintenance.model', { model: modelWords(kiosk, model) })}
      tags={[words.tag, ...(tested ? [{ label: tested.label, tone: tested.tone }] : []), ...(verdict ? [{ label: say(`verdict.${verdict}`), tone: verdict === 'works' ? 'done' as const : 'attention' as const }] : [])]}
      notes={[...words.notes, ...(tested?.note === undefined || words.notes.includes(tested.note) ? [] : [tested.note])]} todo={words.todo ?? tested?.todo}
    >
      <Button icon="refresh" label={say('maintenance.test')} describe={name} busy={test?.is === 'running'} do={() => { void maintenance.test(kind); }} />
      <Button icon="hand" label={say('maintenance.try')} describe={name} do={() => maintenance.tryOut(kind)} />
      {supply && <Button kind="quiet" icon="package" label={say('maintenance.refilled')} describe={name} do={() => kiosk.supplies.refilled(supply)} />}
    </DeviceRow>
  );
}

/** What the office refused: sent again when its cause was mended, or deleted when it was dealt with otherwise. */
function Rejected({ kiosk, maintenance }: MaintenanceProps) {
  const say = kiosk.say.value;
  const [asked, setAsked] = useState<OutboxCounts['rejected'][number] | null>(null);
  const { rejected } = kiosk.outbox.value;
  const unkept = maintenance.unkept.value;
  if (rejected.length === 0) return null;
  return (
    <section>
      <h2>{say('rejected.title')}</h2>
      <p>{say('rejected.why')}</p>
      {unkept !== null && <Message tone="attention" title={say('rejected.not-done', { number: unkept })} live />}
      <DeviceList label={say('rejected.title')}>
        {rejected.map((one) => (
          <DeviceRow key={one.key} icon="file-text" name={one.localNumber} tags={[]} notes={[matterNameOf(kiosk, one.item), one.reason === 'lost-on-kiosk' ? say('rejected.lost') : say('rejected.reason', { reason: one.reason })]}>
            <Button icon="refresh" label={say('rejected.again')} describe={one.localNumber} do={() => { void maintenance.resend(one.key, one.localNumber); }} />
            <Button kind="quiet" icon="x" label={say('rejected.discard')} describe={one.localNumber} do={() => setAsked(one)} />
          </DeviceRow>
        ))}
      </DeviceList>
      {asked && !kiosk.asking.value && (
        <Dialog title={say('rejected.discard-title')} onCancel={() => setAsked(null)} actions={[
          { label: say('rejected.keep'), kind: 'primary', icon: 'arrow-left', do: () => setAsked(null) },
          { label: say('rejected.discard'), kind: 'plain', icon: 'x', do: () => { void maintenance.discard(asked.key, asked.localNumber); setAsked(null); } },
        ]}>
          <p>{say('rejected.discard-why', { number: asked.localNumber })}</p>
        </Dialog>
      )}
    </section>
  );
}
