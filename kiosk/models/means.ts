import type { DeviceKind } from '../../content/schema/site.ts';
import type { Health } from '../core/needs.ts';
import type { Means } from '../core/ways.ts';
import { canCheckFace } from './face-check.ts';
import type { Ports } from './ports.ts';

/** What the ways to say who one is can go by on this kiosk now. Without health everything that was set up counts as working. */
export function meansOf(ports: Ports, health?: Health): Means {
  const device = (kind: DeviceKind) => (!ports.fitted.has(kind) ? 'absent' : health?.[kind] === false ? 'away' : 'works');
  return {
    'id-reader': device('id-reader'), 'smart-card': device('smart-card'), 'code-scanner': device('code-scanner'),
    network: health?.network === false ? 'away' : 'works',
    face: !canCheckFace(ports) ? 'absent' : device('camera') === 'away' || device('id-reader') === 'away' ? 'away' : 'works',
  };
}
