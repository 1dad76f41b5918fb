import { describe, expect, test } from 'vitest';
import { elementTable, type ElementGroup } from '../../content/schema/elements.ts';
import type { Item, Variant } from '../../content/schema/pack.ts';
import { type Grade, type Provenance, showable } from '../../content/schema/provenance.ts';
import type { Language } from '../../content/schema/text.ts';
import type { Known } from '../../content/schema/value.ts';
import { elementOf, noticeRows, noticeSections, tell } from '../../kiosk/core/notice.ts';
import { sayIn } from '../../kiosk/core/say.ts';
import { build, good, itemFile } from '../content/fixture.ts';
import { pack } from '../content/pack.ts';

const say = sayIn(pack, 'zh');
const origin = (grade: Grade, area?: string): Provenance => ({ source: '试验', grade, checked: '2026-11-23', ...(area !== undefined && { area }) });
const told = (grade: Grade, area?: string) => tell({ value: '当场', from: 0 }, [origin(grade, area)], say).is;

describe('a statement is told as a fact', () => {
  test('only when it is an official text or a copy of one', () => {
    expect((['A', 'B', 'C', 'G', 'K'] as const).map((grade) => told(grade))).toEqual(['fact', 'fact', 'ask-window', 'ask-window', 'ask-window']);
  });
  test('only when it was made for a place that contains us', () => {
    for (const here of [undefined, '000000', '370000', '370400', '370406']) expect([here, told('A', here)]).toEqual([here, 'fact']);
    for (const elsewhere of ['370100', '371300', '370402', '370481', '110000', '374000', '370460', '100000', '370407']) expect([elsewhere, told('A', elsewhere)]).toEqual([elsewhere, 'ask-window']);
  });
  test('with its origin, and a “does not apply” by the same rule', () => {
    expect(tell({ none: '不收费', from: 0 }, [origin('B', '370000')], say)).toEqual({ is: 'none', reason: '不收费', origin: origin('B', '370000') });
    expect(tell({ none: '不收费', from: 0 }, [origin('K')], say)).toEqual({ is: 'ask-window' });
  });
  test('never when it is not known, or its origin is not', () => {
    expect(tell(null, [origin('A')], say)).toEqual({ is: 'ask-window' });
    expect(tell({ value: '当场', from: 3 }, [origin('A')], say)).toEqual({ is: 'ask-window' });
  });
});

/** Every element of every item and variant, as a citizen would be told. */
function everything(): readonly { readonly at: string; readonly item: Item; readonly variant: Variant | null; readonly known: Known<unknown> }[] {
  return Object.values(pack.items).flatMap((item) => [null, ...item.variants].flatMap((variant) => (Object.keys(elementTable) as ElementGroup[]).flatMap((group) =>
    Object.keys(elementTable[group]).map((key) => ({ at: `${item.id} ${variant?.id ?? ''} ${group}.${key}`, item, variant, known: elementOf(item, variant, group, key) })))));
}

describe('over all items of the content', () => {
  const all = everything();
  test('general knowledge, third parties and other places are never told as a fact', () => {
    let asked = 0;
    for (const { at, item, known } of all) {
      if (known === null) continue;
      const from = item.origins[known.from]!;
      // Said again here, not by the function under test: grade A or B, and an area of which 370406 is a part.
      const ours = ['A', 'B'].includes(from.grade) && ['000000', '370000', '370400', '370406'].includes(from.area ?? '000000');
      expect([at, tell(known, item.origins, say).is === 'ask-window']).toEqual([at, !ours]);
      if (!ours) asked++;
    }
    expect(asked).toBeGreaterThan(0);
  });
  test('no row of a notice shows an origin that is not ours', () => {
    for (const item of Object.values(pack.items)) for (const variant of [null, ...item.variants]) for (const section of noticeSections) for (const row of noticeRows(item, variant, section, say)) {
      if (row.told.is === 'ask-window') continue;
      expect([item.id, row.key, row.told.origin.grade]).toEqual([item.id, row.key, expect.stringMatching(/^[AB]$/)]);
      expect('370406'.startsWith((row.told.origin.area ?? '000000').replace(/(00)+$/, ''))).toBe(true);
    }
  });
  test('no fact is empty, or shows a citizen how the computer keeps it', () => {
    for (const { at, item, known } of all) {
      const words = tell(known, item.origins, say);
      if (words.is !== 'fact') continue;
      expect([at, words.lines.length > 0, words.lines.every((line) => line.trim() !== '' && !/undefined|null|object|true|false/.test(line))]).toEqual([at, true, true]);
    }
  });
  test('the same is known of a site: no address, phone or hours were invented', () => {
    for (const site of Object.values(pack.sites)) {
      for (const value of [site.address, site.phone, site.windowHours]) if (value && 'value' in value) expect(showable(site.origins[value.from]!)).toBe(true);
    }
  });
});

describe('the words of a value', () => {
  const lines = (written: string, group: ElementGroup, key: string, language: Language = 'zh') => {
    const { pack: little, findings } = build({ [itemFile]: good[itemFile]! + written });
    expect(findings).toEqual([]);
    const item = little.items['birth-certificate']!;
    const words = tell(elementOf(item, null, group, key), item.origins, sayIn(pack, language));
    return words.is === 'fact' ? words.lines : words.is;
  };
  test('are those of the form it was written in', () => {
    expect(lines('timing: { legalLimit: 15 工作日 }\n', 'timing', 'legalLimit')).toEqual(['15 个工作日']);
    expect(lines('timing: { legalLimit: 1 月 }\n', 'timing', 'legalLimit')).toEqual(['1 个月']);
    expect(lines('timing: { legalLimit: 2 小时 }\n', 'timing', 'legalLimit')).toEqual(['2 小时']);
    expect(lines('timing: { promisedLimit: 当场 }\n', 'timing', 'promisedLimit')).toEqual(['当场办结']);
    expect(lines("timing: { visits: '0' }\n", 'timing', 'visits')).toEqual(['0']);
    expect(lines('fees: { charged: 否 }\n', 'fees', 'charged')).toEqual(['否']);
    expect(lines('handling: { conditions: [本人, 成年] }\n', 'handling', 'conditions')).toEqual(['本人', '成年']);
  });
  test('are English in English, but for what an office wrote', () => {
    expect(lines('timing: { legalLimit: 15 工作日 }\n', 'timing', 'legalLimit', 'en')).toEqual(['15 working day(s)']);
    expect(lines('timing: { legalLimit: 60 日 }\n', 'timing', 'legalLimit', 'en')).toEqual(['60 day(s)']);
    expect(lines('timing: { promisedLimit: 当场 }\n', 'timing', 'promisedLimit', 'en')).toEqual(['Done on the spot']);
    expect(lines('fees: { charged: 否 }\n', 'fees', 'charged', 'en')).toEqual(['No']);
    expect(lines('handling: { conditions: [本人, 成年] }\n', 'handling', 'conditions', 'en')).toEqual(['本人', '成年']);
  });
  test('of a law give its name, number and clause', () => {
    expect(lines('owner: { legalBasis: [{ name: 某法, number: 主席令第1号, clause: 第二条 }, { name: 某条例, issuer: 国务院 }] }\n', 'owner', 'legalBasis')).toEqual(['《某法》（主席令第1号）第二条', '《某条例》']);
    expect(lines('owner: { legalBasis: [{ name: 某法, url: https://example.cn/law }] }\n', 'owner', 'legalBasis')).toEqual(['《某法》']);
  });
  test('of steps and fees count them, with what belongs to each', () => {
    expect(lines('handling: { steps: [{ name: 受理, limit: 1 天 }, { name: 发证 }] }\n', 'handling', 'steps')).toEqual(['1. 受理，1 天', '2. 发证']);
    expect(lines('fees: { list: [{ name: 工本费, standard: 10 元 }] }\n', 'fees', 'list')).toEqual(['1. 工本费，10 元']);
  });
  test('of a question are the question and its answer', () => {
    expect(lines('remedy: { faq: [{ question: 急诊怎么办？, answer: 先救人。 }] }\n', 'remedy', 'faq')).toEqual(['急诊怎么办？ 先救人。']);
  });
});

test('a variant’s own words go before its item’s, also where they are worse founded', () => {
  const { pack: little } = build({ [itemFile]: `${good[itemFile]!.replace('type: 公共服务\n', '')}timing: { visits: '1' }\nvariants:\n  - { id: one, name: 甲, en: A, type: 其他, timing: { visits: { value: '2', grade: K } } }\n  - { id: two, name: 乙, en: B, type: 其他 }\n` });
  const item = little.items['birth-certificate']!;
  const visits = (variant: Variant | null) => noticeRows(item, variant, 'time', say).find((row) => row.key === 'timing.visits')!.told;
  expect([visits(null), visits(item.variants[0]!), visits(item.variants[1]!)].map((t) => t.is)).toEqual(['fact', 'ask-window', 'fact']);
});
