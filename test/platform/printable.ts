import Pdf from 'pdfkit';
import QRCode from 'qrcode';
import { mask } from '../../kiosk/core/mask.ts';
import type { DemoPerson } from '../../kiosk/dock/people.ts';
import type { Records } from '../../kiosk/platform/port.ts';
import { drawable, fontFor } from './slice-font.ts';

const margin = 56;
const rowHeight = 22;
const rowsPerPage = 20;
const watermark = '演示数据 不具法律效力';
const missingNote = '□ 为本字体缺字，以证件为准';

/** The record as an official-looking A4 sample: full name, masked number, table, verification code as text and QR code, watermark on every page. */
export async function printRights(person: DemoPerson, records: Records, verificationCode: string): Promise<{ pdf: Buffer; pages: number }> {
  const name = drawable(person.name);
  const pages = Math.ceil(records.rows.length / rowsPerPage);
  const lines = {
    who: `姓名：${name.text}    证件号码：${mask('id-number', person.number)}`,
    source: `数据来源：${records.source}    数据截至：${records.asOf}`,
    code: `验证码：${verificationCode}`,
    note: name.missing ? missingNote : '',
    page: (n: number) => `第 ${n} 页 共 ${pages} 页`,
  };
  // Everything that will be drawn, so that the font has it.
  const everything = [records.title, ...records.columns, ...records.rows.flat(), lines.who, lines.source, lines.code, missingNote, watermark, '第页共 0123456789'].join('');

  const doc = new Pdf({
    size: 'A4', margin, autoFirstPage: false, info: { Title: records.title, Creator: '演示平台' },
    // A buffer will do, whatever the types say.
    font: fontFor(everything) as unknown as string,
  });
  const parts: Buffer[] = [];
  const ended = new Promise<void>((resolve) => doc.on('data', (part: Buffer) => parts.push(part)).on('end', resolve));
  const qr = await QRCode.toBuffer(`https://verify.example.invalid/?code=${verificationCode}`, { margin: 0, width: 240 });

  for (let page = 1; page <= pages; page++) {
    doc.addPage();
    const { width, height } = doc.page;
    drawWatermark(doc);
    doc.fontSize(18).text(records.title, margin, margin, { width: width - 2 * margin, align: 'center', lineBreak: false });
    doc.fontSize(10.5).text(lines.who, margin, margin + 44, { lineBreak: false }).text(lines.source, margin, margin + 64, { lineBreak: false });
    drawTable(doc, margin + 96, [records.columns, ...records.rows.slice((page - 1) * rowsPerPage, page * rowsPerPage)]);
    const foot = height - margin - 80;
    doc.image(qr, width - margin - 72, foot, { width: 72 });
    doc.fontSize(10.5).text(lines.code, margin, foot + 8, { lineBreak: false }).fontSize(9).text(lines.note, margin, foot + 30, { lineBreak: false });
    doc.text(lines.page(page), margin, foot + 60, { lineBreak: false });
  }
  doc.end();
  await ended;
  return { pdf: Buffer.concat(parts), pages };
}

function drawTable(doc: PDFKit.PDFDocument, top: number, rows: readonly (readonly string[])[]) {
  const width = doc.page.width - 2 * margin;
  const columnWidth = width / (rows[0]?.length ?? 1);
  doc.lineWidth(0.5).fontSize(10);
  rows.forEach((row, r) => row.forEach((cell, c) => {
    const x = margin + c * columnWidth;
    const y = top + r * rowHeight;
    doc.rect(x, y, columnWidth, rowHeight).stroke('#444');
    doc.fillColor('#000').text(cell, x, y + 4, { width: columnWidth, align: 'center', lineBreak: false });
  }));
}

function drawWatermark(doc: PDFKit.PDFDocument) {
  const { width, height } = doc.page;
  doc.fillColor('#c00', 0.14).fontSize(44);
  for (const y of [height / 4, height / 2, (height * 3) / 4]) {
    doc.save().rotate(-40, { origin: [width / 2, y] });
    doc.text(watermark, (width - doc.widthOfString(watermark)) / 2, y - 22, { lineBreak: false }).restore();
  }
  doc.fillColor('#000', 1);
}
