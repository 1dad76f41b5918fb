import { useEffect, useState } from 'preact/hooks';
import { search } from '../core/search.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Button } from '../ui/button.tsx';
import { Grid } from '../ui/grid.tsx';
import { LetterPad } from '../ui/keyboard.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { PinyinPad } from '../ui/pinyin.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { MatterTile } from './matter-tile.tsx';
import { matterOf } from './offer-words.ts';

const shown = 4;

/** By pinyin initials first, since that is the least typing: "ydjy" finds 异地就医. Chinese can be typed too. */
export function Search({ kiosk, typed }: { readonly kiosk: Kiosk; readonly typed: string }) {
  const say = kiosk.say.value;
  const [chinese, setChinese] = useState(false);
  useEffect(() => { if (chinese) void kiosk.loadPinyin(); }, [chinese, kiosk]);
  const found = search(kiosk.pack.search, typed, shown * 5, new Set(kiosk.site.first)).flatMap((id) => matterOf(kiosk, id) ?? []);
  const labels = { box: say('search.box'), erase: say('keys.erase'), clear: say('keys.clear'), candidates: say('keys.candidates'), previous: say('keys.previous'), next: say('keys.next'), how: say('keys.how') };
  const table = kiosk.pinyin.value;
  return (
    <KioskFrame kiosk={kiosk} bottom={{ back: { label: say('bar.back'), do: () => kiosk.home('person') }, leave: { label: say('bar.leave'), do: kiosk.leave } }}>
      <Page title={say('search.title')} why={say('search.why')} icon="search">
        <section aria-live="polite">
          {typed !== '' && <h2>{found.length > 0 ? say('search.found', { n: found.length }) : say('search.nothing')}</h2>}
          {typed !== '' && found.length === 0 && <Message tone="info" title={say('search.nothing-why')}><p>{say('search.nothing-next')}</p></Message>}
          <Grid columns={2} wide={2}>{found.slice(0, shown).map((m) => <MatterTile key={m.is === 'chain' ? m.chain.id : m.item.id} kiosk={kiosk} matter={m} />)}</Grid>
        </section>
        {chinese && table
          ? <PinyinPad value={typed} onChange={kiosk.search} maxLength={20} table={table} placeholder={say('search.placeholder-chinese')} labels={labels} />
          : <LetterPad value={typed} onChange={kiosk.search} maxLength={30} placeholder={say('search.placeholder')} labels={labels} />}
        <Button kind="quiet" icon="languages" label={say(chinese ? 'search.by-letters' : 'search.by-chinese')} do={() => { setChinese(!chinese); kiosk.search(''); }} />
      </Page>
    </KioskFrame>
  );
}
