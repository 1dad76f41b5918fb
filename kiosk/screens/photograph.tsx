import { useEffect } from 'preact/hooks';
import { never } from '../core/result.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { Button } from '../ui/button.tsx';
import { LivePicture, TakenPicture } from '../ui/camera-picture.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { Working } from '../ui/working.tsx';

/** One document under the document camera, page after page: seen, taken, looked at, kept. Off when this leaves the screen. */
export function Photograph({ kiosk, visit }: { readonly kiosk: Kiosk; readonly visit: Visit }) {
  const say = kiosk.say.value;
  const { photograph } = visit;
  const state = photograph.state.value;
  useEffect(() => photograph.stop, [photograph]);
  switch (state.is) {
    case 'off': return null;
    case 'starting': return <Working label={say('photograph.starting')} />;
    case 'looking': case 'taking': return (
      <Stack>
        <p>{say('photograph.look')}</p>
        {state.preview && <LivePicture stream={state.preview} label={say('photograph.preview')} />}
        <Button icon="camera" wide label={say('photograph.take')} busy={state.is === 'taking'} do={() => void photograph.take()} />
        <Button kind="quiet" icon="x" label={say('photograph.stop')} do={photograph.stop} />
      </Stack>
    );
    case 'taken': return (
      <Stack>
        <p>{say('photograph.check')}</p>
        <TakenPicture picture={state.page} label={say('photograph.picture')} />
        <Button icon="check" wide label={say('photograph.done')} do={() => visit.keepPage({ more: false })} />
        <Button icon="plus" wide label={say('photograph.another')} do={() => visit.keepPage({ more: true })} />
        <Button kind="quiet" icon="refresh" label={say('photograph.again')} do={photograph.again} />
      </Stack>
    );
    case 'trouble': return (
      <Message tone="attention" title={say(`photograph.trouble-${state.why}`)} live>
        <p>{say('photograph.trouble-next')}</p>
        <Button kind="quiet" icon="refresh" label={say('photograph.try')} do={() => { const material = photograph.of.peek(); if (material !== null) void photograph.begin(material); }} />
      </Message>
    );
    default: return never(state);
  }
}
