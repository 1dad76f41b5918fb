import { readSheet } from 'read-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';
import { fail, ok, type Result } from '../../../kiosk/core/result.ts';

type Row = readonly (string | null)[];
export const mostWorkbookBytes = 8 * 1024 * 1024;
const mostUnpackedBytes = 96 * 1024 * 1024;

/** A workbook of text: the first row is the head, kept in sight. What begins with `=` is text like all else, never a formula. */
export async function writeWorkbook(name: string, rows: readonly Row[], more: readonly { readonly name: string; readonly rows: readonly Row[] }[] = []): Promise<Uint8Array> {
  const sheet = (sheetName: string, all: readonly Row[], keep: number) => ({
    sheet: sheetName, stickyRowsCount: 1, stickyColumnsCount: keep,
    columns: (all[0] ?? []).map((_, i) => ({ width: Math.min(48, Math.max(10, ...all.slice(0, 60).map((row) => Math.min(48, width(row[i] ?? ''))))) })),
    data: all.map((row, i) => row.map((cell) => (cell === null || cell === '' ? null : {
      value: cell, type: String, wrap: true, alignVertical: 'top' as const, ...(i === 0 && { fontWeight: 'bold' as const, backgroundColor: '#dcecee' }),
    }))),
  });
  return writeXlsxFile([sheet(name, rows, name === '事项要素' ? 4 : 0), ...more.map((one) => sheet(one.name, one.rows, 0))]).toBuffer();
}
const width = (text: string) => Math.max(...text.split('\n').map((line) => [...line].reduce((n, c) => n + (c.charCodeAt(0) > 0x2e80 ? 2 : 1), 2)));

/** The cells of a sheet as text, row by row; dates as 2026-11-30, true as 是. Not a workbook, or one that unpacks to too much: a sentence. */
export async function readWorkbook(bytes: Buffer, sheet: string): Promise<Result<readonly Row[], string>> {
  const unpacked = unpackedBytes(bytes);
  if (unpacked === undefined) return fail('这不是 .xlsx 表格。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”。');
  if (unpacked > mostUnpackedBytes) return fail('这个表格展开以后太大，没有打开。');
  try {
    const rows = await readSheet(bytes, sheet, { trim: false });
    return ok(rows.map((row) => row.map((cell: unknown) => textOf(cell))));
  } catch {
    return fail(`表格里没有“${sheet}”这一页，或者文件坏了。请从本页重新下载一份再填。`);
  }
}

function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  return String(cell).replaceAll('\r\n', '\n').replaceAll('_x000D_', '');
}

/** What a zip file says it unpacks to, from its central directory; undefined when it is none. Nothing is unpacked for it. */
function unpackedBytes(bytes: Buffer): number | undefined {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length) return undefined;
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return undefined;
    total += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return total;
}

/** `B7`: the address of a cell, both from 0. */
export function cellAddress(row: number, column: number): string {
  let letters = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}
