import { expect, test } from 'vitest';
import { simDocumentCamera } from '../../../drivers/document-camera/sim.ts';
import { testDocumentCamera } from '../contract/document-camera.ts';
import { virtualClock } from '../virtual-clock.ts';

testDocumentCamera('simulated document camera', () => {
  const clock = virtualClock();
  const camera = simDocumentCamera({ clock });
  return { clock, camera, isOn: () => camera.isOn, setTrouble: camera.setTrouble };
});

test('the page scanned is the one that lies there, and overwriting it leaves the one that lies there whole', async () => {
  const camera = simDocumentCamera();
  const page = { mediaType: 'image/jpeg', widthPx: 3, heightPx: 2, bytes: Uint8Array.of(0xff, 0xd8, 1, 2, 3) } as const;
  camera.show(page);
  const opened = await camera.open({ deadlineMs: 1000 });
  if (opened.is !== 'open') throw new Error('not open');
  for (let i = 0; i < 2; i++) {
    const scanned = await opened.session.scan({ deadlineMs: 1000 });
    expect(scanned).toEqual({ is: 'scanned', page });
    if (scanned.is === 'scanned') scanned.page.bytes.fill(0);
  }
});
