import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { search } from '../../kiosk/core/search.ts';
import { pack } from '../content/pack.ts';

const find = (typed: string) => search(pack.search, typed);

describe('what is typed', () => {
  test.each([
    ['pinyin initials', 'ydjy', 'care-elsewhere'], ['pinyin initials of the plain name', 'dysbjl', 'social-insurance-records'], ['pinyin in full', 'yidijiuyi', 'care-elsewhere'], ['pinyin with blanks', 'yi di jiu yi', 'care-elsewhere'],
    ['capitals', 'YDJY', 'care-elsewhere'], ['the official name', '基本医疗保险参保人员异地就医备案', 'care-elsewhere'], ['part of it', '异地就医', 'care-elsewhere'], ['everyday words', '去北京看病', 'care-elsewhere'], ['everyday words', '打社保', 'social-insurance-records'],
    ['the name of a variant', '权益记录', 'social-insurance-records'], ['a chain’s everyday words', '开饭店', 'start-company'], ['a chain’s name', '企业开办', 'start-company'], ['English', 'medical care outside', 'care-elsewhere'], ['English', 'Starting a company', 'start-company'],
  ])('as %s (%s) finds %s among the first', (_, typed, id) => {
    expect(find(typed).slice(0, 3)).toContain(id);
  });
  test('with v for ü, as pinyin keyboards write it, finds 旅', () => {
    const travel = pack.search.filter((e) => e.text.includes('旅游'));
    expect(travel.length).toBeGreaterThan(0);
    for (const e of travel) expect(find('lvyou')).toContain(e.id);
  });
  test('as nothing finds nothing', () => {
    for (const nothing of ['', '   ', '火星移民', 'qqqqqq', '|', '||']) expect(find(nothing)).toEqual([]);
  });
  test('is never taken for a pattern', () => {
    for (const odd of ['.*', '(', '[a', '\\', '$', '%']) expect(() => find(odd)).not.toThrow();
    expect(find('.*')).toEqual([]);
  });
});

test('every matter is found by its official name, as one of the first', () => {
  for (const matter of [...Object.values(pack.items), ...Object.values(pack.chains)]) expect([matter.id, find(matter.name).slice(0, 5)]).toEqual([matter.id, expect.arrayContaining([matter.id])]);
});

test('every matter is found by the pinyin of its official name', () => {
  for (const entry of pack.search) {
    const [, name] = entry.pinyin.split('|');
    expect([entry.id, search(pack.search, name!, 300)]).toEqual([entry.id, expect.arrayContaining([entry.id])]);
  }
});

test('what is found is in the content, each thing once, and never more than asked for', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom(...pack.search.map((e) => e.initials.slice(0, 3)))), fc.nat({ max: 40 }), (typed, limit) => {
    const found = search(pack.search, typed, limit);
    expect(found.length).toBeLessThanOrEqual(limit);
    expect(new Set(found).size).toBe(found.length);
    for (const id of found) expect(pack.items[id] ?? pack.chains[id]).toBeDefined();
  }));
});

test('typing on narrows what is found until one thing is left first', () => {
  const word = 'yidijiuyi';
  const places = [...word].map((_, i) => find(word.slice(0, i + 1)).indexOf('care-elsewhere')).filter((at) => at >= 0);
  expect(places.at(-1)).toBe(0);
});
