/** A pen's report (HID Usage Tables, Digitizers page 0x0D): tip switch, place in the tablet's own units, scan time in 0.1 ms. */
export interface PenReport { readonly tip: boolean; readonly x: number; readonly y: number; readonly scanTime: number }

export const most = 32_767;
const reportId = 2;
const reportBytes = 8;
const tipSwitch = 0x01;
const inRange = 0x20;

/** Eight bytes: report id 2, tip switch (bit 0) and in range (bit 5), X, Y and scan time, little-endian. */
export function encodePen({ tip, x, y, scanTime }: PenReport): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(reportBytes);
  const view = new DataView(bytes.buffer);
  bytes[0] = reportId;
  bytes[1] = inRange | (tip ? tipSwitch : 0);
  view.setUint16(2, x, true);
  view.setUint16(4, y, true);
  view.setUint16(6, scanTime & 0xffff, true);
  return bytes;
}

/** Takes bytes as they come and gives whole reports; what cannot be one is skipped byte by byte. Never throws. */
export function penParser() {
  let held = new Uint8Array(0);
  return {
    push(chunk: Uint8Array): PenReport[] {
      const all = new Uint8Array(held.length + chunk.length);
      all.set(held);
      all.set(chunk, held.length);
      const reports: PenReport[] = [];
      let at = 0;
      while (at + reportBytes <= all.length) {
        const view = new DataView(all.buffer, at, reportBytes);
        const [flags, x, y] = [view.getUint8(1), view.getUint16(2, true), view.getUint16(4, true)];
        if (view.getUint8(0) !== reportId || (flags & ~(tipSwitch | inRange)) !== 0 || x > most || y > most) { at++; continue; }
        reports.push({ tip: (flags & tipSwitch) !== 0, x, y, scanTime: view.getUint16(6, true) });
        at += reportBytes;
      }
      held.fill(0);
      held = all.slice(at);
      all.fill(0);
      return reports;
    },
    reset() { held.fill(0); held = new Uint8Array(0); },
  };
}
