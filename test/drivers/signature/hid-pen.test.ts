import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePen, most, penParser } from '../../../drivers/signature/hid-pen/codec.ts';
import { simHidPen } from '../../../drivers/signature/hid-pen/device.ts';
import { hidPen } from '../../../drivers/signature/hid-pen/driver.ts';
import type { Stroke } from '../../../drivers/signature/port.ts';
import type { Wire } from '../../../drivers/transport/wire.ts';
import { testSignaturePad } from '../contract/signature.ts';

/** A wire that delivers at once, and can be torn. */
function directWire() {
  const hearers = new Set<(bytes: Uint8Array) => void>();
  const watchers = new Set<(state: 'closed') => void>();
  const wire: Wire = {
    async send(bytes) { for (const hear of hearers) hear(bytes); return 'sent'; },
    listen(hear) { hearers.add(hear); return () => hearers.delete(hear); },
    state: 'open', watch(tell) { watchers.add(tell as (state: 'closed') => void); return () => watchers.delete(tell as (state: 'closed') => void); }, close() { /* never */ },
  };
  return { wire, tear: () => { for (const tell of watchers) tell('closed'); }, get heard() { return hearers.size; } };
}
const surface = { widthPx: 800, heightPx: 400, target: new EventTarget() };
const scaled = (stroke: Stroke) => stroke.map(({ x, y, atMs }) => ({ x: x / surface.widthPx, y: y / surface.heightPx, atMs }));

testSignaturePad('pen tablet over a wire', () => {
  const { wire } = directWire();
  const pen = simHidPen(wire);
  return { pad: hidPen(wire), surface, draw: (stroke) => pen.draw(scaled(stroke)) };
});

describe('a pen tablet', () => {
  const line = [{ x: 0.1, y: 0.2, atMs: 0 }, { x: 0.5, y: 0.6, atMs: 80 }];
  test('is listened to only while somebody signs', () => {
    const line = directWire();
    expect(line.heard).toBe(0);
    const stop = hidPen(line.wire).take(surface, () => {});
    expect(line.heard).toBe(1);
    stop();
    expect(line.heard).toBe(0);
  });
  test('a stroke begun before anyone signs is nobody\'s', async () => {
    const { wire } = directWire();
    const strokes: Stroke[] = [];
    hidPen(wire).take(surface, (stroke, done) => { if (done) strokes.push(stroke); });
    await wire.send(encodePen({ tip: true, x: 5, y: 5, scanTime: 0 }));
    await wire.send(encodePen({ tip: false, x: 5, y: 5, scanTime: 10 }));
    expect(strokes).toEqual([]);
    simHidPen(wire).draw(line);
    expect(strokes.length).toBe(1);
  });
  test('torn off in the middle of a stroke it leaves what was drawn, and goes on when it is back', async () => {
    const { wire, tear } = directWire();
    const strokes: Stroke[] = [];
    hidPen(wire).take(surface, (stroke, done) => { if (done) strokes.push(stroke); });
    await wire.send(encodePen({ tip: false, x: 0, y: 0, scanTime: 0 }));
    await wire.send(encodePen({ tip: true, x: 100, y: 100, scanTime: 0 }));
    tear();
    expect(strokes.length).toBe(1);
    simHidPen(wire).draw(line);
    expect(strokes.length).toBe(2);
  });
  test('a scan time that begins anew runs on', async () => {
    const { wire } = directWire();
    const strokes: Stroke[] = [];
    hidPen(wire).take(surface, (stroke, done) => { if (done) strokes.push(stroke); });
    await wire.send(encodePen({ tip: false, x: 0, y: 0, scanTime: 65_000 }));
    for (const scanTime of [65_500, 65_536 + 64]) await wire.send(encodePen({ tip: true, x: 1, y: 1, scanTime }));
    await wire.send(encodePen({ tip: false, x: 1, y: 1, scanTime: 200 }));
    expect(strokes[0]!.map(({ atMs }) => atMs)).toEqual([0, 10]);
  });
  test('good reports are found whole however they were cut; no noise makes it throw or leave the tablet', () => {
    const report = fc.record({ tip: fc.boolean(), x: fc.nat({ max: most }), y: fc.nat({ max: most }), scanTime: fc.nat({ max: 65_535 }) });
    fc.assert(fc.property(fc.array(report, { maxLength: 6 }), fc.array(fc.nat({ max: 60 }), { maxLength: 6 }), (reports, cuts) => {
      const stream = Uint8Array.from(reports.flatMap((one) => [...encodePen(one)]));
      const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
      const parser = penParser();
      expect(places.slice(1).flatMap((end, i) => parser.push(stream.slice(places[i], end)))).toEqual(reports);
    }), { numRuns: 5000 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
      for (const { x, y } of penParser().push(noise)) expect(x <= most && y <= most).toBe(true);
    }), { numRuns: 10_000 });
  });
});
