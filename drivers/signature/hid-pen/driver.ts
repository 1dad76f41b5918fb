import type { Wire } from '../../transport/wire.ts';
import type { SignaturePad, Stroke } from '../port.ts';
import { touchPad } from '../touch/driver.ts';
import { most, penParser, type PenReport } from './codec.ts';

/** Units of the scan time in a millisecond; it begins anew at 65,536. */
const unitsPerMs = 10;

/**
 * A pen tablet whose reports come over a wire, and the screen itself beside it: whoever signs uses either, so a tablet that is
 * unplugged stops nobody and the pad stays ready. Listened to only while somebody signs; a stroke begun before is nobody's.
 */
export function hidPen(wire: Wire, { model = 'hid-pen' }: { model?: string } = {}): SignaturePad {
  const screen = touchPad();
  return {
    capabilities: { model, pressure: false },
    async status() { return { is: 'ready' }; },
    watch: () => () => {},
    async selfTest() { return { is: 'cannot-tell' }; },
    take(surface, onStroke) {
      const parser = penParser();
      let drawing: { readonly from: number; readonly stroke: Stroke } | undefined;
      /** Whether the pen was seen above the tablet since signing began. */
      let lifted = false;

      function hear({ tip, x, y, scanTime }: PenReport) {
        if (!tip) {
          lifted = true;
          finish();
          return;
        }
        if (!lifted) return;
        const from = drawing?.from ?? scanTime;
        const point = { x: (x / most) * surface.widthPx, y: (y / most) * surface.heightPx, atMs: ((scanTime - from) & 0xffff) / unitsPerMs };
        drawing = { from, stroke: [...drawing?.stroke ?? [], point] };
        onStroke(drawing.stroke, false);
      }
      function finish() {
        const done = drawing;
        drawing = undefined;
        if (done) onStroke(done.stroke, true);
      }
      const stops = [
        screen.take(surface, onStroke),
        wire.listen((bytes) => { for (const report of parser.push(bytes)) hear(report); }),
        wire.watch((state) => { if (state === 'closed') { parser.reset(); finish(); } }),
      ];
      return () => {
        drawing = undefined;
        parser.reset();
        for (const stop of stops) stop();
      };
    },
  };
}
