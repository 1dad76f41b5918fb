import type { Camera, CameraStatus, TakeOutcome } from '../camera/port.ts';
import { toBase64 } from './base64.ts';
import { commonCapabilities, plainPayload, statusEvents } from './device-status.ts';
import type { Json } from './envelope.ts';
import { fitsMessage } from './picture.ts';
import { type Ask, commandError, failure, type Result, success, type XfsService } from './service.ts';

/**
 * Offers the camera that looks at the person as an XFS4IoT Camera. It is on only while a picture is taken. Consent is the
 * client's to have asked for; the picture is personal: never log a completion of TakePicture.
 */
export function cameraService(camera: Camera, { name = 'Camera' }: { name?: string } = {}): XfsService {
  async function take({ deadlineMs, signal }: Ask): Promise<Result> {
    const opened = await camera.open({ deadlineMs, signal });
    switch (opened.is) {
      case 'busy': return failure('deviceNotReady', { offline: 'busy' });
      case 'cancelled': return failure('canceled');
      case 'offline': return commandError('cameraInoperable', { offline: opened.why });
      case 'open': break;
    }
    try { return resultOf(await opened.session.take({ deadlineMs })); } finally { opened.session.close(); }
  }
  return {
    name,
    commands: {
      'Camera.TakePicture': {
        version: '2.0', completionVersion: '3.0',
        async run({ camera: which, camData }, ask) {
          if (which === 'room' || which === 'exitSlot') return commandError('cameraNotSupported');
          if (which !== 'person' || (camData != null && typeof camData !== 'string')) return failure('invalidData');
          // No text is put on a picture; it is taken nevertheless (CWA 17852 Camera.TakePicture, camData).
          if (camData != null) ask.event('Camera.InvalidDataEvent', '2.0');
          return take(ask);
        },
      },
      'Camera.Reset': {
        version: '2.0', completionVersion: '2.0',
        async run() {
          const status = await camera.status();
          return status.is === 'ready' ? success() : failure('deviceNotReady', { offline: status.is === 'offline' ? status.why : 'no-answer' });
        },
      },
    },
    events: { 'Camera.InvalidDataEvent': '2.0' },
    status: async () => payloadOf(await camera.status()),
    capabilities: () => ({
      common: commonCapabilities(camera.capabilities.model),
      camera: { cameras: { person: true }, maxPictures: 0, camData: { autoAdd: false, manAdd: false }, maxDataLength: 0 },
    }),
    watch: statusEvents(camera, payloadOf),
    selfTest: () => camera.selfTest(),
  };
}

function payloadOf(status: CameraStatus): Json {
  return { ...plainPayload(status), camera: { cameras: { person: status.is === 'ready' ? 'ok' : status.is === 'starting' ? 'unknown' : 'inoperative' } } };
}

function resultOf(outcome: TakeOutcome): Result {
  switch (outcome.is) {
    case 'taken': {
      const { bytes } = outcome.picture;
      const fits = fitsMessage(bytes);
      const pictureFile = fits ? toBase64(bytes) : '';
      bytes.fill(0);
      return fits ? success({ pictureFile }) : failure('hardwareError');
    }
    case 'closed': return failure('canceled');
    case 'offline': return commandError('cameraInoperable', { offline: outcome.why });
  }
}
