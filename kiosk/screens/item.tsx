import { chinaTime } from '../core/content-age.ts';
import { type Matter, mustChooseVariant, partsOf } from '../core/matter.ts';
import { suspensionOf } from '../core/withdrawal.ts';
import type { Kiosk, Place } from '../models/kiosk.ts';
import { nameIn } from '../models/words.ts';
import { Button } from '../ui/button.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { MatterTile } from './matter-tile.tsx';
import { matterName, noticeSlip, plainName } from './matter-words.ts';
import { NoticeView } from './notice-view.tsx';
import { offerOf } from './offer-words.ts';
import { PaperOutcome } from './paper-words.tsx';

/** One matter before it is begun: what can be done here now and what is in the way, its sub-matters, and the whole guide. */
export function ItemScreen({ kiosk, matter, from }: { readonly kiosk: Kiosk; readonly matter: Matter; readonly from: Place }) {
  const say = kiosk.say.value;
  const language = kiosk.language.value;
  const offer = offerOf(kiosk, matter);
  const suspended = suspensionOf(kiosk.pack, matter, kiosk.clock.today());
  const variants = matter.is === 'item' && matter.variant === null ? matter.item.variants : [];
  const choose = matter.is === 'item' && matter.variant === null && mustChooseVariant(matter.item);
  const stopped = offer.obstacles.filter((o) => o.how === 'stops');
  const limits = offer.obstacles.filter((o) => o.how === 'limits');
  const startable = offer.here && !choose && stopped.length === 0;
  const print = () => { void kiosk.noticePaper.value.print(noticeSlip(kiosk, matter)); };
  const quiet = matter.is === 'item' && matter.item.list === 'person' && matter.item.scene.startsWith('11.');
  const back = () => (matter.is === 'item' && matter.variant !== null ? kiosk.item({ ...matter, variant: null }, from) : kiosk.to(from.is === 'idle' ? { is: 'home', list: 'person' } : from));
  return (
    <KioskFrame
      kiosk={kiosk} tone={quiet ? 'quiet' : 'plain'}
      bottom={{ back: { label: say('bar.back'), do: back }, leave: { label: say('bar.leave'), do: kiosk.leave }, ...(startable && { action: { label: say('item.start'), do: () => kiosk.start(matter) } }) }}
    >
      <Page title={plainName(kiosk, matter)} why={matterName(kiosk, matter) === plainName(kiosk, matter) ? undefined : say('item.official', { name: matterName(kiosk, matter) })}>
        {stopped.length > 0 && <Message tone="attention" title={say('item.stopped', { what: stopped.map((o) => say(`facility.${o.facility}`)).join(language === 'en' ? ', ' : '、') })}><p>{say('item.still')}</p></Message>}
        {limits.map((o) => <Message key={o.facility} tone="attention" title={say(`item.limit-${o.facility}`)} />)}
        {suspended && (
          <Message tone="attention" title={say(`item.${suspended.is}`)}>
            <p>{suspended.is === 'withdrawn'
              ? say('item.withdrawn-why', { why: (language === 'en' ? suspended.whyEn : null) ?? suspended.why, since: chinaTime(suspended.since) })
              : say(`item.${suspended.is}-why`, { from: suspended.from, source: suspended.origin.source, grade: suspended.origin.grade, checked: suspended.origin.checked })}</p>
            <p>{say('item.withdrawn-next')}</p>
          </Message>
        )}
        {!offer.here && !suspended && <Message tone="info" title={say('item.guide-only')}><p>{say('item.guide-next')}</p></Message>}
        {choose && <h2>{say('item.choose')}</h2>}
        {variants.length > 0 && (
          <Stack>
            {!choose && <h2>{say('item.variants')}</h2>}
            {choose
              ? matter.is === 'item' && variants.map((variant): Matter => ({ is: 'item', item: matter.item, variant }))
                .sort((x, y) => Number(offerOf(kiosk, y).here) - Number(offerOf(kiosk, x).here))
                .map((one) => <MatterTile key={matterName(kiosk, one)} kiosk={kiosk} matter={one} from={from} />)
              : <ul>{variants.map((v) => <li key={v.id}>{nameIn(language, v)}</li>)}</ul>}
          </Stack>
        )}
        {matter.is === 'chain' && <FactsList rows={[{ label: say('item.chain-applies'), value: language === 'en' ? matter.chain.appliesToEn : matter.chain.appliesTo, note: say('item.chain-not') }, { label: say('item.chain-items', { n: matter.chain.parts.length }), value: partsOf(matter, kiosk.pack, null).map((p) => nameIn(language, p.item)).join('\n') }]} />}
        {!startable && kiosk.health.health.value['receipt-printer'] && <Button kind="plain" icon="printer" label={say('notice.print')} busy={kiosk.noticePaper.value.state.value.is === 'printing'} do={print} />}
        <PaperOutcome job={kiosk.noticePaper.value} say={say} again={print} />
        <FactsList rows={departmentRows()} />
        {startable ? <Message tone="info" title={say('item.how')}><p>{say(limits.length ? 'item.how-limits' : 'item.how-next')}</p></Message> : <NoticeView kiosk={kiosk} matter={matter} />}
      </Page>
    </KioskFrame>
  );

  function departmentRows() {
    if (matter.is === 'chain') return [];
    const { item } = matter;
    const names = [item.district.lead, ...item.district.with].map((n) => {
      const d = kiosk.pack.departments.district.find((x) => x.name === n);
      return d ? nameIn(language, d) : n;
    });
    const doubted = item.doubts.length > 0 ? [{ label: say('item.doubt'), value: say('item.doubt-why') }] : [];
    return [{ label: say('item.department'), value: names.join(language === 'en' ? ', ' : '、'), source: say('notice.source', { source: item.origins[0]!.source, grade: item.origins[0]!.grade, checked: item.origins[0]!.checked, area: say('notice.area-here') }) }, ...doubted];
  }
}
