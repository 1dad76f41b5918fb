import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Proof } from '../core/ways.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import type { WayTrouble } from '../models/ways/trouble.ts';
import { Message } from '../ui/message.tsx';
import { Working } from '../ui/working.tsx';
import { EqualWays } from './equal-ways.tsx';
import { VisitFrame } from './visit-frame.tsx';
import { nextWords, troubleWords, wayIcons } from './way-words.ts';

export interface WayFrameProps {
  readonly kiosk: Kiosk;
  readonly visit: Visit;
  readonly way: Proof;
  readonly title: string;
  readonly why?: string | undefined;
  /** What is shown is another decision than the one before on the same way. */
  readonly part?: string | undefined;
  readonly action?: { readonly label: string; readonly do: () => void; readonly disabled?: boolean } | undefined;
  readonly note?: string | undefined;
  readonly children?: ComponentChildren;
}

/** One screen of one way: back leads to all ways. Each new decision on it is begun at its title, as every screen is. */
export function WayFrame({ kiosk, visit, way, title, why, part = '', action, note, children }: WayFrameProps) {
  useEffect(() => { document.getElementById('title')?.focus({ preventScroll: true }); }, [way, part]);
  return <VisitFrame key={`${way}-${part}`} kiosk={kiosk} visit={visit} title={title} why={why} icon={wayIcons[way]} back={visit.identification.others} action={action} note={note}>{children}</VisitFrame>;
}

/** It did not work: what, in words; once more, or another way, side by side. */
export function WayFailed({ kiosk, visit, way, trouble }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly way: Proof; readonly trouble: WayTrouble }) {
  const say = kiosk.say.value;
  return (
    <WayFrame kiosk={kiosk} visit={visit} way={way} part="failed" title={troubleWords(say, trouble, way)}>
      <Message tone="attention" title={nextWords(say, trouble, way)} live />
      <EqualWays ways={[
        { label: say('identify.ways-again'), icon: 'refresh', do: () => visit.identification.choose(way) },
        { label: say('identify.ways-other'), icon: 'user-check', do: visit.identification.others },
      ]} />
    </WayFrame>
  );
}

/** Something is held up or put in, and waited for; then the back end is asked. */
export function WayWaits({ kiosk, visit, way, title, why, picture, waits, asking }: {
  readonly kiosk: Kiosk; readonly visit: Visit; readonly way: Proof; readonly title: string; readonly why: string;
  /** Where on this machine. */
  readonly picture: ComponentChildren; readonly waits: string; readonly asking: boolean;
}) {
  const say = kiosk.say.value;
  if (asking) return <WayFrame kiosk={kiosk} visit={visit} way={way} part="asking" title={say('identify.ways-asking')}><Working label={say('identify.ways-asking-why')} /></WayFrame>;
  return (
    <WayFrame kiosk={kiosk} visit={visit} way={way} part="waits" title={title} why={why}>
      {picture}
      <Message tone="info" title={waits} live />
      <EqualWays ways={[{ label: say('identify.ways-other'), icon: 'user-check', do: visit.identification.others }]} />
    </WayFrame>
  );
}
