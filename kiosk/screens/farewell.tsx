import { useEffect, useState } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { CardReaderPicture } from '../ui/device-pictures.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { cue } from '../ui/sound.ts';
import type { CardKind } from '../models/kiosk.ts';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** The end: what was kept (nothing), what to take along, and a card that still lies there is called after its owner. */
export function Farewell({ visit, kiosk }: StepProps<'farewell'>) {
  const say = kiosk.say.value;
  const [cards, setCards] = useState<readonly CardKind[]>([]);
  useEffect(() => {
    let stop = () => {};
    let over = false;
    const look = async () => {
      const there = await kiosk.cardsThere();
      if (over) return;
      setCards((shown) => (shown.join() === there.join() ? shown : there));
      stop = kiosk.clock.after(1500, () => { void look(); });
    };
    void look();
    return () => { over = true; stop(); };
  }, [kiosk]);
  // Both slips of a visit fall into the same slot; only a printer with a sensor in it knows of one that still hangs there.
  const slip = [visit.receipt, visit.noticePaper].flatMap(({ state }) => (state.value.is === 'printed' ? state.value.media ?? [] : [])).find((media) => media !== 'taken');
  useEffect(() => { if ((cards.length > 0 || slip === 'forgotten') && kiosk.sound.peek()) cue('attention'); }, [cards, slip, kiosk]);
  const handedIn = visit.submission.value.is;
  const sealed = handedIn === 'kept' || handedIn === 'rejected';
  const done = handedIn === 'accepted' || (handedIn === 'not-yet' && visit.lookup.document.value.is === 'printed');
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={say(done ? 'farewell.title' : handedIn === 'kept' ? 'farewell.title-kept' : handedIn === 'rejected' ? 'farewell.title-rejected' : 'farewell.title-open')} why={say('farewell.why')} icon="heart-handshake" back="none" action={{ label: say('farewell.end'), do: kiosk.leave }}>
      <Stack>
        {cards.map((kind) => <Message key={kind} tone="attention" title={say(`farewell.card-${kind}`)} live><CardReaderPicture state="trouble" /></Message>)}
        {slip && <Message tone="attention" title={say('slip.forgotten')} live><p>{say('slip.forgotten-why')}</p></Message>}
        <FactsList rows={[
          { label: say('farewell.kept'), value: say(handedIn === 'rejected' ? 'farewell.kept-rejected' : sealed ? 'farewell.kept-sealed' : 'farewell.kept-nothing') },
          { label: say('farewell.take'), value: say('farewell.take-what') },
          ...(visit.rating.value.is === 'not-sent' ? [{ label: say('farewell.rating'), value: say('farewell.rating-lost') }] : []),
        ]} />
        <Button kind="plain" wide icon="house" label={say('farewell.more')} do={() => { kiosk.leave(); kiosk.home(); }} />
      </Stack>
    </VisitFrame>
  );
}
