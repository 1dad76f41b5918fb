import { describe, expect, test } from 'vitest';
import { build, good, itemFile } from './fixture.ts';

const item = good[itemFile]!;

describe('what is written compiles', () => {
  const elements = (added: string) => {
    const { pack, findings } = build({ [itemFile]: item + added });
    expect(findings).toEqual([]);
    const one = pack.items['birth-certificate']!;
    return { ...one, coverage: pack.coverage };
  };
  test('to text, whatever it looks like: leading zeros, 18 digits, a trailing zero, yes and dates', () => {
    const { elements: { region, handling, service } } = elements("region:\n  townCode: 011203\n  villageCode: 370499198605121010\nhandling:\n  coordinates: 1.10\n  hours: yes\n  place: 2026-11-23\n  quota: 0x10\nservice:\n  kioskPlace: ~\n");
    expect([region.townCode, region.villageCode, handling.coordinates, handling.hours, handling.place, handling.quota, service.kioskPlace])
      .toEqual(['011203', '370499198605121010', '1.10', 'yes', '2026-11-23', '0x10', '~'].map((value) => ({ value, from: 0 })));
  });
  test('with the origin of the value, else of its group, else of its item; the same origin only once', () => {
    const { elements: { timing, fees, scope }, origins } = elements(`timing:
  from: { source: 某法, grade: B, checked: 2026-11-01, area: '370000' }
  legalLimit: 3 工作日
  promisedLimit: { value: 当场, grade: C, area: '370100' }
fees:
  from: { source: 某法, grade: B, checked: 2026-11-01, area: '370000' }
  charged: 否
scope:
  servesWhom: 自然人
`);
    const law = { source: '某法', grade: 'B', checked: '2026-11-01' };
    expect(origins).toEqual([{ source: '试验', grade: 'A', checked: '2026-11-23' }, { ...law, area: '370000' }, { ...law, grade: 'C', area: '370100' }]);
    expect(timing.legalLimit).toEqual({ value: { amount: 3, unit: '工作日' }, from: 1 });
    expect(timing.promisedLimit).toEqual({ value: { amount: 0, unit: '当场' }, from: 2 });
    expect(fees.charged).toEqual({ value: false, from: 1 });
    expect(scope.servesWhom).toEqual({ value: '自然人', from: 0 });
  });
  test('null with a reason to “does not apply”, and nothing at all to unknown', () => {
    const { elements: { fees }, coverage } = elements("fees:\n  charged: 否\n  list: { value: 'null', reason: 不收费, source: 某法 }\n");
    expect(fees.list).toEqual({ none: '不收费', from: 1 });
    expect(fees.basis).toBeNull();
    const all = build().pack.coverage;
    expect(all).toMatchObject({ known: 0, none: 0, items: 2, authored: 0 });
    expect(coverage).toMatchObject({ known: 1, none: 1, unknown: all.unknown - 2 });
    expect(all.unknown % 2).toBe(0);
  });
  test('a variant to what it says differently, counted in place of its item’s', () => {
    const { pack, findings } = build({
      [itemFile]: `${item.replace('type: 公共服务\n', '')}timing:\n  visits: 1\nvariants:\n  - { id: one, name: 甲, en: A, type: 公共服务, timing: { visits: '0' } }\n  - { id: two, name: 乙, en: B, type: 其他 }\n`,
    });
    expect(findings).toEqual([]);
    const [one, two] = pack.items['birth-certificate']!.variants;
    expect(one!.elements).toEqual({ timing: { visits: { value: 0, from: 0 } } });
    expect(two!.elements).toEqual({});
    expect(pack.coverage.known).toBe(2);
  });
});
