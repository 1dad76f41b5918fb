import { simSignaturePad } from '../../../drivers/signature/sim.ts';
import { touchPad } from '../../../drivers/signature/touch/driver.ts';
import type { Stroke } from '../../../drivers/signature/port.ts';
import { testSignaturePad } from '../contract/signature.ts';

/** The pad lies at 100, 50 on the screen, half as large as its surface. */
function touchBench() {
  const box = { left: 100, top: 50, width: 400, height: 200 };
  const target = Object.assign(new EventTarget(), { getBoundingClientRect: () => box, setPointerCapture() {} });
  let nowMs = 1000;
  let pointerId = 0;
  const send = (type: string, { x, y, atMs }: Stroke[number]) => {
    const event = Object.assign(new Event(`pointer${type}`, { cancelable: true }), { pointerId, pointerType: 'touch', width: 10, height: 10, button: type === 'move' ? -1 : 0, clientX: box.left + x / 2, clientY: box.top + y / 2 });
    Object.defineProperty(event, 'timeStamp', { value: nowMs + atMs });
    target.dispatchEvent(event);
  };
  return {
    pad: touchPad(), surface: { widthPx: 800, heightPx: 400, target },
    draw(stroke: Stroke) {
      pointerId++;
      stroke.forEach((point, i) => send(i === 0 ? 'down' : 'move', point));
      send('up', stroke.at(-1)!);
      nowMs += 2000;
    },
  };
}
testSignaturePad('signing on the screen', touchBench);
testSignaturePad('simulated signature pad', () => {
  const pad = simSignaturePad();
  return { pad, surface: { widthPx: 800, heightPx: 400, target: new EventTarget() }, draw: (stroke) => pad.sign([stroke]) };
});
