// What a receipt costs: its bytes beside the naive 72 a row, as text beside as dots, the time to make them beside the time to copy
// as many and beside the time they need on the line. A receipt as the real browser draws it, QR code and all, and its first 100 mm.
import { rasterBands } from '../../drivers/receipt-printer/escpos/raster.ts';
import { textBlocks } from '../../drivers/receipt-printer/escpos/text.ts';
import type { Page } from '../../drivers/receipt-printer/port.ts';
import { openDrawing, receiptFor } from '../e2e/drawn.ts';

const [widthDots, heightDots] = [576, 800];
const rowBytes = widthDots / 8;

export interface Cost { readonly rows: number; readonly naiveBytes: number; readonly rasterBytes: number; readonly textBytes: number; readonly encodeMs: number; readonly copyMs: number; readonly textMs: number }
export interface ReceiptCost { readonly first100mm: Cost; readonly whole: Cost; readonly drawMs: number }

export async function receiptCost({ rounds = 40 }: { rounds?: number } = {}): Promise<ReceiptCost> {
  const drawing = await openDrawing();
  const paper = receiptFor('张*三');
  await drawing.draw(paper, widthDots);
  const draws = [await drawing.draw(paper, widthDots), await drawing.draw(paper, widthDots), await drawing.draw(paper, widthDots)];
  await drawing.close();
  return { first100mm: costOf(exactly(draws[0]!), rounds), whole: costOf(draws[0]!, rounds), drawMs: median(draws.map((draw) => draw.drawMs)) };
}

function costOf(page: Page, rounds: number): Cost {
  const text = () => textBlocks(page, { widthDots, font: 'gb2312', bandBytes: 384 });
  return {
    rows: page.heightDots, naiveBytes: rowBytes * page.heightDots, rasterBytes: size(rasterBands(page)), textBytes: size(text()),
    encodeMs: timed(rounds, () => rasterBands(page)), copyMs: timed(rounds, () => page.bits.slice(), 100), textMs: timed(rounds, text),
  };
}

export function printReceiptCost({ first100mm, whole, drawMs }: ReceiptCost) {
  console.log(`小票的字节和时间，80 mm 纸（浏览器画一张 ${drawMs.toFixed(0)} ms）  What a receipt costs`);
  for (const cost of [first100mm, whole]) {
    const row = (name: string, bytes: number, ms?: number) => console.log(`    ${name}  ${kilo(bytes)}  ${(bytes / cost.naiveBytes).toFixed(2).padStart(6)}  ${seconds(bytes, 115_200)}  ${seconds(bytes, 9600)}  ${ms === undefined ? '' : `${ms.toFixed(2)} ms`.padStart(9)}`);
    console.log(`  ${cost === whole ? '整张，含二维码 whole, with its QR code' : '前 100 mm, without'}：${cost.rows} × ${widthDots}`);
    console.log('                           bytes    /naive  115,200 Bd    9,600 Bd     encode');
    row('逐行全发 naive', cost.naiveBytes);
    row('点阵 dots     ', cost.rasterBytes, cost.encodeMs);
    row('文字 text     ', cost.textBytes, cost.textMs);
    console.log(`    text/dots ${(cost.textBytes / cost.rasterBytes).toFixed(2)}   encode/copy ${(cost.encodeMs / cost.copyMs).toFixed(0)}   encode/wire at 115,200 Bd ${(cost.encodeMs / ((cost.rasterBytes * 10_000) / 115_200)).toFixed(4)}`);
  }
}

/** The first 800 rows, or white below. */
function exactly(page: Page): Page {
  const bits = new Uint8Array(rowBytes * heightDots);
  bits.set(page.bits.subarray(0, bits.length));
  return { widthDots, heightDots, bits, lines: (page.lines ?? []).filter(({ toRow }) => toRow <= heightDots) };
}
const size = (blocks: readonly Uint8Array[]) => blocks.reduce((sum, { length }) => sum + length, 0);
/** Median of `rounds` runs, each of `times`, after as many to warm up. */
function timed(rounds: number, run: () => unknown, times = 1): number {
  const once = () => {
    const began = performance.now();
    for (let i = 0; i < times; i++) run();
    return (performance.now() - began) / times;
  };
  for (let i = 0; i < rounds; i++) once();
  return median(Array.from({ length: rounds }, once));
}
const kilo = (count: number) => `${(count / 1000).toFixed(1)} kB`.padStart(9);
const seconds = (bytes: number, baud: number) => `${((bytes * 10) / baud).toFixed(1)} s`.padStart(10);
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

if (import.meta.main) printReceiptCost(await receiptCost());
