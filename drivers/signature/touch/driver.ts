import type { SignaturePad, SignatureSurface, Stroke } from '../port.ts';

/** A contact larger than this is the side of a hand, not a fingertip. */
const palmPx = 70;

/** What is used of a PointerEvent (Pointer Events 3). */
type Pointer = Pick<PointerEvent, 'pointerId' | 'pointerType' | 'clientX' | 'clientY' | 'width' | 'height' | 'button' | 'timeStamp' | 'preventDefault'>
  & { getCoalescedEvents?(): readonly Pointer[] };

/**
 * Signing with a finger or pen on the screen itself. One contact draws at a time: a second finger and the side of the hand
 * are ignored, and once a pen has touched the surface only the pen draws.
 */
export function touchPad(): SignaturePad {
  return {
    capabilities: { model: 'touch', pressure: false },
    async status() { return { is: 'ready' }; },
    watch: () => () => {},
    async selfTest() { return { is: 'cannot-tell' }; },
    take,
  };
}

function take(surface: SignatureSurface, onStroke: (stroke: Stroke, done: boolean) => void): () => void {
  const { target } = surface;
  let drawing: { readonly pointerId: number; readonly fromMs: number; stroke: Stroke } | undefined;
  let penSeen = false;

  const down = (event: Pointer) => {
    if (event.pointerType === 'pen' && !penSeen) {
      penSeen = true;
      finish();
    }
    if (drawing || event.button > 0 || isPalm(event) || (penSeen && event.pointerType === 'touch')) return;
    event.preventDefault();
    try { (target as Partial<Element>).setPointerCapture?.(event.pointerId); } catch { /* the pointer is already up again */ }
    drawing = { pointerId: event.pointerId, fromMs: event.timeStamp, stroke: [] };
    add([event]);
  };
  const move = (event: Pointer) => {
    if (event.pointerId !== drawing?.pointerId) return;
    event.preventDefault();
    const between = event.getCoalescedEvents?.() ?? [];
    add(between.length > 0 ? between : [event]);
  };
  const up = (event: Pointer) => { if (event.pointerId === drawing?.pointerId) finish(); };

  function add(events: readonly Pointer[]) {
    if (!drawing) return;
    const { fromMs } = drawing;
    const box = target.getBoundingClientRect?.() ?? { left: 0, top: 0, width: surface.widthPx, height: surface.heightPx };
    const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
    drawing.stroke = [...drawing.stroke, ...events.map((event) => ({
      x: within(((event.clientX - box.left) * surface.widthPx) / (box.width || 1), surface.widthPx),
      y: within(((event.clientY - box.top) * surface.heightPx) / (box.height || 1), surface.heightPx),
      atMs: Math.max(0, event.timeStamp - fromMs),
    }))];
    onStroke(drawing.stroke, false);
  }
  function finish() {
    if (!drawing) return;
    const { stroke } = drawing;
    drawing = undefined;
    onStroke(stroke, true);
  }

  const hear: Readonly<Record<string, (event: Pointer) => void>> = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, lostpointercapture: up };
  const heard = Object.entries(hear).map(([type, on]) => [type, (event: Event) => on(event as Event & Pointer)] as const);
  for (const [type, on] of heard) target.addEventListener(type, on);
  return () => {
    drawing = undefined;
    for (const [type, on] of heard) target.removeEventListener(type, on);
  };
}

function isPalm({ pointerType, width, height }: Pointer): boolean {
  return pointerType === 'touch' && Math.max(width, height) > palmPx;
}
