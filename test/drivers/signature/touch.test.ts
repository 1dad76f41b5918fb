import { beforeEach, describe, expect, test } from 'vitest';
import type { Stroke } from '../../../drivers/signature/port.ts';
import { simSignaturePad } from '../../../drivers/signature/sim.ts';
import { touchPad } from '../../../drivers/signature/touch/driver.ts';
import { virtualClock } from '../virtual-clock.ts';

let target: EventTarget & { getBoundingClientRect?(): { left: number; top: number; width: number; height: number } };
let drawn: Stroke[];
let stop: () => void;
let captured: number[];

function pointer(type: string, pointerId: number, clientX: number, clientY: number, more: object = {}) {
  const event = new Event(`pointer${type}`, { cancelable: true });
  Object.assign(event, { pointerId, clientX, clientY, pointerType: 'touch', width: 10, height: 10, button: type === 'move' ? -1 : 0, ...more });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  captured = [];
  target = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 100, top: 50, width: 400, height: 200 }),
    setPointerCapture: (id: number) => { captured.push(id); },
  });
  drawn = [];
  stop = touchPad().take({ widthPx: 800, heightPx: 400, target }, (stroke, done) => { if (done) drawn.push(stroke); });
});

describe('a finger on the screen', () => {
  test('draws one stroke in surface pixels, timed from its first point', () => {
    pointer('down', 1, 100, 50);
    pointer('move', 1, 300, 150);
    pointer('up', 1, 300, 150);
    expect(drawn.map((stroke) => stroke.map(({ x, y }) => [x, y]))).toEqual([[[0, 0], [400, 200]]]);
    expect(drawn[0]![0]!.atMs).toBe(0);
    expect(captured).toEqual([1]);
  });
  test('is reported while it grows', () => {
    const lengths: number[] = [];
    stop();
    stop = touchPad().take({ widthPx: 400, heightPx: 200, target }, (stroke, done) => lengths.push(done ? -stroke.length : stroke.length));
    pointer('down', 1, 100, 50);
    pointer('move', 1, 110, 50);
    pointer('up', 1, 110, 50);
    expect(lengths).toEqual([1, 2, -2]);
  });
  test('is not disturbed by a second finger', () => {
    pointer('down', 1, 100, 50);
    pointer('down', 2, 300, 150);
    pointer('move', 2, 310, 150);
    pointer('up', 2, 310, 150);
    pointer('move', 1, 200, 50);
    pointer('up', 1, 200, 50);
    expect(drawn.map((stroke) => stroke.map(({ x }) => x))).toEqual([[0, 200]]);
  });
  test('is told from the side of a hand', () => {
    expect(pointer('down', 1, 100, 50, { width: 90 }).defaultPrevented).toBe(false);
    pointer('move', 1, 120, 50);
    pointer('up', 1, 120, 50);
    expect(drawn).toEqual([]);
  });
  test('that leaves the surface stays at its edge', () => {
    pointer('down', 1, 490, 240);
    pointer('move', 1, 900, 10);
    pointer('cancel', 1, 900, 10);
    expect(drawn[0]!.at(-1)).toMatchObject({ x: 800, y: 0 });
  });
  test('after a pen is a resting hand', () => {
    pointer('down', 1, 100, 50);
    pointer('down', 2, 120, 60, { pointerType: 'pen' });
    pointer('move', 1, 140, 50);
    pointer('up', 2, 130, 60, { pointerType: 'pen' });
    pointer('down', 3, 100, 50);
    pointer('up', 3, 100, 50);
    expect(drawn.map((stroke) => stroke.length)).toEqual([1, 1]);
  });
  test('takes the points between two events when the browser kept them', () => {
    pointer('down', 1, 100, 50);
    const between = [110, 120, 130].map((clientX) => Object.assign(new Event('pointermove'), { clientX, clientY: 50 }));
    pointer('move', 1, 130, 50, { getCoalescedEvents: () => between });
    pointer('up', 1, 130, 50);
    expect(drawn[0]!.map(({ x }) => x)).toEqual([0, 20, 40, 60]);
  });
  test('draws nothing after signing was stopped', () => {
    stop();
    pointer('down', 1, 100, 50);
    pointer('up', 1, 100, 50);
    expect(drawn).toEqual([]);
  });
});

describe('the simulated pad', () => {
  const strokes: Stroke[] = [[{ x: 1, y: 1, atMs: 0 }, { x: 2, y: 2, atMs: 50 }], [{ x: 3, y: 3, atMs: 0 }]];
  test('plays its script, and stops when asked', async () => {
    const clock = virtualClock();
    const pad = simSignaturePad({ script: strokes, clock });
    pad.take({ widthPx: 10, heightPx: 10, target }, (stroke, done) => { if (done) drawn.push(stroke); });
    await clock.pass(1000);
    expect(drawn).toEqual(strokes);
    pad.take({ widthPx: 10, heightPx: 10, target }, (stroke) => drawn.push(stroke))();
    await clock.pass(1000);
    expect(drawn).toEqual(strokes);
  });
  test('signs on demand', async () => {
    const pad = simSignaturePad();
    pad.take({ widthPx: 10, heightPx: 10, target }, (stroke) => drawn.push(stroke));
    pad.sign(strokes);
    expect(drawn).toEqual(strokes);
    expect(await pad.status()).toEqual({ is: 'ready' });
  });
});
