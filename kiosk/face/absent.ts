import type { FaceVerifier } from './port.ts';

/** Where there are no models: the kiosk runs and offers the other ways. */
export const absentFaceVerifier: FaceVerifier = { status: { is: 'absent' }, watch: () => () => {}, prepare: () => {}, verify: async () => ({ is: 'unavailable' }), release: () => {} };
