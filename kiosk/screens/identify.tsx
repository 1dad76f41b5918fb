import { useEffect } from 'preact/hooks';
import { never } from '../core/result.ts';
import { display } from '../core/show.ts';
import { mask } from '../core/mask.ts';
import type { IdentityState } from '../models/identity.ts';
import type { Say } from '../models/words.ts';
import { Button } from '../ui/button.tsx';
import { CardReaderPicture } from '../ui/device-pictures.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { cue } from '../ui/sound.ts';
import { fieldName } from './fact-words.ts';
import type { StepProps } from './props.ts';
import { backToItem, VisitFrame } from './visit-frame.tsx';

const shown = ['person-name', 'id-number', 'card-valid-to'] as const;

/** Who is here: the identity card on the reader. Whatever goes wrong is said in words, with the next way beside it. */
export function Identify({ visit, kiosk }: StepProps<'identify'>) {
  const say = kiosk.say.value;
  const state = visit.identity.state.value;
  const read = visit.values.value['id-number'] !== undefined;
  // A card read again is waited for in the open, whoever was read before.
  const settled = read && (state.is === 'read' || state.is === 'idle');
  const barred = settled ? visit.barred.value : null;
  useEffect(() => { if (!visit.values.peek()['id-number']) void visit.identity.read(); return visit.identity.stop; }, [visit]);
  useEffect(() => { if (kiosk.sound.peek()) { if (state.is === 'read') cue('done'); else if (troubled(state)) cue('wrong'); } }, [state, kiosk]);

  const otherWays = (
    <Stack>
      <Button label={say('identify.again')} icon="refresh" kind="plain" wide do={() => { void visit.identity.read(); }} />
      <Button label={say('identify.guide')} icon="file-text" kind="quiet" wide do={() => backToItem(kiosk, visit)} />
    </Stack>
  );
  if (barred !== null) {
    return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say(`barred.${barred}`)} icon="id-card" back="none">
        <CardReaderPicture state="trouble" />
        <Message tone="attention" title={say(`barred.${barred}-why`)}><p>{say(`barred.${barred}-next`)}</p></Message>
        {otherWays}
      </VisitFrame>
    );
  }
  if (settled) {
    return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say('identify.done', { name: mask('name', visit.values.value['person-name'] ?? '') })} why={say('identify.take')} icon="id-card" action={{ label: say('bar.next'), do: visit.next }}>
        <CardReaderPicture state="done" />
        <FactsList rows={shown.flatMap((id) => {
          const field = kiosk.pack.fields[id];
          const value = visit.values.value[id];
          return field && value !== undefined ? [{ label: fieldName(kiosk, field), value: display(field, value, kiosk.pack, kiosk.language.value, false), source: say('source.id-card') }] : [];
        })} />
        <Button kind="quiet" icon="refresh" label={say('identify.not-me')} do={() => { void visit.identity.read(); }} />
      </VisitFrame>
    );
  }
  const trouble = troubled(state);
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={trouble ? says(say, state) : say('identify.title')} why={trouble ? undefined : say('identify.why')} icon="id-card">
      <CardReaderPicture state={trouble ? 'trouble' : state.is === 'reading' ? 'reading' : 'empty'} />
      {trouble
        ? <><Message tone="attention" title={say(`identify.${state.is}-next`)} live />{otherWays}</>
        : <Message tone="info" title={says(say, state)} live><p>{say('identify.keep')}</p></Message>}
      {!trouble && <Button kind="quiet" icon="file-text" label={say('identify.no-card')} do={() => backToItem(kiosk, visit)} />}
    </VisitFrame>
  );
}

const troubled = (state: IdentityState) => !['idle', 'waiting', 'reading', 'read'].includes(state.is);

function says(say: Say, state: IdentityState): string {
  switch (state.is) {
    case 'idle': case 'waiting': return say('identify.waiting');
    case 'reading': return say('identify.reading');
    case 'read': return say('identify.read');
    case 'lost-card': case 'unknown-card': case 'bad-card': case 'timed-out': case 'offline': return say(`identify.${state.is}`);
    default: return never(state);
  }
}
