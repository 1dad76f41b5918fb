/** Which characters a printer has in its font: entry models GB 2312, better ones GBK, few all of GB 18030. */
export type PrinterFont = 'gb2312' | 'gbk' | 'gb18030';

/** The font a configuration names; `gb2312`, which every Chinese printer has, for anything else. */
export const fontNamed = (name: unknown): PrinterFont => (['gb2312', 'gbk', 'gb18030'] as const).find((font) => font === name) ?? 'gb2312';

/**
 * GB 18030 bytes of a text, or undefined when the font lacks one of its characters: what a printer does not have it leaves out
 * or prints as something else, and a name must be neither. Of ASCII only what is visible counts as text.
 */
export function encoded(text: string, font: PrinterFont): number[] | undefined {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code >= 0x20 && code <= 0x7e) { bytes.push(code); continue; }
    const two = twoByte().get(char);
    if (two !== undefined && (font === 'gb18030' || inFont[font](two >> 8, two & 0xff))) { bytes.push(two >> 8, two & 0xff); continue; }
    const four = font === 'gb18030' && two === undefined ? fourByte(char, code) : undefined;
    if (!four) return undefined;
    bytes.push(...four);
  }
  return bytes;
}

/** The rows and cells that GB/T 2312-1980 fills, as bytes; what later sets put between them is not in such a font. */
const symbols: Readonly<Record<number, readonly (readonly [from: number, to: number])[]>> = {
  0xa1: [[0xa1, 0xfe]], 0xa2: [[0xb1, 0xe2], [0xe5, 0xee], [0xf1, 0xfc]], 0xa3: [[0xa1, 0xfe]], 0xa4: [[0xa1, 0xf3]], 0xa5: [[0xa1, 0xf6]],
  0xa6: [[0xa1, 0xb8], [0xc1, 0xd8]], 0xa7: [[0xa1, 0xc1], [0xd1, 0xf1]], 0xa8: [[0xa1, 0xba], [0xc5, 0xe9]], 0xa9: [[0xa4, 0xef]], 0xd7: [[0xa1, 0xf9]],
};
const hanzi = [[0xa1, 0xfe]] as const;
const inFont: Readonly<Record<'gb2312' | 'gbk', (lead: number, trail: number) => boolean>> = {
  gb2312: (lead, trail) => (symbols[lead] ?? (lead >= 0xb0 && lead <= 0xf7 ? hanzi : [])).some(([from, to]) => trail >= from && trail <= to),
  // GB 18030-2000 filled the end of row FE, and moved some of it since: fonts differ there.
  gbk: (lead, trail) => lead !== 0xfe || trail < 0x50 || trail > 0xa0,
};

/**
 * The tables of the WHATWG Encoding Standard, which a browser and Node have for reading only: read once from end to end, they
 * serve for writing. Characters of private use are left out, for no two fonts agree on them.
 */
const twoByte = once(() => inverted((add) => {
  for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) add(lead, trail);
}, (bytes) => (bytes[0]! << 8) | bytes[1]!));
const fourByteOfPlane0 = once(() => inverted((add) => {
  for (let pointer = 0; pointer < 39_420; pointer++) add(...fromPointer(pointer));
}, (bytes) => bytes));

function fourByte(char: string, code: number): readonly number[] | undefined {
  return code >= 0x10000 ? (code < 0xf0000 ? fromPointer(189_000 + code - 0x10000) : undefined) : fourByteOfPlane0().get(char);
}
const fromPointer = (p: number): readonly [number, number, number, number] => [0x81 + Math.floor(p / 12_600), 0x30 + (Math.floor(p / 1260) % 10), 0x81 + (Math.floor(p / 10) % 126), 0x30 + (p % 10)];

function inverted<T>(each: (add: (...bytes: number[]) => void) => void, value: (bytes: readonly number[]) => T): ReadonlyMap<string, T> {
  const decoder = new TextDecoder('gb18030');
  const map = new Map<string, T>();
  each((...bytes) => {
    const char = decoder.decode(Uint8Array.from(bytes));
    const code = char.codePointAt(0)!;
    // The wide space stands twice in the table; as in the standard the first one counts.
    if (char.length === 1 && code !== 0xfffd && (code < 0xe000 || code > 0xf8ff) && !map.has(char)) map.set(char, value(bytes));
  });
  return map;
}
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
