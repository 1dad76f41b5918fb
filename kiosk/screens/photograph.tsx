import { useEffect } from 'preact/hooks';
import { never } from '../core/result.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { Button } from '../ui/button.tsx';
import { LivePicture, TakenPicture } from '../ui/camera-picture.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { Working } from '../ui/working.tsx';
import { VisitFrame } from './visit-frame.tsx';

interface PhotographProps { readonly kiosk: Kiosk; readonly visit: Visit; readonly material: { readonly id: string; readonly name: string } }

/** One document under the document camera, page after page: seen, taken, looked at, kept. Off when this leaves the screen. */
export function Photograph({ kiosk, visit, material }: PhotographProps) {
  const say = kiosk.say.value;
  const { photograph } = visit;
  const state = photograph.state.value;
  const view = state.is === 'taken' || state.is === 'trouble' ? state.is : 'looking';
  useEffect(() => photograph.stop, [photograph]);
  useEffect(() => { document.getElementById('title')?.focus({ preventScroll: true }); }, [view]);
  // A key for each view: what just appeared takes no second tap meant for the one before.
  const frame = { kiosk, visit, icon: 'camera', back: photograph.stop } as const;
  const name = say('photograph.title', { name: material.name });
  switch (state.is) {
    case 'off': return null;
    case 'starting': return <VisitFrame key="looking" {...frame} title={name}><Working label={say('photograph.starting')} /></VisitFrame>;
    case 'looking': case 'taking': return (
      <VisitFrame key="looking" {...frame} title={name} why={say('photograph.look')} action={{ label: say('photograph.take'), busy: state.is === 'taking', do: () => void photograph.take() }}>
        {state.preview && <LivePicture stream={state.preview} label={say('photograph.preview')} />}
      </VisitFrame>
    );
    case 'taken': return (
      <VisitFrame key="taken" {...frame} title={say('photograph.check')} why={name} action={{ label: say('photograph.done'), do: () => visit.keepPage({ more: false }) }}>
        <TakenPicture picture={state.page} label={say('photograph.picture')} />
        <Stack>
          <Button icon="plus" wide label={say('photograph.another')} do={() => visit.keepPage({ more: true })} />
          <Button icon="refresh" wide label={say('photograph.again')} do={photograph.again} />
        </Stack>
      </VisitFrame>
    );
    case 'trouble': return (
      <VisitFrame key="trouble" {...frame} title={say(`photograph.trouble-${state.why}`)} why={name}>
        <Message tone="attention" title={say('photograph.trouble-next')} live />
        <Stack>
          <Button icon="refresh" wide label={say('photograph.try')} do={() => void photograph.begin(material.id)} />
          <Button icon="hand" wide label={say('materials.way-brought')} do={() => { photograph.stop(); visit.hold(material.id, { is: 'bring' }); }} />
        </Stack>
      </VisitFrame>
    );
    default: return never(state);
  }
}
