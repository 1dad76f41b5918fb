import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { testPage } from '../../kiosk/core/test-page.ts';
import { testSlip } from '../../kiosk/core/test-slip.ts';
import { pagesOf } from '../../kiosk/dock/devices.ts';
import { sayIn } from '../../kiosk/models/words.ts';
import { pack } from '../content/pack.ts';
import { temporaryFolder, why } from '../drivers/programs.ts';

const facts = { kiosk: 'SD-0001', at: '2026-11-23 09:00', model: 'IPP (A4)' };

async function read(pdf: Uint8Array) {
  const document = await getDocument({ data: pdf.slice(), verbosity: 0, stopAtErrors: true }).promise;
  const page = await document.getPage(1);
  const { items } = await page.getTextContent();
  return { pages: document.numPages, sizePt: page.view.slice(2).map(Math.round), lines: items.flatMap((item) => ('str' in item && item.str !== '' ? [item.str] : [])) };
}

describe('the test page', () => {
  test('is one page of A4 that says which kiosk printed it, when, and with which driver', async () => {
    const { pages, sizePt, lines } = await read(testPage(facts));
    expect([pages, sizePt]).toEqual([1, [595, 842]]);
    expect(lines).toEqual(expect.arrayContaining(['SHUANGQUAN KIOSK TEST PAGE', 'Kiosk: SD-0001', 'Printed: 2026-11-23 09:00', 'Driver: IPP (A4)']));
    expect(pagesOf(testPage(facts))).toBe(1);
  });
  test('keeps its table of objects right whatever is written on it, brackets, backslashes and Chinese included', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (model) => {
      const pdf = testPage({ ...facts, model });
      const whole = Buffer.from(pdf).toString('latin1');
      const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(whole)?.[1]);
      expect(whole.slice(table, table + 4)).toBe('xref');
      const begins = [...whole.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
      expect(begins.map((at) => whole.slice(at, at + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`));
      const stream = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(whole)!;
      expect(stream[2]!.length).toBe(Number(stream[1]));
      const solid = (text: string) => text.replaceAll(/\s/g, '');
      expect(solid((await read(pdf)).lines.join(''))).toContain(solid(`Driver: ${model.replaceAll(/[^ -~]/gu, '?')}ABCDEF`));
    }), { numRuns: 100 });
  });
  const noPdftoppm = why('pdftoppm');
  test.skipIf(noPdftoppm !== undefined)(`is drawn by another reader of PDF: frame, grey steps, colours ${noPdftoppm ?? ''}`, () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'page.pdf'), testPage(facts));
    // 25.4 dots to the inch: one dot to the millimetre.
    execFileSync('pdftoppm', ['-r', '25.4', '-singlefile', '-aa', 'no', '-aaVector', 'no', path.join(folder, 'page.pdf'), path.join(folder, 'page')]);
    const { width, height, at } = ppm(readFileSync(path.join(folder, 'page.ppm')));
    expect([width, height].map((size) => Math.abs(size - 210) <= 1 || Math.abs(size - 297) <= 1)).toEqual([true, true]);
    const greys = Array.from({ length: 11 }, (_, i) => at(25 + 14 * i + 7, 297 - 186)[0]!);
    greys.forEach((grey, i) => expect(Math.abs(grey - 255 * (1 - i / 10))).toBeLessThan(6));
    expect(Array.from({ length: 6 }, (_, i) => at(35 + 20 * i, 297 - 110))).toEqual([[0, 255, 255], [255, 0, 255], [255, 255, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255]]);
    expect(Array.from({ length: 5 }, (_, i) => at(8 + i, 150)[0]!).some((shade) => shade < 200)).toBe(true);
  });
});

/** A binary PPM (P6) of one byte a colour. */
function ppm(file: Buffer) {
  const [head, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 64).toString('latin1'))!;
  return { width: Number(width), height: Number(height), at: (x: number, y: number) => [...file.subarray(head.length + 3 * (y * Number(width) + x), head.length + 3 * (y * Number(width) + x) + 3)] };
}

describe('the test slip', () => {
  test.each(['zh', 'en'] as const)('in %s has every kind of block a receipt is made of, and nothing of any person', (language) => {
    const slip = testSlip(sayIn(pack, language), { kiosk: 'SD-0001', site: '示范便民服务站（演示）', at: '2026-11-23 09:00', model: 'escpos-80' });
    expect([...new Set(slip.map(({ is }) => is))].sort()).toEqual(['heading', 'number', 'pair', 'qr', 'rule', 'stamp', 'text', 'title']);
    expect(slip.find((block) => block.is === 'qr')).toMatchObject({ content: 'SD-0001' });
    expect(JSON.stringify(slip)).toMatch(language === 'zh' ? /不是凭证/ : /not valid/);
    expect(JSON.stringify(slip)).not.toMatch(/test\.|\d{17}/);
  });
});
