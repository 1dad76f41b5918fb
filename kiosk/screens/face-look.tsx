import type { FaceHint } from '../face/port.ts';
import { never } from '../core/result.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Button } from '../ui/button.tsx';
import { FacePicture, MovementPicture } from '../ui/face-picture.tsx';
import { Icon } from '../ui/icon.tsx';

/** The mirror, one thing to do at a time in large words, and the way to stop. */
export function FaceLook({ kiosk, preview, hint, stop }: { readonly kiosk: Kiosk; readonly preview: MediaStream | null; readonly hint: FaceHint; readonly stop: () => void }) {
  const say = kiosk.say.value;
  return (
    <>
      <div class="face-hint" role="status">
        {hint.is === 'challenge' ? <MovementPicture movement={hint.challenge} /> : <Icon name={hint.is === 'adjust' ? 'info' : 'scan-face'} size="xl" />}
        <p>{says(say, hint)}</p>
      </div>
      <FacePicture stream={preview} label={say('face.mirror')} />
      <Button label={say('face.stop')} icon="x" wide do={stop} />
    </>
  );
}

function says(say: Kiosk['say']['value'], hint: FaceHint): string {
  switch (hint.is) {
    case 'starting': return say('face.hint-starting');
    case 'hold-still': return say('face.hint-hold-still');
    case 'deciding': return say('face.hint-deciding');
    case 'adjust': return say(`face.hint-${hint.why}`);
    case 'challenge': return say(`face.do-${hint.challenge}`, { n: hint.n, of: hint.of });
    default: return never(hint);
  }
}
