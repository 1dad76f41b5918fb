import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { Item, Pack } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';
import type { Matter } from '../../kiosk/core/matter.ts';
import { sayIn } from '../../kiosk/core/say.ts';
import { formsNote, noticeBlocks, type Wording } from '../../kiosk/screens/matter-words.ts';
import { build, good, itemFile } from '../content/fixture.ts';
import { matter, pack } from '../content/pack.ts';

const wording = (language: Language = 'zh', of: Pack = pack): Wording => ({ language: signal(language), say: signal(sayIn(of, language)), pack: of });
const rowsOf = (about: Matter, section: string, language?: Language, of?: Pack) => noticeBlocks(wording(language, of), about).find((b) => b.section === section)!.rows;
/** An item with this written below it, as a matter. */
function little(written: string, replace: readonly [string, string] = ['', '']): readonly [Matter, Pack] {
  const made = build({ [itemFile]: good[itemFile]!.replace(...replace) + written });
  expect(made.findings).toEqual([]);
  const item: Item = made.pack.items['birth-certificate']!;
  // The fixture has few sentences; the words are those of the real content.
  return [{ is: 'item', item, variant: null }, { ...made.pack, texts: pack.texts }];
}

describe('the notice of a chain', () => {
  const chain = matter('start-company');
  test('does not let what is known of one item stand for all seven', () => {
    const rows = rowsOf(chain, 'time').filter((r) => r.label.startsWith('法定办结时限'));
    expect(rows.map((r) => [r.label, r.lines, r.source !== undefined])).toEqual([
      ['法定办结时限 · 公司(企业)设立登记', ['3 个工作日'], true],
      ['法定办结时限 · 其余各项', ['以窗口核定为准'], false],
    ]);
  });
  test('says once what is the same for all of them', () => {
    expect(rowsOf(chain, 'help').map((r) => r.label)).toEqual(['咨询方式', '监督投诉']);
  });
  test('tells of its materials which are sourced and which are only for reference', () => {
    const rows = rowsOf(chain, 'materials');
    for (const row of rows.slice(0, -1)) expect((row.source ?? row.note)).toMatch(/^来源：.+（[AB] 级），核对于 \d{4}-\d\d-\d\d|^参考，以窗口核定为准$/);
    expect(rows.at(-1)).toEqual({ label: '正式材料清单', lines: ['以窗口核定为准'] });
  });
  test('lists what somebody has to bring before what needs nobody’s hand', () => {
    expect(rowsOf(chain, 'materials')[0]!.lines[0]).toBe('1. 住所（经营场所）使用证明：能拍照的现场拍，或以后补');
  });
  test('says of the counts of forms and boxes what they rest on', () => {
    if (chain.is !== 'chain') throw new Error('no chain');
    expect(formsNote(wording(), chain.chain)).toBe(pack.texts.zh['notice.forms-reference']);
    expect(formsNote(wording(), { ...chain.chain, formsFrom: { source: '某文件', grade: 'A', checked: '2026-11-23', area: '370406' } })).toBe('来源：某文件（A 级），核对于 2026-11-23 适用山亭区');
  });
});

describe('the notice of an item whose variant is not known yet', () => {
  test('lists what every variant uses once, and the rest by variant', () => {
    const rows = rowsOf(matter('care-elsewhere'), 'materials');
    expect(rows.map((r) => r.label)).toEqual(['哪一种都会用到', '长期在外地工作', '长期在外地居住', '退休后到外地定居', '在外地突然发病住院', '要转到外地医院，或自己去外地看', '正式材料清单']);
    expect(rows[0]!.lines.map((line) => line.split('：')[0])).toEqual(['1. 居民身份证', '2. 异地就医备案表']);
    expect(rows[4]!.lines).toEqual([expect.stringMatching(/^1\. 急诊病历或急诊诊断证明（有就带，不是必须）/)]);
    // A guide of 济南 and general knowledge are no source for us.
    for (const row of rows.slice(0, -1)) expect([row.label, row.source, row.note]).toEqual([row.label, undefined, '参考，以窗口核定为准']);
  });
  test('is the variant’s own once it is known', () => {
    const rows = rowsOf(matter('care-elsewhere', 'long-term-resident'), 'materials');
    expect(rows.map((r) => r.label)).toEqual(['在本机办理会用到', '正式材料清单']);
    expect(rows[0]!.lines).toHaveLength(5);
  });
  test('does not tell an item’s time as that of a variant that says otherwise', () => {
    const variants = "timing: { visits: '1' }\nvariants:\n  - { id: one, name: 甲, en: A, type: 其他, timing: { visits: '2' } }\n  - { id: two, name: 乙, en: B, type: 其他 }\n  - { id: three, name: 丙, en: C, type: 其他, timing: { visits: { value: '3', grade: K } } }\n";
    const [about, of] = little(variants, ['type: 公共服务\n', '']);
    expect(rowsOf(about, 'time', 'zh', of).filter((r) => r.label.startsWith('要跑几趟')).map((r) => [r.label, r.lines])).toEqual([['要跑几趟 · 甲', ['2']], ['要跑几趟 · 乙', ['1']], ['要跑几趟 · 其余各项', ['以窗口核定为准']]]);
  });
});

test('every row of every notice is a fact with its source, for reference, or for the window to say; no two rows of a section have one label', () => {
  const all: Matter[] = [...Object.values(pack.items).map((item): Matter => ({ is: 'item', item, variant: null })), ...Object.values(pack.chains).map((chain): Matter => ({ is: 'chain', chain }))];
  for (const about of all) for (const block of noticeBlocks(wording(), about)) {
    expect(new Set(block.rows.map((r) => r.label)).size).toBe(block.rows.length);
    for (const row of block.rows) expect([block.section, row.lines, row.source !== undefined || row.note !== undefined || row.lines.join() === '以窗口核定为准']).toEqual([block.section, row.lines, true]);
  }
});

test('in English our own words are English', () => {
  const rows = rowsOf(matter('start-company'), 'materials', 'en');
  for (const row of rows) expect(`${row.label} ${row.lines.join(' ')} ${row.note ?? ''}`).not.toMatch(/\p{Script=Han}|[：，、（）]/u);
});
