import type { FaceStatus } from '../face/port.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { DeviceRow } from '../ui/device-list.tsx';
import type { Tone } from '../ui/tag.tsx';

const tones: Readonly<Record<FaceStatus['is'], Tone>> = { absent: 'info', broken: 'attention', idle: 'done', loading: 'info', ready: 'done' };

/** Whether faces can be compared here, beside the devices. Without models nothing is broken: the other ways are open, and it says so. */
export function FaceRow({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  const status = kiosk.health.face.value;
  const name = say('face-check.name');
  const tags = [{ label: say(`face-state.${status.is}`), tone: tones[status.is] }];
  if (!('pack' in status)) {
    return <DeviceRow icon="scan-face" name={name} tags={tags} notes={[say(`face-check.${status.is}`), say('face-check.others')]} todo={say(`face-check.${status.is}-todo`)} />;
  }
  return (
    <DeviceRow
      icon="scan-face" name={name} tags={tags}
      notes={[say('face-check.pack', { version: status.pack }), ...(status.is === 'ready' ? [say(`face-check.on-${status.on}`)] : [])]}
    />
  );
}
