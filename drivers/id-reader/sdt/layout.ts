/** Where the fields of a 256-byte text block lie, UTF-16LE: byte offset and length. The same bytes mean other things on other kinds. */
export type Layout<Field extends string> = Readonly<Record<Field, readonly [at: number, length: number]>>;

export const textBytes = 256;
/** The letter that tells the kind. It is looked at before anything else. */
export const kindAt = 248;

export const residentLayout = {
  name: [0, 30], sex: [30, 2], nation: [32, 4], birth: [36, 16], address: [52, 70], number: [122, 36],
  issuer: [158, 30], validFrom: [188, 16], validTo: [204, 16],
} as const;
/** J: residence permit for Hong Kong, Macao and Taiwan residents. */
export const permitLayout = {
  name: [0, 30], sex: [30, 2], birth: [36, 16], address: [52, 70], number: [122, 36], issuer: [158, 30],
  validFrom: [188, 16], validTo: [204, 16], passNumber: [220, 18], issueCount: [238, 4],
} as const;
/** I: foreign permanent resident, first generation. */
export const foreignerLayout = {
  englishName: [0, 120], sex: [120, 2], number: [122, 30], nationality: [152, 6], chineseName: [158, 30],
  validFrom: [188, 16], validTo: [204, 16], birth: [220, 16], version: [236, 4], authority: [240, 8],
} as const;
/** Y: foreign permanent resident, 2023. A long English name goes on in `nameRest`. */
export const foreigner2023Layout = {
  chineseName: [0, 30], sex: [30, 2], renewals: [32, 4], birth: [36, 16], englishName: [52, 70], number: [122, 36],
  validFrom: [188, 16], validTo: [204, 16], nameRest: [220, 22], nationality: [242, 6], formerNumber: [250, 6],
} as const;

/** The fields of a text block with their padding removed. */
export function readFields<Field extends string>(bytes: Uint8Array, layout: Layout<Field>): Record<Field, string> {
  return Object.fromEntries((Object.entries(layout) as [Field, readonly [number, number]][]).map(([field, [at, length]]) => [field, trimmed(units(bytes, at, length))])) as Record<Field, string>;
}

/** A text block of these fields, padded with U+0020 as on real cards. Throws when one is too long. */
export function writeFields<Field extends string>(layout: Layout<Field>, fields: Readonly<Record<NoInfer<Field>, string>>, kind: string): Uint8Array {
  const bytes = new Uint8Array(textBytes);
  putUnits(bytes, '', 0, textBytes);
  for (const [field, [at, length]] of Object.entries(layout) as [Field, readonly [number, number]][]) putUnits(bytes, fields[field], at, length);
  putUnits(bytes, kind, kindAt, 2);
  return bytes;
}

/** Writes UTF-16LE, filled up with U+0020 to `length` bytes. */
export function putUnits(bytes: Uint8Array, text: string, at: number, length: number): void {
  if (text.length * 2 > length) throw new RangeError(`too long for ${length} bytes`);
  for (let i = 0; i < length / 2; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 0x20;
    bytes[at + 2 * i] = unit & 0xff;
    bytes[at + 2 * i + 1] = unit >> 8;
  }
}

/** Exact units: a TextDecoder would replace a lone surrogate, and names hold private-use characters that must survive. */
export function units(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8));
  return text;
}

export function trimmed(text: string): string {
  return text.replace(/[ \0]+$/, '');
}
