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

/** At most one question lies over a screen; whether somebody is still there goes before all others. */
function Covers({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = kiosk.say.value;
  if (kiosk.asking.value) {
    return (
      <Dialog title={say('asking.title')} onCancel={kiosk.stillHere} actions={[{ label: say('asking.here'), kind: 'primary', icon: 'hand', do: kiosk.stillHere }, { label: say('asking.leave'), kind: 'quiet', icon: 'log-out', do: kiosk.leave }]}>
        <p>{say('asking.why')}</p>
      </Dialog>
    );
  }
  if (kiosk.leaving.value) {
    return (
      <Dialog title={say('leaving.title')} onCancel={kiosk.stay} actions={[{ label: say('leaving.stay'), kind: 'primary', icon: 'arrow-left', do: kiosk.stay }, { label: say('leaving.leave'), kind: 'plain', icon: 'log-out', do: kiosk.leave }]}>
        <p>{say('leaving.why')}</p>
      </Dialog>
    );
  }
  return (
    <Dialog title={say('help.title')} onCancel={() => kiosk.help(false)} actions={[{ label: say('help.close'), kind: 'primary', icon: 'check', do: () => kiosk.help(false) }, { label: say('help.status'), kind: 'quiet', icon: 'monitor', do: () => { if (kiosk.place.value.is === 'visit') kiosk.askToLeave(); else kiosk.status(); kiosk.help(false); } }]}>
      <Message tone="info" title={say('help.phone')}><p>{say('help.phone-why')}</p></Message>
      <p>{say('help.window')}</p>
      <p>{say('help.here')}</p>
    </Dialog>
  );
}
