import type { DeviceKind } from '../../content/schema/site.ts';
import type { Step } from '../../content/schema/step.ts';

/** What a kiosk may lack at the moment. */
export type Facility = DeviceKind | 'network' | 'storage';
export type Health = Readonly<Record<Facility, boolean>>;

/** Facilities whose lack hinders a step; the others only help. */
export type Needed = Extract<Facility, 'id-reader' | 'receipt-printer' | 'document-printer' | 'signature' | 'network' | 'storage'>;
/** What steps use at all: these, and the document camera for whoever has papers along. Trouble with anything else is the staff's affair. */
export const usedBySteps: ReadonlySet<Facility> = new Set<Needed | 'document-camera'>(['id-reader', 'receipt-printer', 'document-printer', 'document-camera', 'signature', 'network', 'storage']);
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
      case 'identify': lacks('id-reader', 'stops'); break;
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
