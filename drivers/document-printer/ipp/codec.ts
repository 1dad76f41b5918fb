/** IPP messages as bytes and back (RFC 8010 §3). Requests and responses have the same shape. */

export interface IppMessage {
  readonly version: readonly [major: number, minor: number];
  /** Operation of a request, status of a response. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** What follows the attributes: the document of a Print-Job. */
  readonly data: Uint8Array;
}
export interface IppGroup { readonly tag: number; readonly attributes: readonly IppAttribute[] }
export interface IppAttribute { readonly name: string; readonly values: readonly IppValue[] }
/** Integers and enums are numbers, booleans booleans, all text-like values strings; everything else stays bytes. */
export interface IppValue { readonly tag: number; readonly value: number | boolean | string | Uint8Array }

export type Decoded = { readonly ok: true; readonly value: IppMessage } | { readonly ok: false; readonly why: 'truncated' | 'malformed' | 'too-large' };

export const operation = { printJob: 0x0002, createJob: 0x0005, sendDocument: 0x0006, cancelJob: 0x0008, getJobAttributes: 0x0009, getPrinterAttributes: 0x000b } as const;
export const groupTag = { operation: 1, job: 2, printer: 4 } as const;
export const valueTag = {
  unsupported: 0x10, unknown: 0x12, noValue: 0x13, integer: 0x21, boolean: 0x22, enumeration: 0x23, range: 0x33,
  textWithLanguage: 0x35, nameWithLanguage: 0x36, text: 0x41, name: 0x42, keyword: 0x44, uri: 0x45, charset: 0x47, language: 0x48, mimeType: 0x49,
} as const;
export const statusCode = { ok: 0x0000, badRequest: 0x0400, notPossible: 0x0404, notFound: 0x0406, formatNotSupported: 0x040a, notSupported: 0x0501, busy: 0x0507 } as const;
const endOfAttributes = 3;

/** A hostile or broken printer may send anything: these bound what is kept of it. */
const mostAttributeBytes = 512 * 1024;
const mostValues = 5000;

const text = new TextEncoder();
const untext = new TextDecoder();

export function encodeIpp({ version, code, requestId, groups, data }: IppMessage): Uint8Array<ArrayBuffer> {
  const out: number[] = [...version, ...two(code), ...four(requestId)];
  for (const group of groups) {
    out.push(group.tag);
    for (const { name, values } of group.attributes) {
      values.forEach(({ tag, value }, i) => {
        const nameBytes = i === 0 ? text.encode(name) : new Uint8Array(0);
        const bytes = valueBytes(tag, value);
        out.push(tag, ...two(nameBytes.length), ...nameBytes, ...two(bytes.length), ...bytes);
      });
    }
  }
  out.push(endOfAttributes);
  const whole = new Uint8Array(out.length + data.length);
  whole.set(out);
  whole.set(data, out.length);
  return whole;
}

export function decodeIpp(bytes: Uint8Array): Decoded {
  if (bytes.length < 9) return { ok: false, why: 'truncated' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const groups: { tag: number; attributes: { name: string; values: IppValue[] }[] }[] = [];
  let values = 0;
  let at = 8;
  for (;;) {
    if (at > mostAttributeBytes) return { ok: false, why: 'too-large' };
    if (at >= bytes.length) return { ok: false, why: 'truncated' };
    const tag = bytes[at++]!;
    if (tag === endOfAttributes) break;
    if (tag < 0x10) { groups.push({ tag, attributes: [] }); continue; }

    const name = lengthAndBytes(view, bytes, at);
    const value = name && lengthAndBytes(view, bytes, name.end);
    if (!name || !value) return { ok: false, why: 'truncated' };
    at = value.end;
    if (++values > mostValues) return { ok: false, why: 'too-large' };
    const group = groups.at(-1);
    if (!group) return { ok: false, why: 'malformed' };
    const read = readValue(tag, value.bytes);
    if (!read) return { ok: false, why: 'malformed' };
    if (name.bytes.length > 0) group.attributes.push({ name: untext.decode(name.bytes), values: [read] });
    else if (group.attributes.length > 0) group.attributes.at(-1)!.values.push(read);
    else return { ok: false, why: 'malformed' };
  }
  return { ok: true, value: { version: [bytes[0]!, bytes[1]!], code: view.getUint16(2), requestId: view.getInt32(4), groups, data: bytes.slice(at) } };
}

/** The values of one attribute in the first group of that tag; none when it is absent. */
export function valuesOf(message: IppMessage, group: number, name: string): readonly IppValue['value'][] {
  const found = message.groups.find(({ tag }) => tag === group)?.attributes.find((attribute) => attribute.name === name);
  return found?.values.map(({ value }) => value) ?? [];
}
export function numberOf(message: IppMessage, group: number, name: string): number | undefined {
  const [value] = valuesOf(message, group, name);
  return typeof value === 'number' ? value : undefined;
}
export function textsOf(message: IppMessage, group: number, name: string): readonly string[] {
  return valuesOf(message, group, name).filter((value) => typeof value === 'string');
}

/** One attribute with values of one tag. */
export function attribute(tag: number, name: string, ...values: readonly IppValue['value'][]): IppAttribute {
  return { name, values: values.map((value) => ({ tag, value })) };
}

function lengthAndBytes(view: DataView, bytes: Uint8Array, at: number): { readonly bytes: Uint8Array; readonly end: number } | undefined {
  if (at + 2 > bytes.length) return undefined;
  const end = at + 2 + view.getUint16(at);
  return end > bytes.length ? undefined : { bytes: bytes.subarray(at + 2, end), end };
}

function readValue(tag: number, bytes: Uint8Array): IppValue | undefined {
  if (tag === valueTag.integer || tag === valueTag.enumeration) {
    return bytes.length === 4 ? { tag, value: new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0) } : undefined;
  }
  if (tag === valueTag.boolean) return bytes.length === 1 ? { tag, value: bytes[0] !== 0 } : undefined;
  if (tag >= 0x40 && tag <= 0x49) return { tag, value: untext.decode(bytes) };
  if (tag === valueTag.textWithLanguage || tag === valueTag.nameWithLanguage) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const language = lengthAndBytes(view, bytes, 0);
    const words = language && lengthAndBytes(view, bytes, language.end);
    return words ? { tag, value: untext.decode(words.bytes) } : undefined;
  }
  return { tag, value: bytes.slice() };
}

function valueBytes(tag: number, value: IppValue['value']): Uint8Array {
  if (typeof value === 'number') return Uint8Array.from(four(value));
  if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0);
  if (typeof value === 'string') {
    const words = text.encode(value);
    if (tag !== valueTag.textWithLanguage && tag !== valueTag.nameWithLanguage) return words;
    return Uint8Array.from([...two(0), ...two(words.length), ...words]);
  }
  return value;
}
const two = (n: number) => [(n >> 8) & 0xff, n & 0xff];
const four = (n: number) => [(n >> 24) & 0xff, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff];
