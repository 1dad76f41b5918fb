import { type SimCamera, simCamera } from '../camera/sim.ts';
import { documentCameraOf } from './of-camera.ts';
import type { DocumentCamera } from './port.ts';

export type SimDocumentCamera = DocumentCamera & Pick<SimCamera, 'show' | 'setTrouble' | 'isOn'>;

/** A document camera made of memory, for tests, demonstrations and the dock. */
export function simDocumentCamera(options: Parameters<typeof simCamera>[0] = {}): SimDocumentCamera {
  const camera = simCamera(options);
  return { ...documentCameraOf(camera), show: camera.show, setTrouble: camera.setTrouble, get isOn() { return camera.isOn; } };
}
