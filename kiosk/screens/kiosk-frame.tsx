import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Kiosk } from '../models/kiosk.ts';
import { nameIn } from '../models/words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { type BottomBarProps, Frame } from '../ui/frame.tsx';
import { Message } from '../ui/message.tsx';
import { cue } from '../ui/sound.ts';

/** The frame every screen of this kiosk stands in: the bars that never move, and the questions that may lie over any screen. */
export function KioskFrame({ kiosk, bottom, tone, children }: { readonly kiosk: Kiosk; readonly bottom?: BottomBarProps | undefined; readonly tone?: 'plain' | 'quiet' | undefined; readonly children?: ComponentChildren }) {
  const say = kiosk.say.value;
  const language = kiosk.language.value;
  const covered = kiosk.asking.value || kiosk.leaving.value || kiosk.helping.value;
  const asking = kiosk.asking.value;
  useEffect(() => { if (asking && kiosk.sound.peek()) cue('attention'); }, [asking, kiosk]);
  return (
    <>
      <Frame
        tone={tone} bottom={bottom} turning={{ up: say('bar.page-up'), down: say('bar.page-down'), page: (n, of) => say('bar.page', { n, of }) }}
        top={{
          siteName: nameIn(language, kiosk.site), time: kiosk.local.value.time, demo: kiosk.simulated || kiosk.site.fictional ? say('top.demo') : '',
          offline: kiosk.health.health.value.network ? undefined : say('top.offline'),
          large: kiosk.large.value, sound: kiosk.sound.value,
          labels: { large: kiosk.large.value ? say('top.normal') : say('top.large'), language: say('top.language'), sound: kiosk.sound.value ? say('top.sound-on') : say('top.sound-off'), help: say('top.help') },
          onLarge: kiosk.switchLarge, onLanguage: kiosk.switchLanguage, onSound: kiosk.switchSound, onHelp: () => kiosk.help(true),
        }}
      >
        {children}
      </Frame>
      {covered && <Covers kiosk={kiosk} />}
    </>
  );
}

/** What leaving now means: before handing in all is lost, afterwards nothing of the application is. */
function leavingWords(kiosk: Kiosk): string {
  const say = kiosk.say.value;
  const place = kiosk.place.value;
  const handedIn = place.is === 'visit' ? place.visit.submission.value : undefined;
  if (handedIn?.is === 'accepted' || handedIn?.is === 'kept' || handedIn?.is === 'rejected') return say('leaving.why-handed-in', { number: handedIn.localNumber });
  if (place.is === 'visit' && place.visit.lookup.document.value.is === 'on-paper') return say('leaving.why-printing');
  return say('leaving.why');
}

/** At most one question lies over a screen; whether somebody is still there goes before all others. */
function Covers({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  if (kiosk.asking.value) {
    const maintaining = kiosk.maintenance.value === 'on';
    return (
      <Dialog title={say('asking.title')} onCancel={kiosk.stillHere} actions={[{ label: say('asking.here'), kind: 'primary', icon: 'hand', do: kiosk.stillHere }, { label: say(maintaining ? 'maintenance.end' : 'asking.leave'), kind: 'quiet', icon: 'log-out', do: kiosk.leave }]}>
        <p>{say(maintaining ? 'maintenance.asking' : 'asking.why')}</p>
      </Dialog>
    );
  }
  if (kiosk.leaving.value) {
    return (
      <Dialog title={say('leaving.title')} onCancel={kiosk.stay} actions={[{ label: say('leaving.stay'), kind: 'primary', icon: 'arrow-left', do: kiosk.stay }, { label: say('leaving.leave'), kind: 'plain', icon: 'log-out', do: kiosk.leave }]}>
        <p>{leavingWords(kiosk)}</p>
      </Dialog>
    );
  }
  return (
    <Dialog title={say('help.title')} onCancel={() => kiosk.help(false)} actions={[{ label: say('help.close'), kind: 'primary', icon: 'check', do: () => kiosk.help(false) }, ...(kiosk.place.value.is === 'visit' ? [] : [{ label: say('help.status'), kind: 'quiet' as const, icon: 'monitor' as const, do: () => { kiosk.status(); kiosk.help(false); } }])]}>
      <Message tone="info" title={say('help.phone')}><p>{say('help.phone-why')}</p></Message>
      <p>{say('help.window')}</p>
      <p>{say('help.here')}</p>
    </Dialog>
  );
}
