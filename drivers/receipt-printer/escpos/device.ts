import { joined } from '../../transport/bytes.ts';
import { type Clock, systemClock } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { Bitmap } from '../port.ts';
import { rowBytesOf } from './codec.ts';

/** A piece of paper that came out. Blank feed at its end is not part of the bitmap. */
export interface SimPaper { readonly bitmap: Bitmap; readonly cut: boolean }
export type SimPrinterEvent =
  | { readonly is: 'initialised' | 'cut' | 'recovered' }
  | { readonly is: 'fed'; readonly dots: number }
  /** A byte that began no known command: the stream is out of step, or text was sent. */
  | { readonly is: 'stray'; readonly byte: number };

/** A simulated ESC/POS printer at the other end of a wire: decodes the bytes back into dots on paper. */
export interface SimEscpos {
  /** Pieces cut off so far. */
  readonly papers: readonly SimPaper[];
  readonly events: readonly SimPrinterEvent[];
  /** What hangs out of the slot and is not cut. */
  readonly hanging: Bitmap;
  setCover(cover: 'open' | 'closed'): void;
  setPaper(paper: 'full' | 'low' | 'end'): void;
  readonly paper: 'full' | 'low' | 'end';
  /** The paper will end after so many more printed rows. */
  endPaperAfterRows(rows: number): void;
  /** The next cut will jam, until `false` and a recovery. */
  setCutterFault(fault: boolean): void;
  /** `all`: switched off, what it held is lost. `replies`: prints, but nothing comes back. */
  mute: 'all' | 'replies' | null;
  /** Time for one row; 0 prints at once. */
  msPerRow: number;
  /** Bytes not yet worked through. */
  readonly buffered: number;
}

/** `bufferBytes` is where XOFF is sent; XON follows at half of it. */
export function simEscpos(wire: Wire, { widthDots, clock = systemClock, bufferBytes = 65_536 }: { widthDots: number; clock?: Clock; bufferBytes?: number }): SimEscpos {
  const rowBytes = rowBytesOf(widthDots);
  const papers: SimPaper[] = [];
  const events: SimPrinterEvent[] = [];
  let mute: SimEscpos['mute'] = null;
  let cover: 'open' | 'closed' = 'closed';
  let paper: 'full' | 'low' | 'end' = 'full';
  let rowsLeft = Infinity;
  let cutterFault = false;
  let cutterJammed = false;
  let reporting = false;
  let reported = '';
  let held = false;
  let resting = false;
  let input: Uint8Array = new Uint8Array(0);
  let recent: readonly [number | undefined, number | undefined] = [undefined, undefined];
  let rows: Uint8Array[] = [];
  let blankRows = 0;
  let raster: { readonly bytesPerRow: number; rows: number } | undefined;

  const halted = () => cover === 'open' || paper === 'end' || cutterJammed;
  const canWork = () => !halted() && !resting;
  const reply = (...bytes: number[]) => { if (!mute) void wire.send(Uint8Array.from(bytes)); };
  const bit = (is: boolean, mask: number) => (is ? mask : 0);

  function realTime(n: number) {
    if (n === 1) reply(0x12 | bit(halted(), 0x08));
    if (n === 2) reply(0x12 | bit(cover === 'open', 0x04) | bit(paper === 'end', 0x20) | bit(cutterJammed, 0x40));
    if (n === 3) reply(0x12 | bit(cutterJammed, 0x08));
    if (n === 4) reply(0x12 | bit(paper !== 'full', 0x0c) | bit(paper === 'end', 0x60));
  }
  function report(always = false) {
    const bytes = [0x10 | bit(halted(), 0x08) | bit(cover === 'open', 0x20), bit(cutterJammed, 0x08), bit(paper !== 'full', 0x03) | bit(paper === 'end', 0x0c), 0];
    if (!reporting || (!always && reported === bytes.join())) return;
    reported = bytes.join();
    reply(...bytes);
  }
  function recovered() {
    cutterJammed = false;
    input = new Uint8Array(0);
    raster = undefined;
    events.push({ is: 'recovered' });
    report();
  }
  function changed() { report(); work(); }

  wire.listen((bytes) => {
    if (mute === 'all') return;
    let from = 0;
    bytes.forEach((byte, at) => {
      // Real-time commands act on arrival, even in the middle of picture data that happens to contain them.
      const [first, second] = recent;
      recent = [second, byte];
      if (first === 0x10 && second === 0x04) realTime(byte);
      if (first === 0x10 && second === 0x05 && byte === 2 && cutterJammed && !cutterFault) {
        from = at + 1;
        recovered();
      }
    });
    input = joined(input, bytes.subarray(from));
    if (!held && input.length > bufferBytes) { held = true; reply(0x13); }
    work();
  });

  function work() {
    while (canWork() && step()) {
      if (held && input.length <= bufferBytes / 2) { held = false; reply(0x11); }
    }
  }
  function take(count: number): Uint8Array {
    const taken = input.subarray(0, count);
    input = input.subarray(count);
    return taken;
  }
  /** Works through one command, or one row; false when more bytes are needed. */
  function step(): boolean {
    if (raster) return rasterRow(raster);
    const [a, b, c, d] = input;
    if (a === undefined) return false;
    if (a === 0x00) { take(1); return true; }
    if (a !== 0x10 && a !== 0x1b && a !== 0x1d) { events.push({ is: 'stray', byte: a }); take(1); return true; }
    if (b === undefined) return false;
    const command = (a << 8) | b;
    const length = { 0x1b40: 2, 0x1b4a: 3, 0x1b64: 3, 0x1d61: 3, 0x1d72: 3, 0x1d56: c === 0x41 || c === 0x42 ? 4 : 3, 0x1d76: 8, 0x1004: 3, 0x1005: 3 }[command];
    if (length === undefined) { events.push({ is: 'stray', byte: a }, { is: 'stray', byte: b }); take(2); return true; }
    if (input.length < length) return false;
    const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = take(length);
    if (command === 0x1b40) { reporting = false; events.push({ is: 'initialised' }); }
    if (command === 0x1b4a || command === 0x1b64) { blankRows += (c ?? 0) * (command === 0x1b64 ? 30 : 1); events.push({ is: 'fed', dots: c ?? 0 }); }
    if (command === 0x1d61) { reporting = c !== 0; report(true); }
    if (command === 0x1d72 && c) reply(bit(paper !== 'full', 0x03));
    if (command === 0x1d56) cut();
    if (command === 0x1d76 && d !== undefined) raster = { bytesPerRow: xLow | (xHigh << 8), rows: yLow | (yHigh << 8) };
    return true;
  }
  function rasterRow(band: { readonly bytesPerRow: number; rows: number }): boolean {
    if (band.rows === 0 || band.bytesPerRow === 0) { raster = undefined; return true; }
    if (input.length < band.bytesPerRow) return false;
    const row = new Uint8Array(rowBytes);
    row.set(take(band.bytesPerRow).subarray(0, rowBytes));
    for (; blankRows > 0; blankRows--) rows.push(new Uint8Array(rowBytes));
    rows.push(row);
    if (--band.rows === 0) raster = undefined;
    if (--rowsLeft <= 0) { paper = 'end'; rowsLeft = Infinity; report(); }
    if (sim.msPerRow > 0) { resting = true; clock.after(sim.msPerRow, () => { resting = false; work(); }); }
    return true;
  }
  function cut() {
    blankRows = 0;
    if (cutterFault) { cutterJammed = true; report(); return; }
    if (rows.length > 0) papers.push({ bitmap: sim.hanging, cut: true });
    rows = [];
    events.push({ is: 'cut' });
  }

  const sim: SimEscpos = {
    papers,
    events,
    get hanging() { return { widthDots, heightDots: rows.length, bits: joined(...rows) }; },
    setCover(next) { cover = next; changed(); },
    get paper() { return paper; },
    setPaper(next) { paper = next; rowsLeft = Infinity; changed(); },
    endPaperAfterRows(count) { rowsLeft = count; },
    setCutterFault(fault) { cutterFault = fault; },
    get mute() { return mute; },
    set mute(next) {
      mute = next;
      if (next === 'all') { input = new Uint8Array(0); raster = undefined; reporting = false; held = false; }
    },
    msPerRow: 0,
    get buffered() { return input.length; },
  };
  return sim;
}
