import type { FaceHint } from '../face/port.ts';
import { never } from '../core/result.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { FacePicture, MovementPicture } from '../ui/face-picture.tsx';
import { Icon } from '../ui/icon.tsx';
import { EqualWays } from './equal-ways.tsx';

/** Before the first picture the same screen says that the camera is being switched on: the way to stop never moves. */
type Shown = FaceHint | { readonly is: 'opening' };

/** The mirror, one thing to do at a time in large words, and the way to stop. */
export function FaceLook({ kiosk, preview, hint, stop }: { readonly kiosk: Kiosk; readonly preview: MediaStream | null; readonly hint: Shown; readonly stop: () => void }) {
  const say = kiosk.say.value;
  return (
    <>
      <div class="face-hint" role="status">
        {hint.is === 'challenge' ? <MovementPicture movement={hint.challenge} /> : <Icon name={hint.is === 'adjust' ? 'info' : 'scan-face'} size="xl" />}
        <p>{says(say, hint)}</p>
      </div>
      <FacePicture stream={preview} label={say('face.mirror')} />
      <EqualWays ways={[{ label: say('face.stop'), icon: 'x', do: stop }]} />
    </>
  );
}

function says(say: Kiosk['say']['value'], hint: Shown): string {
  switch (hint.is) {
    case 'opening': return say('face.opening');
    case 'starting': return say('face.hint-starting');
    case 'hold-still': return say('face.hint-hold-still');
    case 'deciding': return say('face.hint-deciding');
    case 'adjust': return say(`face.hint-${hint.why}`);
    case 'challenge': return say(`face.do-${hint.challenge}`, { n: hint.n, of: hint.of });
    default: return never(hint);
  }
}
