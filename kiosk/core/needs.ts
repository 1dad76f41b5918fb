import type { DeviceKind } from '../../content/schema/site.ts';
import type { Step } from '../../content/schema/step.ts';
import { type Means, reachable } from './ways.ts';

/** What a kiosk may lack at the moment. */
export type Facility = DeviceKind | 'network' | 'storage';
export type Health = Readonly<Record<Facility, boolean>>;

/** Facilities whose lack hinders a step; the others only help. */
export type Needed = Extract<Facility, 'id-reader' | 'code-scanner' | 'receipt-printer' | 'document-printer' | 'signature' | 'network' | 'storage'>;
/** What steps use at all: these, the document camera for whoever has papers along, the reader of social cards for whoever has no other. Trouble with anything else is the staff's affair. */
export const usedBySteps: ReadonlySet<Facility> = new Set<Needed | 'smart-card' | 'document-camera'>(['id-reader', 'smart-card', 'code-scanner', 'receipt-printer', 'document-printer', 'document-camera', 'signature', 'network', 'storage']);
/** An obstacle known before the citizen starts: `stops` the matter here, or only `limits` it. */
export interface Obstacle { readonly facility: Needed; readonly how: 'stops' | 'limits' }

/** What is missing for these steps now. Submission without network is kept and sent later; looking things up is not possible. */
export function obstacles(steps: readonly Step[], health: Health): readonly Obstacle[] {
  const found = new Map<Needed, Obstacle['how']>();
  const lacks = (facility: Needed, how: Obstacle['how']) => {
    if (!health[facility] && found.get(facility) !== 'stops') found.set(facility, how);
  };
  for (const step of steps) {
    switch (step.do) {
      case 'identify': {
        const open = reachable(step.level, meansIn(health));
        lacks('id-reader', open ? 'limits' : 'stops');
        // The code of the app and the helper's own stand beside the face.
        if (step.level === 'person') { lacks('code-scanner', open ? 'limits' : 'stops'); if (!open) lacks('network', 'stops'); }
        if (step.company) lacks('network', 'stops');
        break;
      }
      case 'records': lacks('network', 'stops'); break;
      case 'print': lacks('network', 'stops'); lacks('document-printer', 'limits'); break;
      case 'consent': lacks('network', 'limits'); break;
      case 'submit': lacks('storage', 'stops'); lacks('network', 'limits'); break;
      case 'sign': lacks('signature', 'stops'); break;
      case 'receipt': lacks('receipt-printer', 'limits'); break;
      case 'notice': case 'ask': case 'fill': case 'materials': case 'check': case 'rate': case 'farewell': break;
    }
  }
  return [...found].map(([facility, how]) => ({ facility, how }));
}

/** Whether a face can be compared also hangs on the models; a camera and a reader that work are as much as is known here. */
function meansIn(health: Health): Means {
  const state = (works: boolean) => (works ? 'works' : 'away');
  return {
    'id-reader': state(health['id-reader']), 'smart-card': state(health['smart-card']), 'code-scanner': state(health['code-scanner']), 'network': state(health.network),
    'face': state(health.camera && health['id-reader']),
  };
}
