import { HOME_AREA } from '../../content/schema/provenance.ts';
import type { Matter } from '../core/matter.ts';
import { partsOf } from '../core/matter.ts';
import { mergeMaterials } from '../core/materials.ts';
import { noticeRows, noticeSections, type NoticeSection, type Told } from '../core/notice.ts';
import { noticePaper } from '../core/receipt.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { nameIn } from '../models/words.ts';

/** Official name of what a visit deals with, in the language now chosen. */
export function matterName(kiosk: Kiosk, matter: Matter): string {
  const language = kiosk.language.value;
  if (matter.is === 'chain') return nameIn(language, matter.chain);
  return matter.variant ? nameIn(language, matter.variant) : nameIn(language, matter.item);
}
/** The name people use, beside the official one. */
export function plainName(kiosk: Kiosk, matter: Matter): string {
  if (matter.is === 'chain') return kiosk.language.value === 'en' ? matter.chain.plainEn : matter.chain.plain;
  if (kiosk.language.value === 'en') return matterName(kiosk, matter);
  return (matter.variant?.plain ?? matter.variant?.name ?? matter.item.plain) ?? matter.item.name;
}

export interface NoticeBlock { readonly section: NoticeSection | 'materials'; readonly title: string; readonly rows: readonly { readonly label: string; readonly lines: readonly string[]; readonly source?: string }[] }

/** The notice as it is shown and printed; for a chain each element once, then by item where items differ. */
export function noticeBlocks(kiosk: Kiosk, matter: Matter): readonly NoticeBlock[] {
  const say = kiosk.say.value;
  const parts = partsOf(matter, kiosk.pack, null);
  const blocks = noticeSections.map((section): NoticeBlock => {
    const perPart = parts.map((p) => noticeRows(p.item, p.variant, section));
    const keys = perPart[0]?.map((r) => r.key) ?? [];
    const rows = keys.flatMap((key) => {
      const label = say(`element.${key.replace('.', '-')}`);
      const tolds = parts.map((p, i) => ({ part: p, told: perPart[i]!.find((r) => r.key === key)!.told }));
      const known = tolds.filter((t) => t.told.is !== 'ask-window');
      if (known.length === 0) return [{ label, lines: [say('notice.ask-window')] }];
      if (parts.length === 1) return [rowOf(label, known[0]!.told)];
      return known.map((t) => rowOf(`${label} · ${nameIn(kiosk.language.value, t.part.item)}`, t.told));
    });
    return { section, title: say(`notice.${section}`), rows: foldUnknown(rows) };
  });
  const materials: NoticeBlock = { section: 'materials', title: say('notice.materials'), rows: materialRows() };
  return [blocks[0]!, materials, ...blocks.slice(1)];

  function rowOf(label: string, told: Told) {
    switch (told.is) {
      case 'fact': return { label, lines: told.lines, source: say('notice.source', { source: told.origin.source, grade: told.origin.grade, checked: told.origin.checked, area: say(told.origin.area === HOME_AREA ? 'notice.area-here' : 'notice.area-wider') }) };
      case 'none': return { label, lines: [say('notice.none', { reason: told.reason })], source: say('notice.source', { source: told.origin.source, grade: told.origin.grade, checked: told.origin.checked, area: '' }) };
      case 'ask-window': return { label, lines: [say('notice.ask-window')] };
    }
  }
  /** A section nobody has written anything for says so once. */
  function foldUnknown(rows: NoticeBlock['rows']): NoticeBlock['rows'] {
    return rows.every((r) => r.source === undefined) ? [{ label: rows.map((r) => r.label).join(kiosk.language.value === 'en' ? ', ' : '、'), lines: [say('notice.ask-window')] }] : rows;
  }
  function materialRows(): NoticeBlock['rows'] {
    const needed = mergeMaterials(parts, kiosk.pack);
    if (needed.length === 0) return [{ label: say('notice.materials-list'), lines: [say('notice.ask-window')] }];
    return [{ label: say('notice.materials-used'), lines: needed.map((n, i) => `${i + 1}. ${kiosk.language.value === 'en' ? n.material.en : n.material.name}${n.oneOf ? say('notice.one-of') : ''} · ${say(`notice.way-${n.material.ways[0]}`)}`) }, { label: say('notice.materials-list'), lines: [say('notice.ask-window')] }];
  }
}

/** Date and time as printed on papers. */
export const stampOf = (kiosk: Kiosk): string => `${kiosk.clock.today()} ${kiosk.local.value.time}`;

export function noticeSlip(kiosk: Kiosk, matter: Matter) {
  return noticePaper(kiosk.say.value, {
    matter: matterName(kiosk, matter), site: nameIn(kiosk.language.value, kiosk.site), at: stampOf(kiosk), simulated: kiosk.simulated || kiosk.site.fictional,
    sections: noticeBlocks(kiosk, matter).map((b) => ({ title: b.title, lines: b.rows.flatMap((r) => (r.lines.length === 1 ? [`${r.label}：${r.lines[0]}`] : [`${r.label}：`, ...r.lines])) })),
  });
}
