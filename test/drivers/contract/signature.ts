import { describe, expect, test } from 'vitest';
import type { SignaturePad, SignatureSurface, Stroke } from '../../../drivers/signature/port.ts';

/** A pad, the surface it takes strokes on, and the hand that draws them. */
export interface SignatureBench {
  readonly pad: SignaturePad;
  readonly surface: SignatureSurface;
  /** Draws one stroke through these points of the surface, in ms since its first. */
  draw(stroke: Stroke): void;
}

const first: Stroke = [{ x: 10, y: 20, atMs: 0 }, { x: 60, y: 80, atMs: 40 }, { x: 120, y: 40, atMs: 90 }];
const second: Stroke = [{ x: 200, y: 30, atMs: 0 }, { x: 220, y: 90, atMs: 60 }];
const spots = (strokes: readonly Stroke[]) => strokes.map((stroke) => stroke.map(({ x, y }) => [Math.round(x), Math.round(y)]));

/** What every signature pad must do. */
export function testSignaturePad(name: string, make: () => SignatureBench) {
  describe(name, () => {
    test('says ready, and tests itself as far as it can', async () => {
      const { pad } = make();
      expect(await pad.status()).toEqual({ is: 'ready' });
      expect(['passed', 'cannot-tell']).toContain((await pad.selfTest()).is);
      expect(pad.capabilities.model).not.toBe('');
    });
    test('gives every stroke whole, in order, in pixels of the surface', () => {
      const b = make();
      const drawn: Stroke[] = [];
      b.pad.take(b.surface, (stroke, done) => { if (done) drawn.push(stroke); });
      b.draw(first);
      b.draw(second);
      expect(spots(drawn)).toEqual(spots([first, second]));
    });
    test('tells the time of each point since the first of its stroke, never backwards', () => {
      const b = make();
      const drawn: Stroke[] = [];
      b.pad.take(b.surface, (stroke, done) => { if (done) drawn.push(stroke); });
      b.draw(first);
      b.draw(second);
      for (const stroke of drawn) {
        const times = stroke.map(({ atMs }) => atMs);
        expect(times[0]).toBe(0);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }
    });
    test('ends every stroke it began, and none twice', () => {
      const b = make();
      let done = 0;
      let lastDone = true;
      b.pad.take(b.surface, (_stroke, isDone) => { if (isDone) done++; lastDone = isDone; });
      b.draw(first);
      b.draw(second);
      expect([done, lastDone]).toEqual([2, true]);
    });
    test('takes nothing before it is asked to and nothing after it was stopped', () => {
      const b = make();
      const drawn: Stroke[] = [];
      b.draw(first);
      const stop = b.pad.take(b.surface, (stroke) => drawn.push(stroke));
      stop();
      stop();
      b.draw(second);
      expect(drawn).toEqual([]);
    });
    test('taken anew gives nothing of the person before', () => {
      const b = make();
      const before: Stroke[] = [];
      const after: Stroke[] = [];
      b.pad.take(b.surface, (stroke, done) => { if (done) before.push(stroke); })();
      b.pad.take(b.surface, (stroke, done) => { if (done) after.push(stroke); });
      b.draw(second);
      expect([before.length, spots(after)]).toEqual([0, spots([second])]);
    });
    test('keeps no stroke within the surface from being heard because its watcher left', () => {
      const b = make();
      const stop = b.pad.watch(() => {});
      stop();
      const drawn: Stroke[] = [];
      b.pad.take(b.surface, (stroke, done) => { if (done) drawn.push(stroke); });
      b.draw(first);
      expect(drawn).toHaveLength(1);
    });
  });
}
