import type { Wire } from '../../transport/wire.ts';

/** Keyboard reports in their boot form (USB HID 1.11, Appendix B.1): modifiers, a reserved byte, the usages of up to six keys held down. */
export const reportBytes = 8;
const keysAt = 2;

/** Keys by their place (KeyboardEvent.code) and their usages (HID Usage Tables, page 0x07). */
const usages: Readonly<Record<string, number>> = {
  Enter: 0x28, Escape: 0x29, Backspace: 0x2a, Tab: 0x2b, ArrowRight: 0x4f, ArrowLeft: 0x50, ArrowDown: 0x51, ArrowUp: 0x52, NumpadEnter: 0x58, AudioVolumeUp: 0x80, AudioVolumeDown: 0x81,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`F${i + 1}`, 0x3a + i])),
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`F${i + 13}`, 0x68 + i])),
};
const codes = new Map(Object.entries(usages).map(([code, usage]) => [usage, code]));

/** The report of a pad on which these keys are down; a key that no pad has is left out. */
export function reportOf(down: readonly string[]): Uint8Array {
  const report = new Uint8Array(reportBytes);
  report.set(down.flatMap((code) => usages[code] ?? []).slice(0, reportBytes - keysAt), keysAt);
  return report;
}

/**
 * Strikes on `keys` what the reports of a pad say that is not plugged into this machine: it hangs on a wire, such as the
 * dock's. Each key is struck once, when it goes down; what the reports do not know is nobody's key.
 */
export function strikeReports(wire: Wire, keys: EventTarget): void {
  let held: number[] = [];
  let part: number[] = [];
  wire.watch(() => { held = []; part = []; });
  wire.listen((bytes) => {
    part.push(...bytes);
    while (part.length >= reportBytes) {
      const down = part.splice(0, reportBytes).slice(keysAt).filter((usage) => codes.has(usage));
      for (const usage of down) if (!held.includes(usage)) strike(codes.get(usage)!);
      held = down;
    }
  });
  function strike(code: string) {
    const key = code === 'NumpadEnter' ? 'Enter' : code;
    keys.dispatchEvent(Object.assign(new Event('keydown', { bubbles: true, cancelable: true }), { code, key, repeat: false, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false }));
  }
}
