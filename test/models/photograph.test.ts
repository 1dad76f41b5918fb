import { describe, expect, test } from 'vitest';
import type { ScannedPage } from '../../drivers/document-camera/port.ts';
import { pagesLimitBytes } from '../../kiosk/models/photograph.ts';
import { matter } from '../content/pack.ts';
import { adult, cardOf, desk, walk, working } from './desk.ts';

const page = (n: number, bytes = 50): ScannedPage => ({ mediaType: 'image/jpeg', widthPx: 30, heightPx: 40, bytes: Uint8Array.from({ length: bytes }, (_, i) => [0xff, 0xd8][i] ?? n) });
const paper = 'household-register';

/** Somebody who lives elsewhere and would rather show the household register than sign the commitment. */
async function atMaterials() {
  const bench = desk();
  const visit = bench.begin(matter('care-elsewhere'));
  await walk(bench, visit, adult, { ...working, 'care-reason': 'living' }, 'materials');
  const { photograph } = visit;
  return {
    bench, visit, photograph, camera: bench.documentCamera,
    async shoot(n: number, { more = false, bytes = 50 } = {}) {
      if (photograph.state.value.is !== 'looking') await photograph.begin(paper);
      bench.documentCamera.show(page(n, bytes));
      await photograph.take();
      visit.keepPage({ more });
    },
  };
}

test('pages taken one after another are handed in with the material, in order, and the camera is off', async () => {
  const { bench, visit, photograph, camera, shoot } = await atMaterials();
  await shoot(1, { more: true });
  expect([camera.isOn, photograph.state.value.is, visit.stillMissing.value]).toEqual([true, 'looking', []]);
  await shoot(2);
  expect([camera.isOn, photograph.state.value, photograph.of.value]).toEqual([false, { is: 'off' }, null]);
  await walk(bench, visit, adult, { ...working, 'care-reason': 'living' }, 'receipt');
  expect(bench.handed[0]!.materials.find(({ id }) => id === paper)).toMatchObject({ held: 'photographed', pages: [page(1).bytes, page(2).bytes] });
  expect(bench.handed[0]!.materials.filter(({ id }) => id !== paper).every((one) => one.pages === undefined)).toBe(true);
});

describe('a page', () => {
  test('that is not clear is taken again, and the first is overwritten', async () => {
    const { visit, photograph, camera } = await atMaterials();
    await photograph.begin(paper);
    camera.show(page(1));
    await photograph.take();
    const first = photograph.state.value.is === 'taken' ? photograph.state.value.page.bytes : undefined;
    photograph.again();
    expect(first?.every((byte) => byte === 0)).toBe(true);
    camera.show(page(2));
    await photograph.take();
    visit.keepPage({ more: false });
    expect(photograph.pagesOf(paper)).toEqual([page(2)]);
  });
  test('too large for the application is not kept, and says so; what was kept before stays', async () => {
    const { visit, photograph, camera, shoot } = await atMaterials();
    await shoot(1, { more: true });
    await shoot(2, { bytes: pagesLimitBytes });
    expect([photograph.state.value, camera.isOn]).toEqual([{ is: 'trouble', why: 'too-large' }, false]);
    expect(visit.held.value[paper]).toMatchObject({ pages: 1 });
    expect(photograph.pagesOf(paper)).toHaveLength(1);
  });
});

describe('nothing of the pages remains', () => {
  const zeroed = (pages: readonly ScannedPage[]) => pages.length > 0 && pages.every(({ bytes }) => bytes.every((byte) => byte === 0));
  test('when the visit ends, in the middle of it too', async () => {
    const { visit, photograph, camera, shoot } = await atMaterials();
    await shoot(1, { more: true });
    const pages = photograph.pagesOf(paper);
    await photograph.take();
    const shown = photograph.state.value.is === 'taken' ? [photograph.state.value.page] : [];
    visit.end();
    expect([zeroed(pages), zeroed(shown), photograph.pagesOf(paper), camera.isOn, photograph.state.value]).toEqual([true, true, [], false, { is: 'off' }]);
  });
  test('when the paper is brought later instead', async () => {
    const { visit, photograph, shoot } = await atMaterials();
    await shoot(1);
    const pages = photograph.pagesOf(paper);
    visit.hold(paper, { is: 'bring' });
    expect([zeroed(pages), photograph.pagesOf(paper)]).toEqual([true, []]);
  });
  test('when another person\'s card is read', async () => {
    const { bench, visit, photograph, shoot } = await atMaterials();
    await shoot(1);
    const pages = photograph.pagesOf(paper);
    await bench.identify(visit, cardOf('elder'));
    expect([zeroed(pages), visit.held.value[paper]]).toEqual([true, undefined]);
  });
  test('when it is stopped while the picture is being taken', async () => {
    const { photograph, camera } = await atMaterials();
    await photograph.begin(paper);
    const taking = photograph.take();
    photograph.stop();
    await taking;
    expect([photograph.state.value, camera.isOn]).toEqual([{ is: 'off' }, false]);
  });
});

describe('a document camera', () => {
  test.each(['no-wire', 'forbidden'] as const)('that is %s says why, and works after it is mended', async (why) => {
    const { photograph, camera } = await atMaterials();
    camera.setTrouble(why);
    await photograph.begin(paper);
    expect([photograph.state.value, photograph.of.value]).toEqual([{ is: 'trouble', why }, paper]);
    camera.setTrouble(null);
    await photograph.begin(paper);
    expect(photograph.state.value.is).toBe('looking');
    photograph.stop();
  });
  test('that does not answer is given up', async () => {
    const { bench, photograph, camera } = await atMaterials();
    camera.setTrouble('mute');
    await bench.time.until(photograph.begin(paper));
    expect(photograph.state.value).toEqual({ is: 'trouble', why: 'no-answer' });
    camera.setTrouble(null);
    await photograph.begin(paper);
    camera.setTrouble('mute');
    await bench.time.until(photograph.take());
    expect([photograph.state.value, camera.isOn]).toEqual([{ is: 'trouble', why: 'no-answer' }, false]);
  });
  test('unplugged while it films says so, and the pages taken stay', async () => {
    const { bench, photograph, camera, shoot } = await atMaterials();
    await shoot(1, { more: true });
    camera.setTrouble('no-wire');
    await bench.time.pass(10);
    expect(photograph.state.value).toEqual({ is: 'trouble', why: 'no-wire' });
    expect(photograph.pagesOf(paper)).toHaveLength(1);
  });
  test('photographs one material at a time: beginning another ends the first', async () => {
    const { photograph, camera } = await atMaterials();
    await photograph.begin(paper);
    await photograph.begin('labour-contract');
    expect([photograph.of.value, photograph.state.value.is, camera.isOn]).toEqual(['labour-contract', 'looking', true]);
    photograph.stop();
    expect(camera.isOn).toBe(false);
  });
});
