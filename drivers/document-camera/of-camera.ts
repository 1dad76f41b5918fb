import type { Camera } from '../camera/port.ts';
import type { DocumentCamera } from './port.ts';

/** A camera that looks down on papers, as a document camera: a page is the picture of it. */
export function documentCameraOf(camera: Camera): DocumentCamera {
  return {
    capabilities: camera.capabilities,
    status: camera.status,
    watch: camera.watch,
    selfTest: camera.selfTest,
    async open(ask) {
      const opened = await camera.open(ask);
      if (opened.is !== 'open') return opened;
      const { preview, take, onEnd, close } = opened.session;
      return {
        is: 'open',
        session: {
          preview, onEnd, close,
          async scan(ask) {
            const taken = await take(ask);
            return taken.is === 'taken' ? { is: 'scanned', page: taken.picture } : taken;
          },
        },
      };
    },
  };
}
