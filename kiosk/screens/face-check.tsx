import { useEffect } from 'preact/hooks';
import { never } from '../core/result.ts';
import { mask } from '../core/mask.ts';
import type { FaceCheck as Check, FaceTrouble } from '../models/face-check.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { CardReaderPicture } from '../ui/device-pictures.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Message } from '../ui/message.tsx';
import { cue } from '../ui/sound.ts';
import { EqualWays, type OtherWay } from './equal-ways.tsx';
import { FaceLook } from './face-look.tsx';
import { VisitFrame } from './visit-frame.tsx';

export interface FaceCheckProps {
  readonly kiosk: Kiosk;
  readonly visit: Visit;
  readonly check: Check;
  /** The other ways that are open now, each a button as large as yes. */
  readonly ways: readonly OtherWay[];
  /** On, after a verdict that fits. */
  readonly next: () => void;
}

/** The face compared with the card's photo: asked for first, with the other ways beside it; then the mirror; then the word. Off when this leaves the screen. */
export function FaceCheck({ kiosk, visit, check, ways, next }: FaceCheckProps) {
  const say = kiosk.say.value;
  const state = check.state.value;
  useEffect(() => check.end, [check]);
  // Switching the camera on and looking are one screen: a hand on its way to stop is not led back to the title.
  const shown = state.is === 'opening' ? 'looking' : state.is;
  useEffect(() => { document.getElementById('title')?.focus({ preventScroll: true }); }, [shown]);
  useEffect(() => { if (kiosk.sound.peek()) { if (state.is === 'passed') cue('done'); else if (state.is === 'failed') cue('wrong'); } }, [state.is, kiosk]);
  const frame = { kiosk, visit, icon: 'scan-face', back: 'none' } as const;
  const instead = (leave: () => void) => ways.map((way) => ({ ...way, do: () => { leave(); way.do(); } }));
  // A key for each view: what just appeared takes no second tap meant for the one before.
  switch (state.is) {
    case 'off': return null;
    case 'consent': return (
      <VisitFrame key="consent" {...frame} title={say('face.consent')} why={say(state.guardian ? 'face.consent-child' : 'face.consent-why')}>
        <Terms kiosk={kiosk} />
        <EqualWays ways={[{ label: say(state.guardian ? 'face.call-guardian' : 'face.yes'), icon: 'scan-face', do: () => void check.agree() }, ...instead(check.decline)]} />
      </VisitFrame>
    );
    case 'guardian-card': {
      const reader = check.guardianReader.value.is;
      const waits = state.refused === null && ['idle', 'waiting', 'reading', 'read'].includes(reader);
      return (
        <VisitFrame key="guardian-card" {...frame} icon="id-card" title={say('face.guardian-card')} why={say('face.guardian-why')}>
          <CardReaderPicture state={!waits ? 'trouble' : reader === 'reading' ? 'reading' : 'empty'} />
          {waits
            ? <Message tone="info" title={say(reader === 'reading' ? 'face.guardian-reading' : 'face.guardian-waiting')} live />
            : <Message tone="attention" title={say(`face.guardian-${state.refused ?? 'unread'}`)} live />}
          <EqualWays ways={[...(waits ? [] : [{ label: say('face.guardian-again'), icon: 'refresh', do: () => void check.readGuardian() } as const]), ...instead(check.decline)]} />
        </VisitFrame>
      );
    }
    case 'guardian-consent': return (
      <VisitFrame key="guardian-consent" {...frame} title={say('face.guardian-consent', { name: mask('name', state.guardian.name) })} why={say('face.guardian-declares')}>
        <Terms kiosk={kiosk} />
        <EqualWays ways={[{ label: say('face.guardian-yes'), icon: 'scan-face', do: () => void check.agree() }, ...instead(check.decline)]} />
      </VisitFrame>
    );
    case 'opening': return <VisitFrame key="looking" {...frame} title={say('face.look')} why={say('face.look-why')}><FaceLook kiosk={kiosk} preview={null} hint={state} stop={check.withdraw} /></VisitFrame>;
    case 'looking': return <VisitFrame key="looking" {...frame} title={say('face.look')} why={say('face.look-why')}><FaceLook kiosk={kiosk} preview={state.preview} hint={state.hint} stop={check.withdraw} /></VisitFrame>;
    case 'passed': return (
      <VisitFrame key="passed" {...frame} title={say('face.passed')} action={{ label: say('bar.next'), do: next }}>
        <Message tone="done" title={say('face.gone')} live><p>{say('face.gone-what')}</p></Message>
      </VisitFrame>
    );
    case 'failed': return (
      <VisitFrame key="failed" {...frame} title={say(`face.trouble-${state.trouble.is}`)} why={say(neverOn.has(state.trouble.is) ? 'face.never-on' : 'face.gone')}>
        <Message tone="attention" title={why(say, state.trouble)} live><p>{say('face.failed-next')}</p></Message>
        <EqualWays ways={[...(state.again ? [{ label: say('face.again'), icon: 'refresh', do: () => void check.again() } as const] : []), ...instead(check.end)]} />
      </VisitFrame>
    );
    default: return never(state);
  }
}

/** Found before any camera was switched on: nobody is told of pictures that never were. */
const neverOn: ReadonlySet<FaceTrouble['is']> = new Set(['photo-missing', 'photo-unreadable', 'photo-no-answer', 'photo-not-authorised', 'camera-busy', 'camera-away']);

/** What is done with the picture, for whom, how long, and how to stop it. */
function Terms({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  const site = kiosk.language.value === 'en' ? kiosk.site.en : kiosk.site.name;
  return (
    <FactsList rows={[
      { label: say('face.term-what'), value: say('face.term-what-is') },
      { label: say('face.term-for'), value: say('face.term-for-is') },
      { label: say('face.term-keep'), value: say('face.term-keep-is') },
      { label: say('face.term-stop'), value: say('face.term-stop-is') },
      { label: say('face.term-who'), value: say('face.term-who-is', { site }) },
    ]} />
  );
}

function why(say: Kiosk['say']['value'], trouble: FaceTrouble): string {
  return trouble.is === 'not-seen' ? say(`face.hint-${trouble.why}`) : say(`face.trouble-${trouble.is}-why`);
}
