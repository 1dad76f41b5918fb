import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { Flash, GuideLight } from '../../drivers/indicator/port.ts';
import type { Identification } from './identification.ts';
import type { IdentityState } from './identity.ts';
import type { Kiosk } from './kiosk.ts';
import type { DocumentState } from './lookup.ts';
import type { PaperState } from './paper-job.ts';
import type { Ports } from './ports.ts';
import type { Visit } from './visit.ts';

export type Lights = Readonly<Partial<Record<GuideLight, Flash>>>;
type Shown = Pick<Kiosk, 'place' | 'outOfService' | 'cardsLeft' | 'noticePaper'>;

/** The light at what is asked of the citizen now, besides the one that says that the kiosk serves. Dark when it does not. */
export function lightsFor({ place, outOfService, cardsLeft, noticePaper }: Shown): Lights {
  if (outOfService.value) return {};
  const here = place.value;
  // Nobody is served, and a maintainer tries the lights one by one.
  if (here.is === 'maintenance') return {};
  const serves: Lights = { 'in-service': 'continuous' };
  if (here.is === 'visit') return { ...serves, ...visitLights(here.visit) };
  if (cardsLeft.value.length > 0) return { ...serves, 'attention': 'medium', ...Object.fromEntries(cardsLeft.value.map((kind) => [kind, 'medium'])) };
  return here.is === 'item' ? { ...serves, ...slipLights(noticePaper.value.state.value) } : serves;
}

function visitLights(visit: Visit): Lights {
  const { step } = visit.stop.value;
  const { face } = visit.identification;
  return {
    ...wayLights(visit.identification), ...readerLights(visit.identity.state.value), ...readerLights(visit.another.state.value), ...readerLights(face.guardianReader.value),
    // Lit exactly while somebody is looked at, as a camera's own lamp.
    ...(face.state.value.is === 'looking' && { camera: 'continuous' as const }),
    ...slipLights(visit.noticePaper.state.value),
    // What came out is pointed at until the person goes on to the next screen.
    ...(step.do === 'receipt' ? slipLights(visit.receipt.state.value) : visit.receipt.state.value.is === 'printing' && slipLights(visit.receipt.state.value)),
    ...(step.do === 'print' && documentLights(visit.lookup.document.value)),
  };
}
/** Where a code is held up or a social security card is put in. */
function wayLights({ appCode, companyCode, helper, socialCard }: Identification): Lights {
  const isScanning = appCode.state.value.is === 'waiting' || companyCode.state.value.is === 'waiting' || helper.state.value.is === 'code';
  const { is } = socialCard.state.value;
  return { ...(isScanning && { 'code-scanner': 'slow' }), ...((is === 'waiting' || is === 'reading') && { 'smart-card': is === 'waiting' ? 'slow' : 'continuous' }) };
}
function readerLights({ is }: IdentityState): Lights {
  return is === 'waiting' ? { 'id-reader': 'slow' } : is === 'reading' ? { 'id-reader': 'continuous' } : {};
}
function slipLights({ is }: PaperState): Lights {
  return is === 'printing' ? { 'receipt-printer': 'medium' } : is === 'printed' || is === 'indeterminate' ? { 'receipt-printer': 'continuous' } : {};
}
function documentLights({ is }: DocumentState): Lights {
  return is === 'on-paper' ? { 'document-printer': 'medium' } : is === 'printed' || is === 'indeterminate' ? { 'document-printer': 'continuous' } : {};
}

/** Keeps the guide lights as they should be. Whether a light burns is no business of the citizen's: a dead board shows in the health only. */
export function followLights(shown: Shown, { indicator, fitted }: Pick<Ports, 'indicator' | 'fitted'>, state: ReadonlySignal<{ readonly is: string }>): void {
  if (!fitted.has('indicator')) return;
  const wanted = computed(() => lightsFor(shown));
  const is = computed(() => state.value.is);
  /** What the lights were last told. Nothing: all has to be told. */
  let told: Lights | undefined;
  effect(() => {
    const now = wanted.value;
    const before = told;
    // Lights that are away may forget everything.
    told = is.value === 'offline' ? undefined : now;
    if (Object.keys(now).length === 0) { void indicator.clear(); return; }
    for (const light of indicator.capabilities.lights) {
      if (!before || before[light] !== now[light]) void indicator.set(light, now[light] ?? 'off');
    }
  });
}
