import { ageInDays, oldForAllDays } from '../core/content-age.ts';
import { usedBySteps } from '../core/needs.ts';
import { tell } from '../core/notice.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Button } from '../ui/button.tsx';
import { Grid } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { StagePicture } from '../ui/stage-picture.tsx';
import { Tile } from '../ui/tile.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { MatterTile } from './matter-tile.tsx';
import { facilitiesOf, matterOf, offerOf } from './offer-words.ts';

/** The calm first screen: what can be finished here now, until when, and what of it does not work; one touch begins. */
export function Idle({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  const language = kiosk.language.value;
  const now = kiosk.site.first.flatMap((id) => matterOf(kiosk, id) ?? []).filter((m) => offerOf(kiosk, m).here).slice(0, 4);
  const none = now.length > 0 && now.every((m) => offerOf(kiosk, m).obstacles.some(({ how }) => how === 'stops'));
  const broken = facilitiesOf(kiosk).filter((f) => !kiosk.health.health.value[f] && usedBySteps.has(f));
  const hours = kiosk.site.hours.find((h) => h.days.includes(kiosk.local.value.weekday));
  const address = tell(kiosk.site.address, kiosk.site.origins, say);
  const newest = kiosk.content.value?.newest;
  const days = newest ? ageInDays(newest, kiosk.clock.now()) : 0;
  const beside = (
    <>
      {hours && <p>{say('idle.hours', { open: hours.open, close: hours.close })}</p>}
      {address.is === 'fact' && <p>{address.lines[0]}</p>}
      {broken.length > 0 && <Message tone="attention" title={say('idle.broken', { what: broken.map((b) => say(`facility.${b}`)).join(language === 'en' ? ', ' : '、') })}><p>{say(none ? 'idle.broken-all' : 'idle.broken-still')}</p></Message>}
      {kiosk.outbox.value.rejected.length > 0 && <Message tone="attention" title={say('idle.staff')} />}
      {days >= oldForAllDays && <Message tone="info" title={say('idle.old', { n: days })} />}
      {(kiosk.simulated || kiosk.site.fictional) && <Message tone="attention" title={say('idle.demo')}><p>{say('idle.demo-why')}</p></Message>}
      <Button kind="quiet" icon="monitor" label={say('help.status')} do={kiosk.status} />
    </>
  );
  return (
    <KioskFrame kiosk={kiosk} bottom={{ action: { label: say('idle.start'), do: () => kiosk.home('person') }, note: say('idle.touch') }}>
      <Page title={say('idle.title')} why={say('idle.why', { items: Object.keys(kiosk.pack.items).length })} beside={beside}>
        {kiosk.slipLeft.value && <Message tone="attention" title={say('idle.slip')} live />}
        {kiosk.cardsLeft.value.map((kind) => <Message key={kind} tone="attention" title={say(`idle.card-${kind}`)} live />)}
        <Grid columns={2} wide={2}>
          <Tile size="lg" title={say('home.person')} picture={<StagePicture of="P10" />} do={() => kiosk.home('person')} />
          <Tile size="lg" title={say('home.enterprise')} picture={<StagePicture of="E1" />} do={() => kiosk.home('enterprise')} />
        </Grid>
        <section>
          <h2>{say(none ? 'idle.usually' : 'idle.now')}</h2>
          {now.length > 0 ? <Grid columns={2} wide={2}>{now.map((m) => <MatterTile key={m.is === 'chain' ? m.chain.id : m.item.id} kiosk={kiosk} matter={m} from={{ is: 'home', list: 'person' }} />)}</Grid> : <p>{say('idle.guides')}</p>}
        </section>
      </Page>
    </KioskFrame>
  );
}
