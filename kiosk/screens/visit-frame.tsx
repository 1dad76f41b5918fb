import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
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

/** From a visit back to the matter's own screen; the visit ends, so what was entered is asked about first. */
export function backToItem(kiosk: Kiosk, visit: Visit): void {
  const list = visit.matter.is === 'chain' ? (visit.matter.chain.scene.startsWith('E') ? 'enterprise' : 'person') : visit.matter.item.list;
  kiosk.item(visit.matter, { is: 'home', list });
}

/** A screen that just appeared does not take the second tap of somebody who tapped twice on the one before. */
const settleMs = 400;
const uncounted = new Set(['rate', 'farewell']);

/** A screen of a visit: which step this is, in words; back to the one before; one main action. */
export function VisitFrame({ kiosk, visit, title, why, icon, action, note, back, children }: VisitFrameProps) {
  const say = kiosk.say.value;
  const stopId = visit.stop.value.id;
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => kiosk.clock.after(settleMs, () => setSettled(stopId)), [kiosk, stopId]);
  const settling = settled !== stopId;
  const counted = visit.stops.value.filter((s) => !uncounted.has(s.step.do));
  const n = counted.findIndex((s) => s.id === visit.stop.value.id) + 1;
  const handedIn = ['accepted', 'kept', 'rejected'].includes(visit.submission.value.is);
  const goBack = typeof back === 'function' ? back : () => { if (!visit.back()) backToItem(kiosk, visit); };
  const mayGoBack = back !== 'none' && !handedIn && !(visit.index.value === 0 && Object.keys(visit.facts.value).some((id) => visit.facts.value[id]!.source.is !== 'derived'));
  return (
    <KioskFrame
      kiosk={kiosk}
      bottom={{
        ...(mayGoBack && { back: { label: say('bar.back'), do: goBack } }),
        ...(visit.stop.value.step.do !== 'farewell' && visit.submission.value.is !== 'sending' && { leave: { label: say('bar.leave'), do: kiosk.askToLeave } }),
        ...(action && { action: { ...action, settling } }), ...(note !== undefined && { note }),
      }}
    >
      <Page title={title} why={why} icon={icon} step={n > 0 ? say('bar.step', { n, of: counted.length }) : undefined}>{children}</Page>
    </KioskFrame>
  );
}
