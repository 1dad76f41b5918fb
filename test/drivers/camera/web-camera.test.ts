import { describe, expect, test } from 'vitest';
import { chosenBy, webCamera } from '../../../drivers/camera/web-camera/driver.ts';
import { webDocumentCamera } from '../../../drivers/document-camera/web-camera/driver.ts';
import { testCamera } from '../contract/camera.ts';
import { testDocumentCamera } from '../contract/document-camera.ts';
import { virtualClock } from '../virtual-clock.ts';
import { fakeMedia } from './fake-media.ts';

function surroundings(names?: readonly string[]) {
  const clock = virtualClock();
  return { clock, ...fakeMedia(clock, names ? { names } : {}) };
}
testCamera('camera of a browser made of memory', () => { const around = surroundings(); return { ...around, camera: webCamera(around) }; });
testDocumentCamera('document camera of a browser made of memory', () => { const around = surroundings(); return { ...around, camera: webDocumentCamera(around) }; });

describe('which camera', () => {
  const two = ['Integrated Camera (04f2:b6d0)', 'Deli High Speed Camera (1bcf:28c4)'];
  const openedOn = async (around: ReturnType<typeof surroundings>, camera: ReturnType<typeof webCamera>) => {
    const opened = await around.clock.until(camera.open({ deadlineMs: 5000 }));
    const label = opened.is === 'open' ? (opened.session.preview!.getVideoTracks()[0]!).label : opened;
    if (opened.is === 'open') opened.session.close();
    return label;
  };
  test('is chosen by a part of its name, whatever the case', async () => {
    const around = surroundings(two);
    expect(await openedOn(around, webCamera({ ...around, label: 'deli high' }))).toBe(two[1]);
    expect(around.asked).toHaveLength(1);
  });
  test('is found by its name although the browser told no names before it was asked', async () => {
    const around = surroundings(two);
    around.permission.state = 'prompt';
    expect(await openedOn(around, webCamera({ ...around, label: '1bcf:28c4' }))).toBe(two[1]);
    expect(around.isOn()).toBe(false);
  });
  test('a name that no camera has is a camera that is not there, until it is plugged in', async () => {
    const around = surroundings();
    const camera = webCamera({ ...around, label: 'Deli' });
    expect(await around.clock.until(camera.status())).toEqual({ is: 'offline', why: 'no-wire' });
    expect(await openedOn(around, camera)).toEqual({ is: 'offline', why: 'no-wire' });
    expect(around.isOn()).toBe(false);
    around.plug(two);
    await around.clock.pass(10);
    expect(await around.clock.until(camera.status())).toEqual({ is: 'ready' });
    expect(await openedOn(around, camera)).toBe(two[1]);
  });
  test('and how it hangs is read from the settings, and nonsense is not', () => {
    expect(chosenBy({ label: 'Deli', rotate: 180 })).toEqual({ label: 'Deli', turn: 180 });
    expect(chosenBy({ label: 7, rotate: 45 })).toEqual({ label: '', turn: 0 });
  });
});

test('the document camera asks for all the resolution there is, the other for one that moves', async () => {
  const width = async (make: typeof webCamera | typeof webDocumentCamera) => {
    const around = surroundings();
    await around.clock.until<unknown>(make(around).open({ deadlineMs: 5000 }));
    return ((around.asked[0]!.video as MediaTrackConstraints).width as { ideal: number }).ideal;
  };
  expect(await width(webCamera)).toBe(1280);
  expect(await width(webDocumentCamera)).toBeGreaterThan(10_000);
});

test('a browser without cameras, as on a page that is not secure, is a camera that is not there', async () => {
  const camera = webCamera({ media: undefined, permissions: undefined });
  expect(await camera.status()).toEqual({ is: 'offline', why: 'no-wire' });
  expect(await camera.open({ deadlineMs: 100 })).toEqual({ is: 'offline', why: 'no-wire' });
});

test.each([['NotReadableError', 'no-answer'], ['AbortError', 'no-answer'], ['SecurityError', 'forbidden'], ['OverconstrainedError', 'no-wire']])('%s of the browser is told as %s', async (name, why) => {
  const around = surroundings();
  const camera = webCamera({ ...around, media: { ...around.media, getUserMedia: async () => { throw Object.assign(new Error(name), { name }); } } });
  expect(await around.clock.until(camera.open({ deadlineMs: 5000 }))).toEqual({ is: 'offline', why });
});
