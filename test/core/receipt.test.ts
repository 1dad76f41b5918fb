import { describe, expect, test } from 'vitest';
import type { Language } from '../../content/schema/text.ts';
import { mask } from '../../kiosk/core/mask.ts';
import type { Paper } from '../../kiosk/core/paper.ts';
import { noticePaper, receiptPaper, type ReceiptFacts } from '../../kiosk/core/receipt.ts';
import { people } from '../../kiosk/dock/people.ts';
import { sayIn } from '../../kiosk/models/words.ts';
import { pack } from '../content/pack.ts';

const localNumber = 'SD-0001-20261123-0042-X';
const caseNumber = '370406003202611231000042';
const adult = people[0]!;
const facts = (state: ReceiptFacts['state'], special: Partial<ReceiptFacts> = {}): ReceiptFacts => ({
  matter: '异地就医备案', site: '示范便民服务站（演示）', name: mask('name', adult.name), at: '2026-11-23 09:00', simulated: false, state, localNumber, bring: [], next: '以窗口核定为准。', ...special,
});
const print = (state: ReceiptFacts['state'], special: Partial<ReceiptFacts> = {}, language: Language = 'zh') => receiptPaper(sayIn(pack, language), facts(state, special));
const words = (paper: Paper) => paper.flatMap((block) => Object.entries(block).flatMap(([key, value]) => (key === 'is' ? [] : [value]))).join('\n');
const accepted = (...numbers: readonly string[]): ReceiptFacts['state'] => ({ is: 'accepted', cases: numbers.map((number, i) => ({ name: `事项${i + 1}`, number, department: '区医疗保障局' })) });
const states = [accepted(caseNumber), accepted(caseNumber, '370406003202611231000043'), { is: 'kept' }, { is: 'rejected' }] as const;

describe('the receipt of an application', () => {
  test('that waits here says so, and never that it was accepted', () => {
    const text = words(print({ is: 'kept' }));
    expect(text).toContain('已在本机登记，联网后提交');
    expect(text).not.toContain('已受理');
    expect(text.replaceAll('受理通知', '')).not.toContain('受理');
    expect(text).toContain(localNumber);
    const english = words(print({ is: 'kept' }, {}, 'en'));
    expect(english).toMatch(/registered|recorded/i);
    expect(english).not.toMatch(/\b(has been|was|is) accepted\b/i);
  });
  test('that was accepted bears the case number, in groups that can be read aloud', () => {
    const paper = print(accepted(caseNumber));
    expect(paper.find((b) => b.is === 'number')).toEqual({ is: 'number', label: '办件编号', value: '370406 003 20261123 1 000042' });
    expect(paper.find((b) => b.is === 'qr')).toMatchObject({ content: caseNumber });
  });
  test('of several cases bears them all, and one number to ask by', () => {
    const paper = print(states[1]);
    expect(paper.find((b) => b.is === 'number')).toMatchObject({ label: '本机登记号', value: localNumber });
    expect(paper.filter((b) => b.is === 'pair').map((b) => b.value)).toEqual(expect.arrayContaining(['370406 003 20261123 1 000042', '370406 003 20261123 1 000043']));
    expect(paper.find((b) => b.is === 'qr')).toMatchObject({ content: localNumber });
  });
  test('that was rejected sends to a person with a number', () => {
    const text = words(print({ is: 'rejected' }));
    expect(text).toContain(localNumber);
    expect(text).toContain('人工窗口');
    expect(text).not.toMatch(/已受理|已收到|联网后提交/);
  });
  test('accepted without a case number still has one to ask by', () => {
    const paper = print(accepted());
    expect(paper.find((b) => b.is === 'number')).toMatchObject({ value: localNumber });
    expect(paper.find((b) => b.is === 'qr')).toMatchObject({ content: localNumber });
  });
  test('tells what is still to be brought, counted', () => {
    const paper = print({ is: 'kept' }, { bring: ['住所使用证明', '租房合同'] });
    expect(words(paper)).toContain('还差 2 份材料');
    expect(paper.filter((b) => b.is === 'text').map((b) => b.text)).toEqual(expect.arrayContaining(['1. 住所使用证明', '2. 租房合同']));
    expect(words(print({ is: 'kept' }))).not.toContain('份材料');
  });
  test.each(states)('has nothing personal in its QR code, and no more on paper than a masked name: %j', (state) => {
    const paper = print(state, { simulated: true });
    const qr = paper.filter((b) => b.is === 'qr').map((b) => b.content);
    expect(qr).toHaveLength(1);
    expect(qr[0]).toMatch(/^(\d{24}|[A-Z0-9]+-[A-Z0-9-]+)$/);
    for (const secret of [adult.name, adult.number, adult.birth, adult.address]) expect(words(paper)).not.toContain(secret);
  });
  test.each(states)('says of a demonstration that it is one, above and below: %j', (state) => {
    const paper = print(state, { simulated: true });
    expect([paper.at(0), paper.at(-1)]).toEqual(Array.from({ length: 2 }, () => ({ is: 'stamp', text: pack.texts.zh['paper.demo'] })));
    expect(print(state).some((b) => b.is === 'stamp')).toBe(false);
  });
  test.each(['zh', 'en'] as const)('has a sentence for everything in %s', (language) => {
    for (const state of states) expect(words(print(state, { bring: ['甲'], simulated: true }, language))).not.toMatch(/\bpaper\.|\{|\}/);
  });
});

describe('the notice on paper', () => {
  const rows = [{ label: '服务对象', lines: ['自然人'], source: '来源：甲' }, { label: '受理条件', lines: ['本人', '成年'], source: '来源：甲' }, { label: '材料', lines: ['1. 身份证'], note: '参考' }];
  const notice = (language: Language) => noticePaper(sayIn(pack, language), { matter: '异地就医备案', site: '示范站', at: '2026-11-23 09:00', simulated: true, sections: [{ title: '谁能办', rows }, { title: '要多久', rows: rows.slice(0, 1) }] });
  const printed = (language: Language) => notice(language).flatMap((b) => (b.is === 'text' ? [b.text] : []));
  test('has its sections in order, and where to ask', () => {
    expect(notice('zh').filter((b) => b.is === 'heading').map((b) => b.text)).toEqual(['谁能办', '要多久']);
    expect(words(notice('zh'))).toContain('12345');
    expect([notice('zh').at(0)?.is, notice('zh').at(-1)?.is]).toEqual(['stamp', 'stamp']);
  });
  test('prints where it knows a thing from, once for rows that rest on the same, and what is only for reference', () => {
    expect(printed('zh').slice(1, -1)).toEqual(['服务对象：自然人', '受理条件：', '本人', '成年', '来源：甲', '材料：1. 身份证', '参考', '服务对象：自然人', '来源：甲']);
  });
  test('joins as its language joins', () => {
    expect(printed('en')).toEqual(expect.arrayContaining(['服务对象: 自然人', '受理条件:']));
  });
});
