import type { ComponentChildren } from 'preact';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import type { IconName } from '../ui/icon.tsx';
import { Page } from '../ui/page.tsx';
import { KioskFrame } from './kiosk-frame.tsx';

export interface VisitFrameProps {
  readonly kiosk: Kiosk;
  readonly visit: Visit;
  readonly title: string;
  readonly why?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly action?: { readonly label: string; readonly do: () => void; readonly disabled?: boolean | undefined; readonly busy?: boolean | undefined } | undefined;
  readonly note?: string | undefined;
  /** Something else than the previous stop, or nothing where going back would mean nothing. */
  readonly back?: (() => void) | 'none' | undefined;
  readonly children?: ComponentChildren;
}

const uncounted = new Set(['rate', 'farewell']);

/** A screen of a visit: which step this is, in words; back to the one before; one main action. */
export function VisitFrame({ kiosk, visit, title, why, icon, action, note, back, children }: VisitFrameProps) {
  const say = kiosk.say.value;
  const counted = visit.stops.value.filter((s) => !uncounted.has(s.step.do));
  const n = counted.findIndex((s) => s.id === visit.stop.value.id) + 1;
  const handedIn = ['accepted', 'kept', 'rejected'].includes(visit.submission.value.is);
  const goBack = typeof back === 'function' ? back : () => { if (!visit.back()) kiosk.item(visit.matter, { is: 'home', list: 'person' }); };
  const mayGoBack = back !== 'none' && !handedIn && !(visit.index.value === 0 && Object.keys(visit.facts.value).some((id) => visit.facts.value[id]!.source.is !== 'derived'));
  return (
    <KioskFrame
      kiosk={kiosk}
      bottom={{
        ...(mayGoBack && { back: { label: say('bar.back'), do: goBack } }),
        ...(visit.stop.value.step.do !== 'farewell' && { leave: { label: say('bar.leave'), do: kiosk.askToLeave } }),
        ...(action && { action }), ...(note !== undefined && { note }),
      }}
    >
      <Page title={title} why={why} icon={icon} step={n > 0 ? say('bar.step', { n, of: counted.length }) : undefined}>{children}</Page>
    </KioskFrame>
  );
}
