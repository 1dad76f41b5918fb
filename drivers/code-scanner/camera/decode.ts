import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';

/** A picture as a canvas has it: red, green, blue and opacity, a byte each. */
export interface Frame { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray<ArrayBuffer> }

/** QR codes and what else is on papers and phones here; a phone in dark mode shows its code light on dark. */
const options: ReaderOptions = { formats: ['QRCode', 'DataMatrix', 'Code128'], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, minLineCount: 3, maxNumberOfSymbols: 4 };
/** Shorter ones are stripes on somebody's shirt. */
const shortestBytes = 4;

/** Makes the decoder ready: where its WebAssembly lies, or the bytes of it. */
export async function prepareDecoder(wasm: string | ArrayBuffer): Promise<void> {
  await prepareZXingModule({ overrides: typeof wasm === 'string' ? { locateFile: () => wasm } : { wasmBinary: wasm }, fireImmediately: true });
}

/**
 * The bytes of the code in a picture, exactly as they are in it. Of several the largest: it is the one held up. One code of a
 * series that only together say something is none.
 */
export async function codeIn(frame: Frame): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const found = await readBarcodes(frame as ImageData, options);
  const codes = found.filter(({ isValid, bytes, sequenceSize }) => isValid && bytes.length >= shortestBytes && sequenceSize <= 1);
  const largest = codes.toSorted((a, b) => areaOf(b.position) - areaOf(a.position))[0]?.bytes.slice() as Uint8Array<ArrayBuffer> | undefined;
  for (const { bytes } of found) bytes.fill(0);
  return largest;
}

interface Point { readonly x: number; readonly y: number }
/** Twice the area between the corners, going round (the shoelace formula). */
function areaOf({ topLeft, topRight, bottomRight, bottomLeft }: { readonly topLeft: Point; readonly topRight: Point; readonly bottomRight: Point; readonly bottomLeft: Point }): number {
  const corners = [topLeft, topRight, bottomRight, bottomLeft];
  return Math.abs(corners.reduce((sum, { x, y }, i) => { const next = corners[(i + 1) % 4]!; return sum + x * next.y - next.x * y; }, 0));
}
