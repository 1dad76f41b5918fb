export interface FontGlyph {
  readonly codePoint: number;
  /** In units of 1/1000 em, like all lengths here. */
  readonly advance: number;
  readonly contours: readonly (readonly { readonly x: number; readonly y: number; readonly onCurve: boolean }[])[];
}

/** A TrueType file of simple glyphs, 1000 units per em, glyph 0 empty. Only the tables a PDF needs (OpenType 1.9.1). */
export function trueType(glyphs: readonly FontGlyph[], { ascent, descent, name }: { ascent: number; descent: number; name: string }): Buffer {
  const all: FontGlyph[] = [{ codePoint: 0, advance: 1000, contours: [] }, ...glyphs];
  const outlines = all.map(outline);
  const offsets = outlines.reduce<number[]>((at, data) => [...at, at.at(-1)! + data.length], [0]);
  const largest = Math.max(...all.map((glyph) => glyph.contours.flat().length));
  const box = boxOf(all.flatMap((glyph) => glyph.contours.flat()));
  const head = bytes(u32(0x00010000), u32(0x00010000), u32(0), u32(0x5f0f3cf5), u16(0), u16(1000), zeros(16), i16s(box), u16(0), u16(8), i16s([2, 1, 0]));
  const hhea = bytes(u32(0x00010000), i16s([ascent, descent, 0, Math.max(...all.map((g) => g.advance)), 0, 0, 0, 1, 0, 0]), zeros(8), u16(0), u16(all.length));
  const maxp = bytes(u32(0x00010000), u16(all.length), u16(largest), u16(Math.max(...all.map((g) => g.contours.length))), zeros(4), u16(2), zeros(16));
  return sfnt({
    'OS/2': bytes(
      u16(4), i16s([1000]), u16(400), u16(5), zeros(24), zeros(10 + 16), Buffer.from('DEMO'), u16(0x40), u16(0), u16(0xffff),
      i16s([ascent, descent, 0]), u16(ascent), u16(-descent), zeros(8), i16s([543, 733]), u16(0), u16(32), u16(0),
    ),
    cmap: cmap(glyphs.map((glyph) => glyph.codePoint)),
    glyf: Buffer.concat(outlines),
    head, hhea,
    hmtx: Buffer.concat(all.map((glyph) => bytes(u16(glyph.advance), i16s([boxOf(glyph.contours.flat())[0]!])))),
    loca: Buffer.concat(offsets.map(u32)),
    maxp,
    name: nameTable(name),
    post: bytes(u32(0x00030000), zeros(28)),
  });
}

function outline({ contours }: FontGlyph): Buffer {
  const points = contours.flat();
  if (points.length === 0) return Buffer.alloc(0);
  let end = -1;
  const ends = contours.map((contour) => (end += contour.length));
  const deltas = (axis: 'x' | 'y') => points.map((point, i) => Math.round(point[axis]) - (i === 0 ? 0 : Math.round(points[i - 1]![axis])));
  // Every coordinate in two bytes: size is no concern, and no flags repeat.
  const flags = Buffer.from(points.map((point) => (point.onCurve ? 1 : 0)));
  const data = bytes(u16(contours.length), i16s(boxOf(points)), Buffer.concat(ends.map(u16)), u16(0), flags, i16s(deltas('x')), i16s(deltas('y')));
  return Buffer.concat([data, zeros(-data.length & 3)]);
}

/** Format 12: one group per character. */
function cmap(codePoints: readonly number[]): Buffer {
  const groups = codePoints.map((codePoint, i) => bytes(u32(codePoint), u32(codePoint), u32(i + 1)));
  return bytes(u16(0), u16(1), u16(3), u16(10), u32(12), u16(12), u16(0), u32(16 + groups.length * 12), u32(0), u32(groups.length), ...groups);
}

/** Family, style, full and PostScript name, Windows platform, English. */
function nameTable(name: string): Buffer {
  const strings = [[1, name], [2, 'Regular'], [4, name], [6, name]] as const;
  const texts = strings.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  let at = 0;
  const records = strings.map(([id], i) => {
    const record = bytes(u16(3), u16(1), u16(0x409), u16(id), u16(texts[i]!.length), u16(at));
    at += texts[i]!.length;
    return record;
  });
  return bytes(u16(0), u16(strings.length), u16(6 + strings.length * 12), ...records, ...texts);
}

function sfnt(tables: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(tables).sort();
  const power = 2 ** Math.floor(Math.log2(names.length));
  let at = 12 + names.length * 16;
  const directory: Buffer[] = [];
  const bodies: Buffer[] = [];
  for (const name of names) {
    const table = tables[name]!;
    const padded = Buffer.concat([table, zeros(-table.length & 3)]);
    directory.push(bytes(Buffer.from(name), u32(checksum(padded)), u32(at), u32(table.length)));
    bodies.push(padded);
    at += padded.length;
  }
  return bytes(u32(0x00010000), u16(names.length), u16(power * 16), u16(Math.log2(power)), u16((names.length - power) * 16), ...directory, ...bodies);
}

function checksum(padded: Buffer): number {
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}

function boxOf(points: readonly { readonly x: number; readonly y: number }[]): number[] {
  if (points.length === 0) return [0, 0, 0, 0];
  const extreme = (of: (...values: number[]) => number, axis: 'x' | 'y') => points.reduce((best, point) => of(best, Math.round(point[axis])), Math.round(points[0]![axis]));
  return [extreme(Math.min, 'x'), extreme(Math.min, 'y'), extreme(Math.max, 'x'), extreme(Math.max, 'y')];
}

const bytes = (...parts: Buffer[]) => Buffer.concat(parts);
const zeros = (length: number) => Buffer.alloc(length);
const u16 = (value: number) => { const b = Buffer.alloc(2); b.writeUInt16BE(value); return b; };
const u32 = (value: number) => { const b = Buffer.alloc(4); b.writeUInt32BE(value); return b; };
const i16s = (values: readonly number[]) => { const b = Buffer.alloc(values.length * 2); values.forEach((value, i) => b.writeInt16BE(value, i * 2)); return b; };
