import type { TextLine } from '../receipt-printer/port.ts';
import { isObject } from './envelope.ts';

const mostLines = 500;
const longestText = 500;
const sizes = ['normal', 'large'] as const;
const aligns = ['left', 'center', 'right'] as const;

/**
 * What some rows of a page say, as `cnPrinter.lines` of Printer.PrintNative. Undefined unless every line is whole and they stand
 * one below the other within the page: then only the dots are believed, which say the same.
 */
export function readLines(value: unknown, heightDots: number): readonly TextLine[] | undefined {
  if (!Array.isArray(value) || value.length > mostLines) return undefined;
  const lines: TextLine[] = [];
  let nextRow = 0;
  for (const one of value as readonly unknown[]) {
    const line = readLine(one);
    if (!line || line.fromRow < nextRow || line.toRow <= line.fromRow || line.toRow > heightDots) return undefined;
    nextRow = line.toRow;
    lines.push(line);
  }
  return lines;
}

function readLine(value: unknown): TextLine | undefined {
  if (!isObject(value)) return undefined;
  const { fromRow, toRow, text, right, bold, inverse } = value;
  const size = sizes.find((known) => known === value.size);
  const align = aligns.find((known) => known === value.align);
  if (!isRow(fromRow) || !isRow(toRow) || !isText(text) || (right !== undefined && !isText(right)) || !size || !align) return undefined;
  return { fromRow, toRow, text, size, align, ...(right !== undefined && { right }), ...(bold === true && { bold }), ...(inverse === true && { inverse }) };
}
const isRow = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
/** Printable: nothing in it can be a command to a printer. */
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= longestText && !/\p{Cc}/u.test(value);
