import type { Camera } from '../../../drivers/camera/port.ts';
import type { DocumentCamera } from '../../../drivers/document-camera/port.ts';
import { type CameraBench, testCamera } from './camera.ts';

export interface DocumentCameraBench extends Omit<CameraBench, 'camera'> { readonly camera: DocumentCamera }

/** What every document camera must do: all that a camera must, a page being its picture. */
export function testDocumentCamera(name: string, make: () => DocumentCameraBench | Promise<DocumentCameraBench>) {
  testCamera(name, async () => {
    const bench = await make();
    return { ...bench, camera: asCamera(bench.camera) };
  });
}

const asCamera = (camera: DocumentCamera): Camera => ({
  capabilities: camera.capabilities, status: camera.status, watch: camera.watch, selfTest: camera.selfTest,
  async open(ask) {
    const opened = await camera.open(ask);
    if (opened.is !== 'open') return opened;
    const { preview, scan, onEnd, close } = opened.session;
    return {
      is: 'open',
      session: {
        preview, onEnd, close,
        async take(ask) {
          const scanned = await scan(ask);
          return scanned.is === 'scanned' ? { is: 'taken', picture: scanned.page } : scanned;
        },
      },
    };
  },
});
