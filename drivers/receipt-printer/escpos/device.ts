import { joined } from '../../transport/bytes.ts';
import { type Clock, systemClock } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { Bitmap } from '../port.ts';
import { clearBuffers } from './codec.ts';
import { commandLength } from './device-commands.ts';
import { sheet, type SimTextLine } from './sheet.ts';

/** A piece of paper that came out. What is fed only to reach the cutter is not part of the bitmap. */
export interface SimPaper { readonly bitmap: Bitmap; readonly lines: readonly SimTextLine[]; readonly cut: boolean }
export type SimPrinterEvent =
  | { readonly is: 'initialised' | 'cut' | 'recovered' | 'cleared' }
  | { readonly is: 'fed'; readonly dots: number }
  /** A byte that began no known command: the stream is out of step. */
  | { readonly is: 'stray'; readonly byte: number }
  /** A command that this printer knows and does not draw, such as a bar code. */
  | { readonly is: 'passed-over'; readonly command: number };

/** A simulated ESC/POS printer at the other end of a wire: decodes the bytes back into dots and lines on paper. */
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
  /** A fault of the printer itself that halts it: too hot a head (`passing`), or one only its maker mends. */
  setError(error: 'passing' | 'lasting' | null): void;
  readonly error: 'passing' | 'lasting' | null;
  /** `all`: switched off, what it held is lost. `replies`: prints, but nothing comes back. */
  mute: 'all' | 'replies' | null;
  /** Power lost and back so many milliseconds later; what it held and was told is forgotten, what is on paper stays. */
  powerCycle(offMs?: number): void;
  /** Says XOFF whatever its buffer holds, and XON no sooner than this is false. */
  stuck: boolean;
  /** Whether it knows reports (ASB) at all. */
  reports: boolean;
  /** Time for one row; 0 prints at once. */
  msPerRow: number;
  /** Time for one cut. */
  msPerCut: number;
  /** Bytes not yet worked through. */
  readonly buffered: number;
}

/** `bufferBytes` is where XOFF is sent; XON follows at half of it. `clears`: whether it knows DLE DC4 8, as newer ones do. */
export function simEscpos(wire: Wire, { widthDots, clock = systemClock, bufferBytes = 65_536, clears = true }: { widthDots: number; clock?: Clock; bufferBytes?: number; clears?: boolean }): SimEscpos {
  const paperOut = sheet(widthDots);
  const papers: SimPaper[] = [];
  const events: SimPrinterEvent[] = [];
  let mute: SimEscpos['mute'] = null;
  let cover: 'open' | 'closed' = 'closed';
  let paper: 'full' | 'low' | 'end' = 'full';
  let rowsLeft = Infinity;
  let cutterFault = false;
  let cutterJammed = false;
  let error: 'passing' | 'lasting' | null = null;
  let reporting = false;
  let reported = '';
  let held = false;
  let stuck = false;
  let resting = false;
  let input: Uint8Array = new Uint8Array(0);
  let recent: readonly number[] = [];
  let raster: { readonly bytesPerRow: number; readonly m: number; readonly drawn: boolean; rows: number } | undefined;

  const halted = () => cover === 'open' || paper === 'end' || cutterJammed || error !== null;
  const canWork = () => !halted() && !resting;
  const reply = (...bytes: number[]) => { if (!mute) void wire.send(Uint8Array.from(bytes)); };
  const bit = (is: boolean, mask: number) => (is ? mask : 0);

  function realTime(n: number) {
    if (n === 1) reply(0x12 | bit(halted(), 0x08));
    if (n === 2) reply(0x12 | bit(cover === 'open', 0x04) | bit(paper === 'end', 0x20) | bit(cutterJammed || error !== null, 0x40));
    if (n === 3) reply(0x12 | bit(cutterJammed, 0x08) | bit(error === 'lasting', 0x20) | bit(error === 'passing', 0x40));
    if (n === 4) reply(0x12 | bit(paper !== 'full', 0x0c) | bit(paper === 'end', 0x60));
  }
  function report(always = false) {
    const bytes = [0x10 | bit(halted(), 0x08) | bit(cover === 'open', 0x20), bit(cutterJammed, 0x08) | bit(error === 'lasting', 0x20) | bit(error === 'passing', 0x40), bit(paper !== 'full', 0x03) | bit(paper === 'end', 0x0c), 0];
    if (!reporting || !sim.reports || (!always && reported === bytes.join())) return;
    reported = bytes.join();
    reply(...bytes);
  }
  function forget() {
    input = new Uint8Array(0);
    raster = undefined;
    paperOut.dropLine();
  }
  function changed() { report(); work(); }

  wire.listen((bytes) => {
    if (mute === 'all') return;
    let from = 0;
    bytes.forEach((byte, at) => {
      // Real-time commands act on arrival, even in the middle of picture data that happens to contain them.
      recent = [...recent, byte].slice(-clearBuffers.length);
      const [dle, kind] = [recent.at(-3), recent.at(-2)];
      if (dle === 0x10 && kind === 0x04) realTime(byte);
      if (dle === 0x10 && kind === 0x05 && byte === 2 && cutterJammed && !cutterFault) {
        from = at + 1;
        cutterJammed = false;
        forget();
        events.push({ is: 'recovered' });
        report();
      }
      if (clears && recent.join() === clearBuffers.join()) {
        from = at + 1;
        forget();
        events.push({ is: 'cleared' });
        goOn();
        reply(0x37, 0x25, 0x00);
      }
    });
    input = joined(input, bytes.subarray(from));
    if (!held && input.length > bufferBytes) { held = true; reply(0x13); }
    work();
  });

  function work() {
    while (canWork() && step()) {
      goOn();
    }
  }
  function goOn() {
    if (held && !stuck && input.length <= bufferBytes / 2) { held = false; reply(0x11); }
  }
  function take(count: number): Uint8Array {
    const taken = input.subarray(0, count);
    input = input.subarray(count);
    return taken;
  }
  /** Works through one character, one command, or one row; false when more bytes are needed. */
  function step(): boolean {
    if (raster) return rasterRow(raster);
    const first = input[0];
    if (first === undefined) return false;
    if (first === 0x0a) { take(1); used(paperOut.printLine()); return true; }
    if (first >= 0x20) { take(1); paperOut.char(first); return true; }
    if (first !== 0x10 && first !== 0x1b && first !== 0x1c && first !== 0x1d) {
      take(1);
      if (first !== 0x00 && first !== 0x0d) events.push({ is: 'stray', byte: first });
      return true;
    }
    const length = commandLength(input);
    if (length === 'more') return false;
    if (length === 'unknown') { for (const byte of take(2)) events.push({ is: 'stray', byte }); return true; }
    obey(take(length));
    return true;
  }
  function obey(bytes: Uint8Array) {
    const [a = 0, b = 0, c = 0, d = 0, xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = bytes;
    const command = (a << 8) | b;
    switch (command) {
      case 0x1b40: reporting = false; paperOut.reset(); events.push({ is: 'initialised' }); break;
      case 0x1b4a: case 0x1b64: feed(c * (command === 0x1b64 ? 34 : 1)); break;
      case 0x1d61: reporting = c !== 0; report(true); break;
      case 0x1d72: reply(bit(paper !== 'full', 0x03)); break;
      case 0x1d49: if (c >= 0x41) reply(0x5f, ...new TextEncoder().encode(c === 0x42 ? 'SIM' : 'ESC/POS'), 0); else reply(0x00); break;
      case 0x1d56: case 0x1b69: case 0x1b6d: cut(); break;
      case 0x1d76: beginRaster(d & 3, xLow | (xHigh << 8), yLow | (yHigh << 8)); break;
      case 0x1c26: paperOut.setStyle({ chinese: true }); break;
      case 0x1c2e: paperOut.setStyle({ chinese: false }); break;
      case 0x1c21: paperOut.setStyle({ chineseWide: (c & 0x04) !== 0, chineseTall: (c & 0x08) !== 0 }); break;
      case 0x1d21: paperOut.setStyle({ wide: (c & 0xf0) !== 0, tall: (c & 0x0f) !== 0 }); break;
      case 0x1b45: paperOut.setStyle({ bold: (c & 1) !== 0 }); break;
      case 0x1d42: paperOut.setStyle({ inverse: (c & 1) !== 0 }); break;
      case 0x1b61: paperOut.setStyle({ align: (['left', 'center', 'right'] as const)[c & 3] ?? 'left' }); break;
      case 0x1b24: paperOut.moveTo(c + d * 256); break;
      case 0x1b5c: paperOut.moveTo(paperOut.atDots + c + d * 256); break;
      case 0x1d6b: case 0x1d28: case 0x1d38: case 0x1b2a: events.push({ is: 'passed-over', command }); break;
      default: break;
    }
  }
  function feed(dots: number) {
    paperOut.feed(dots);
    events.push({ is: 'fed', dots });
  }
  /** A picture beyond what the manual allows is no command: what follows is taken for text. */
  function beginRaster(m: number, bytesPerRow: number, rows: number) {
    if (bytesPerRow > 128 || rows > 4095) { events.push({ is: 'stray', byte: 0x1d }); return; }
    raster = { bytesPerRow, rows, m, drawn: !paperOut.begun };
  }
  function rasterRow(band: NonNullable<typeof raster>): boolean {
    if (band.rows === 0 || band.bytesPerRow === 0) { raster = undefined; return true; }
    if (input.length < band.bytesPerRow) return false;
    const sent = take(band.bytesPerRow);
    if (--band.rows === 0) raster = undefined;
    if (!band.drawn) { events.push({ is: 'stray', byte: 0x1d }); return true; }
    const row = band.m & 1 ? doubled(sent) : sent;
    const times = band.m & 2 ? 2 : 1;
    for (let i = 0; i < times; i++) paperOut.dots(row);
    used(times);
    return true;
  }
  function used(rows: number) {
    rowsLeft -= rows;
    if (rowsLeft <= 0) { paper = 'end'; rowsLeft = Infinity; report(); }
    rest(sim.msPerRow * rows);
  }
  function rest(ms: number) {
    if (ms <= 0) return;
    resting = true;
    clock.after(ms, () => { resting = false; work(); });
  }
  function cut() {
    if (paperOut.begun) paperOut.printLine();
    if (cutterFault) { cutterJammed = true; report(); return; }
    const piece = paperOut.cut();
    if (piece.bitmap.heightDots > 0) papers.push({ ...piece, cut: true });
    events.push({ is: 'cut' });
    rest(sim.msPerCut);
  }

  const sim: SimEscpos = {
    papers,
    events,
    get hanging() { return paperOut.bitmap; },
    setCover(next) { cover = next; changed(); },
    get paper() { return paper; },
    setPaper(next) { paper = next; rowsLeft = Infinity; changed(); },
    endPaperAfterRows(count) { rowsLeft = count; },
    setCutterFault(fault) { cutterFault = fault; },
    get error() { return error; },
    setError(next) { error = next; changed(); },
    get mute() { return mute; },
    set mute(next) {
      mute = next;
      if (next === 'all') { forget(); paperOut.reset(); reporting = false; held = false; }
    },
    powerCycle(offMs = 0) {
      sim.mute = 'all';
      if (offMs > 0) clock.after(offMs, () => { sim.mute = null; });
      else sim.mute = null;
    },
    get stuck() { return stuck; },
    set stuck(next) {
      stuck = next;
      if (next && !held) { held = true; reply(0x13); }
      goOn();
    },
    reports: true,
    msPerRow: 0,
    msPerCut: 0,
    get buffered() { return input.length; },
  };
  return sim;
}

/** A row of dots twice as wide. */
function doubled(row: Uint8Array): Uint8Array {
  return Uint8Array.from([...row].flatMap((byte) => [spread(byte >> 4), spread(byte & 15)]));
}
const spread = (nibble: number) => [8, 4, 2, 1].reduce((byte, mask, i) => byte | ((nibble & mask) !== 0 ? 0xc0 >> (i * 2) : 0), 0);
