import type { Kiosk, List } from '../models/kiosk.ts';
import { nameIn } from '../models/words.ts';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/choice.tsx';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { StagePicture, type StageId } from '../ui/stage-picture.tsx';
import { Tile } from '../ui/tile.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { MatterTile } from './matter-tile.tsx';
import { matterOf } from './offer-words.ts';

const mostUsed = 6;

/** For me or for my company; what most people come for first; then the stages of a life as pictures. */
export function Home({ kiosk, list }: { readonly kiosk: Kiosk; readonly list: List }) {
  const say = kiosk.say.value;
  const stages = kiosk.pack.stages[list];
  const first = kiosk.site.first.flatMap((id) => matterOf(kiosk, id) ?? []).filter((m) => (m.is === 'chain' ? m.chain.scene.startsWith('E') === (list === 'enterprise') : m.item.list === list)).slice(0, mostUsed);
  return (
    <KioskFrame kiosk={kiosk} bottom={{ back: { label: say('home.to-start'), do: kiosk.leave } }}>
      <Page title={say('home.title')} why={say('home.why')}>
        <Choices label={say('home.for')} bare columns={2} chosen={[list]} onChoose={(id) => kiosk.home(id as List)} options={[
          { id: 'person', label: say('home.person'), icon: 'user' }, { id: 'enterprise', label: say('home.enterprise'), icon: 'building-2' },
        ]} />
        <Button kind="primary" wide icon="search" label={say('home.search')} do={() => kiosk.search('')} />
        <section>
          <h2>{say('home.first')}</h2>
          <Grid columns={2} wide={3}>{first.map((m) => <MatterTile key={m.is === 'chain' ? m.chain.id : m.item.id} kiosk={kiosk} matter={m} />)}</Grid>
        </section>
        <section>
          <h2>{say(`home.stages-${list}`)}</h2>
          <Grid columns={3} wide={4}>
            {stages.map((s) => <Tile key={s.id} size="lg" title={nameIn(kiosk.language.value, s)} picture={<StagePicture of={`${list === 'person' ? 'P' : 'E'}${s.no}` as StageId} />} do={() => kiosk.stage(list, s.id)} />)}
          </Grid>
        </section>
      </Page>
    </KioskFrame>
  );
}
