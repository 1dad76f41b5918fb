import type { Kiosk, List } from '../models/kiosk.ts';
import { nameIn } from '../models/words.ts';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { MatterTile } from './matter-tile.tsx';

/** One stage: its scenes with their items, the chains of a scene first. */
export function Stage({ kiosk, list, stage: id }: { readonly kiosk: Kiosk; readonly list: List; readonly stage: string }) {
  const say = kiosk.say.value;
  const language = kiosk.language.value;
  const stage = kiosk.pack.stages[list].find((s) => s.id === id);
  const letter = list === 'person' ? 'P' : 'E';
  const number = (no: string) => Number(no.slice(1));
  return (
    <KioskFrame kiosk={kiosk} tone={list === 'person' && stage?.no === '11' ? 'quiet' : 'plain'} bottom={{ back: { label: say('bar.back'), do: () => kiosk.home(list) }, leave: { label: say('bar.leave'), do: kiosk.leave } }}>
      <Page title={stage ? nameIn(language, stage) : ''} why={say('stage.why')}>
        {stage?.scenes.map((scene) => {
          const chains = Object.values(kiosk.pack.chains).filter((c) => c.scene === `${letter}${scene.no}`);
          const items = Object.values(kiosk.pack.items).filter((i) => i.list === list && i.scene === scene.no).sort((a, b) => number(a.no) - number(b.no));
          return (
            <section key={scene.id}>
              <h2>{nameIn(language, scene)}</h2>
              <Grid columns={2} wide={3}>
                {chains.map((chain) => <MatterTile key={chain.id} kiosk={kiosk} matter={{ is: 'chain', chain }} />)}
                {items.map((item) => <MatterTile key={item.id} kiosk={kiosk} matter={{ is: 'item', item, variant: null }} />)}
              </Grid>
            </section>
          );
        })}
      </Page>
    </KioskFrame>
  );
}
