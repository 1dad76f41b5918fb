import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeResident, isCitizenNumber, readCardText, readNewAddress } from '../../../drivers/id-reader/sdt/text.ts';
import { citizenNumber, elder, person } from '../people.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const vectors = JSON.parse(readFileSync(path.join(root, '../shared/devices/examples/idcard-vectors.json'), 'utf8'));
const vector = (name: string) => Uint8Array.from(Buffer.from(vectors.cards[name].textHex, 'hex'));

describe('the published cards', () => {
  test('a resident card', () => {
    expect(readCardText(vector('resident'))).toMatchObject({ is: 'resident', card: { name: '张三丰', sex: '1', nation: '01', birth: '1990-01-01', address: '山东省济南市历下区经十路1号', issuer: '济南市公安局历下分局', validFrom: '2020-01-01', validTo: '2040-01-01' } });
  });
  test('the long-term card with rare characters has a wrong check digit, and with the right one keeps its characters', () => {
    const bytes = vector('resident_longterm_rare');
    expect(readCardText(bytes)).toEqual({ is: 'bad', field: 'number' });
    bytes[122 + 2 * 17] = '7'.charCodeAt(0);
    expect(readCardText(bytes)).toMatchObject({ is: 'resident', card: { name: '㛃𠮷䶮', validTo: 'long-term' } });
  });
  test.each([['hkmotw_J', 'J'], ['foreign_I', 'I'], ['foreign_Y', 'Y']])('%s is refused by its letter', (name, kind) => {
    expect(readCardText(vector(name))).toEqual({ is: 'unknown-kind', kind });
  });
});

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
      const text = readCardText(encodeResident(person, String.fromCharCode(unit)));
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
