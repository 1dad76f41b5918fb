import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCitizenNumber } from '../../../drivers/id-reader/checks.ts';
import { encodeCard, encodeResident, readCardText, readNewAddress } from '../../../drivers/id-reader/sdt/text.ts';
import { citizenNumber, elder, foreigner, foreigner2023, permit, person } from '../people.ts';
import { absent, publishedCard, said } from './published-vectors.ts';

describe.skipIf(absent)(said('the published cards'), () => {
  test('a resident card', () => {
    expect(readCardText(publishedCard('resident'))).toMatchObject({ is: 'resident', card: { name: '张三丰', sex: '1', nation: '01', birth: '1990-01-01', address: '山东省济南市历下区经十路1号', issuer: '济南市公安局历下分局', validFrom: '2020-01-01', validTo: '2040-01-01' } });
  });
  test('the long-term card with rare characters has a wrong check digit, and with a number that fits keeps its characters', () => {
    const bytes = publishedCard('resident_longterm_rare');
    expect(readCardText(bytes)).toEqual({ is: 'bad', field: 'number' });
    renumber(bytes, '37049919500228002');
    expect(readCardText(bytes)).toMatchObject({ is: 'resident', card: { name: '㛃𠮷䶮', validTo: 'long-term' } });
  });
  test('a residence permit of another region: its check digit is wrong; with a number that fits every field is read', () => {
    const bytes = publishedCard('hkmotw_J');
    expect(readCardText(bytes)).toEqual({ is: 'bad', field: 'number' });
    const number = renumber(bytes, '83000018010101001');
    expect(readCardText(bytes)).toEqual({ is: 'residence-permit', card: {
      kind: 'residence-permit', name: '陈大文', sex: '1', birth: '1985-12-12', address: '山东省济南市历城区工业北路2号', number,
      issuer: '济南市公安局', validFrom: '2019-01-01', validTo: '2024-01-01', passNumber: 'H12345678', issueCount: '01',
    } });
  });
  test('a foreign permanent resident card of each generation', () => {
    const common = { kind: 'foreigner', englishName: 'ZHENG JIAN SAMPLE', chineseName: '郑简', sex: '2', birth: '1985-12-12', nationality: 'USA' };
    expect(readCardText(publishedCard('foreign_I'))).toEqual({ is: 'foreigner', card: { ...common, letter: 'I', number: 'USA370185121201', validFrom: '2016-01-01', validTo: '2026-01-01', version: '01', authority: '3701' } });
    const second = publishedCard('foreign_Y');
    const number = renumber(second, '91137018010101002');
    expect(readCardText(second)).toEqual({ is: 'foreigner', card: { ...common, letter: 'Y', number, validFrom: '2023-12-01', validTo: '2033-12-01', renewals: '01', formerNumber: '001' } });
  });
  test.each([['hkmotw_J', 'J'], ['foreign_I', 'I'], ['foreign_Y', 'Y']])('%s is refused by its letter when nobody asked for its kind, whatever its fields say', (name, kind) => {
    expect(readCardText(publishedCard(name), ['resident'])).toEqual({ is: 'unknown-kind', kind });
  });
});

/**
 * Puts a number that nobody can have on a published card, with its check character (GB 11643): of the area code 370499, which
 * is not assigned, or, where the kind of card prescribes the first six digits, of somebody born in 1801.
 */
function renumber(bytes: Uint8Array, first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const number = first17 + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(first17[i]), 0) % 11]!;
  for (const [i, char] of [...number].entries()) bytes[122 + 2 * i] = char.charCodeAt(0);
  return number;
}

describe('a card', () => {
  test.each([person, elder])('reads back as it was written', (card) => expect(readCardText(encodeResident(card))).toEqual({ is: 'resident', card }));

  test('keeps rare, surrogate, private-use and even lone surrogate units exactly', () => {
    for (const name of ['㛃𠮷䶮', '王\ue123\uf8ff', '李\ud842', '阿卜杜拉·买买提', '欧阳 修']) {
      expect(readCardText(encodeResident({ ...person, name }))).toEqual({ is: 'resident', card: { ...person, name } });
    }
  });
  test('loses only the padding at the end, spaces or zeros', () => {
    const bytes = encodeResident({ ...person, name: ' 周 清' });
    bytes.fill(0, 10, 30);
    expect(readCardText(bytes)).toMatchObject({ card: { name: ' 周 清' } });
  });
  test.each([
    ['number', { number: person.number.slice(0, 17) + (person.number.endsWith('0') ? '1' : '0') }],
    ['number', { number: person.number.slice(0, 17) + 'x' }],
    ['number', { number: '37049919860512' }],
    ['number', { number: citizenNumber('1986-13-12', '101') }],
    ['birth', { birth: '1986-02-30' }],
    ['birth', { birth: '' }],
    ['sex', { sex: '3' }],
    ['nation', { nation: 'A1' }],
    ['name', { name: '' }],
    ['validFrom', { validFrom: '2019-00-01' }],
    ['validTo', { validTo: '长久' }],
  ])('with a wrong %s is bad, and only the field is named', (field, wrong) => {
    expect(readCardText(encodeResident({ ...person, ...wrong }))).toEqual({ is: 'bad', field });
  });
  test('every letter and digit at byte 248 is refused, space and zero are a resident card', () => {
    for (let unit = 0; unit < 0x10000; unit += unit < 0x100 ? 1 : 97) {
      const text = readCardText(encodeResident(person, String.fromCharCode(unit)), ['resident']);
      expect(text.is).toBe(unit === 0 || unit === 0x20 ? 'resident' : 'unknown-kind');
      if (text.is === 'unknown-kind' && text.kind !== undefined) expect(text.kind).toMatch(/^[0-9A-Za-z]$/);
    }
  });
  test('any 256 bytes, and any other length, are read without throwing and never as a card with a wrong number', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ minLength: 256, maxLength: 256 }), fc.uint8Array({ maxLength: 300 })), (bytes) => {
      const text = readCardText(bytes);
      if (text.is === 'resident') expect(isCitizenNumber(text.card.number)).toBe(true);
    }), { numRuns: 10_000 });
  });
  test('a random byte changed in a good card never gives another number', () => {
    fc.assert(fc.property(fc.nat({ max: 255 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = encodeResident(person);
      bytes[at] = bytes[at]! ^ change;
      const text = readCardText(bytes);
      if (text.is === 'resident') expect(text.card.number).toBe(person.number);
    }), { numRuns: 5000 });
  });
});

describe('a card of another kind', () => {
  test.each([permit, foreigner, foreigner2023])('reads back as it was written: $kind $letter', (card) => expect(readCardText(encodeCard(card))).toEqual({ is: card.kind, card }));

  test('is never read by the fields of a resident card, nor the other way round', () => {
    for (const letter of ['J', 'I', 'Y', ' ']) {
      for (const card of [person, permit, foreigner, foreigner2023]) {
        const bytes = encodeCard(card);
        bytes[248] = letter.charCodeAt(0);
        const text = readCardText(bytes);
        const own = card.kind === 'resident' ? ' ' : card.kind === 'residence-permit' ? 'J' : card.letter;
        if (letter === own) expect(text).toEqual({ is: card.kind, card });
        else if ('card' in text) expect(text.is).not.toBe(card.kind);
      }
    }
  });
  test('a long English name goes on in its second field, with the space between two names', () => {
    const englishName = `${'A'.repeat(34)} BARTHOLOMEW`.slice(0, 46);
    expect(readCardText(encodeCard({ ...foreigner2023, englishName }))).toMatchObject({ card: { englishName } });
  });
  test('may be without a Chinese name, and without its pass number', () => {
    expect(readCardText(encodeCard({ ...foreigner, chineseName: '' }))).toMatchObject({ is: 'foreigner', card: { chineseName: '' } });
    expect(readCardText(encodeCard({ ...permit, passNumber: '', issueCount: '' }))).toMatchObject({ is: 'residence-permit' });
  });
  test.each([
    ['number', { ...permit, number: person.number }],
    ['number', { ...permit, number: permit.number.slice(0, 17) + (permit.number.endsWith('0') ? '1' : '0') }],
    ['passNumber', { ...permit, passNumber: '!' }],
    ['issueCount', { ...permit, issueCount: 'x' }],
    ['birth', { ...permit, birth: '1990-02-30' }],
    ['number', { ...foreigner, number: 'US3370185121201' }],
    ['nationality', { ...foreigner, nationality: 'U1' }],
    ['englishName', { ...foreigner2023, englishName: '' }],
    ['number', { ...foreigner2023, number: person.number }],
    ['validTo', { ...foreigner2023, validTo: '2033-13-01' }],
  ] as const)('with a wrong %s is bad', (field, card) => expect(readCardText(encodeCard(card))).toEqual({ is: 'bad', field }));
});

test('blocks of every kind, whatever stands in them, are read without throwing and never as another kind', () => {
  const block = fc.tuple(fc.uint8Array({ minLength: 256, maxLength: 256 }), fc.constantFrom(permit, foreigner, foreigner2023), fc.array(fc.nat({ max: 247 }), { maxLength: 4 }), fc.constantFrom('J', 'I', 'Y', ' '));
  fc.assert(fc.property(block, ([noise, card, places, letter]) => {
    const bytes = encodeCard(card);
    for (const at of places) bytes[at] = noise[at]!;
    bytes[248] = letter.charCodeAt(0);
    const text = readCardText(bytes);
    const kinds = { J: 'residence-permit', I: 'foreigner', Y: 'foreigner', ' ': 'resident' };
    if ('card' in text) expect([text.is, text.card.kind]).toEqual([kinds[letter], kinds[letter]]);
    else expect(text.is).toBe('bad');
  }), { numRuns: 5000 });
});

describe('a citizen number', () => {
  test('has one right check character among eleven', () => {
    const right = [...'0123456789X'].filter((last) => isCitizenNumber(person.number.slice(0, 17) + last));
    expect(right).toEqual([person.number[17]]);
  });
});

test('a new address may be of any length', () => {
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le'));
  expect(readNewAddress(bytes('山东省枣庄市示范区新路3号'.padEnd(35)))).toBe('山东省枣庄市示范区新路3号');
  expect(readNewAddress(bytes('新路3号'))).toBe('新路3号');
  expect(readNewAddress(bytes('新路3号'.padEnd(160)))).toBe('新路3号');
  expect(readNewAddress(Uint8Array.of(0x20))).toBe('');
});
