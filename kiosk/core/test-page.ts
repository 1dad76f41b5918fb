/** What a test page says of itself; nothing of any person. Characters that Helvetica lacks come out as `?`: give Latin names. */
export interface TestPageFacts {
  readonly kiosk: string;
  /** Local date and time as printed. */
  readonly at: string;
  /** The driver's model, such as `IPP`. */
  readonly model: string;
}

const mm = 72 / 25.4;
const paperMm = { width: 210, height: 297 };
/** A frame that is cut off or crooked tells of paper that lies wrong; most printers reach 5 mm from the edge. */
const frameMm = 10;

/**
 * A test page for the A4 printer: one page of PDF 1.4 with one of the fonts every PDF printer has, grey steps (toner), thin
 * lines (fixing), colours, and a frame 10 mm from each edge (the way of the paper).
 */
export function testPage({ kiosk, at, model }: TestPageFacts): Uint8Array {
  const lines = [`Kiosk: ${kiosk}`, `Printed: ${at}`, `Driver: ${model}`, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz 0123456789'];
  const drawing = [
    `0.5 w ${box(frameMm, frameMm, paperMm.width - 2 * frameMm, paperMm.height - 2 * frameMm)} S`,
    words(25, 265, 20, 'SHUANGQUAN KIOSK TEST PAGE'),
    ...lines.map((line, i) => words(25, 250 - 8 * i, 12, line)),
    words(25, 198, 9, 'Grey steps 0-100 %'),
    ...Array.from({ length: 11 }, (_, i) => `${(1 - i / 10).toFixed(1)} g ${box(25 + 14 * i, 178, 14, 16)} f`),
    '0 g 0.25 w', ...Array.from({ length: 11 }, (_, i) => `${box(25 + 14 * i, 178, 14, 16)} S`),
    words(25, 166, 9, 'Lines 0.1-1.0 pt'),
    ...Array.from({ length: 10 }, (_, i) => `${((i + 1) / 10).toFixed(1)} w ${place(25, 160 - 3 * i)} m ${place(179, 160 - 3 * i)} l S`),
    words(25, 122, 9, 'Cyan, magenta, yellow, red, green, blue (grey on a printer with black toner only)'),
    ...['0 1 1', '1 0 1', '1 1 0', '1 0 0', '0 1 0', '0 0 1'].map((colour, i) => `${colour} rg ${box(25 + 20 * i, 102, 20, 16)} f`),
    '0 g', words(25, 90, 9, 'The frame lies 10 mm from every edge of A4 paper. This page holds nothing about any person. Page 1 of 1.'),
  ].join('\n');
  return document([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${points(paperMm.width)} ${points(paperMm.height)}] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>`,
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]);
}

/** The objects, numbered from 1, with the table that says at which byte each begins (ISO 32000-1 §7.5). All characters are ASCII: one byte each. */
function document(objects: readonly string[]): Uint8Array {
  let whole = '%PDF-1.4\n';
  const begins = objects.map((object, i) => {
    const begin = whole.length;
    whole += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return begin;
  });
  const table = begins.map((begin) => `${String(begin).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const end = `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${whole.length}\n%%EOF\n`;
  return Uint8Array.from(whole + end, (character) => character.charCodeAt(0));
}

const points = (lengthMm: number) => (lengthMm * mm).toFixed(2);
/** A point, from the lower left corner of the paper. */
const place = (xMm: number, yMm: number) => `${points(xMm)} ${points(yMm)}`;
const box = (xMm: number, yMm: number, widthMm: number, heightMm: number) => `${place(xMm, yMm)} ${place(widthMm, heightMm)} re`;
const words = (xMm: number, yMm: number, size: number, text: string) => `BT /F ${size} Tf ${place(xMm, yMm)} Td (${text.replaceAll(/[^ -~]/gu, '?').replaceAll(/[\\()]/g, String.raw`\$&`)}) Tj ET`;
