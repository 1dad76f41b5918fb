import type { Chain } from '../../content/schema/pack.ts';
import { HOME_AREA, type Provenance, showable } from '../../content/schema/provenance.ts';
import { type Matter, type Part, partsOf } from '../core/matter.ts';
import { mergeMaterials, type Needed } from '../core/materials.ts';
import { noticeRows, noticeSections, type NoticeSection, type Told } from '../core/notice.ts';
import { type NoticeLine, noticePaper } from '../core/receipt.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { nameIn, type Say } from '../models/words.ts';

/** What of the kiosk it takes to put a matter into words. */
export type Wording = Pick<Kiosk, 'say' | 'language' | 'pack'>;

/** Official name of what a visit deals with, in the language now chosen. */
export function matterName(kiosk: Pick<Wording, 'language'>, matter: Matter): string {
  const language = kiosk.language.value;
  if (matter.is === 'chain') return nameIn(language, matter.chain);
  return matter.variant ? nameIn(language, matter.variant) : nameIn(language, matter.item);
}
/** The name people use, beside the official one. */
export function plainName(kiosk: Pick<Wording, 'language'>, matter: Matter): string {
  if (matter.is === 'chain') return kiosk.language.value === 'en' ? matter.chain.plainEn : matter.chain.plain;
  if (kiosk.language.value === 'en') return matterName(kiosk, matter);
  return (matter.variant?.plain ?? matter.variant?.name ?? matter.item.plain) ?? matter.item.name;
}

export interface NoticeBlock { readonly section: NoticeSection | 'materials'; readonly title: string; readonly rows: readonly NoticeLine[] }
/** What a row of the notice may hold for: an item of a chain, or a variant while it is not known which. */
interface Case { readonly name: string; readonly part: Part }

/** The notice as it is shown and printed: each element once where it is the same for all, else by item or variant; what is known for some only says so. */
export function noticeBlocks(kiosk: Wording, matter: Matter): readonly NoticeBlock[] {
  const say = kiosk.say.value;
  const cases = casesOf(kiosk, matter);
  const blocks = noticeSections.map((section): NoticeBlock => {
    const perCase = cases.map((c) => noticeRows(c.part.item, c.part.variant, section, say));
    const keys = perCase[0]?.map((r) => r.key) ?? [];
    const rows = keys.flatMap((key) => elementRows(say, say(`element.${key.replace('.', '-')}`), cases.map((c, i) => ({ name: c.name, told: perCase[i]!.find((r) => r.key === key)!.told }))));
    return { section, title: say(`notice.${section}`), rows: foldUnknown(say, rows) };
  });
  const materials: NoticeBlock = { section: 'materials', title: say('notice.materials'), rows: materialRows(kiosk, matter, cases) };
  return [blocks[0]!, materials, ...blocks.slice(1)];
}

function casesOf(kiosk: Wording, matter: Matter): readonly Case[] {
  if (matter.is === 'chain') return partsOf(matter, kiosk.pack, null).map((part) => ({ name: nameIn(kiosk.language.value, part.item), part }));
  const variants = matter.variant ? [matter.variant] : matter.item.variants.length > 0 ? matter.item.variants : [null];
  return variants.map((variant) => ({ name: plainName(kiosk, { ...matter, variant }), part: partsOf(matter, kiosk.pack, variant)[0]! }));
}

/** One element: once, if it is the same for all; else once for all whom the same is told; the rest is for the window to say. */
function elementRows(say: Say, label: string, tolds: readonly { readonly name: string; readonly told: Told }[]): readonly NoticeLine[] {
  const groups = new Map<string, { readonly names: string[]; readonly told: Told }>();
  for (const { name, told } of tolds) {
    const same = JSON.stringify(told);
    const group = groups.get(same);
    if (group) group.names.push(name); else groups.set(same, { names: [name], told });
  }
  if (groups.size <= 1) return tolds.slice(0, 1).map(({ told }) => ({ label, ...wordsOf(say, told) }));
  const known = [...groups.values()].filter((g) => g.told.is !== 'ask-window');
  return [
    ...known.map((g) => ({ label: say('notice.row-of', { label, item: g.names.join(say('show.between')) }), ...wordsOf(say, g.told) })),
    ...(known.length < groups.size ? [{ label: say('notice.row-of', { label, item: say('notice.others') }), lines: [say('notice.ask-window')] }] : []),
  ];
}
function wordsOf(say: Say, told: Told): { readonly lines: readonly string[]; readonly source?: string } {
  switch (told.is) {
    case 'fact': return { lines: told.lines, source: originWords(say, told.origin) };
    case 'none': return { lines: [say('notice.none', { reason: told.reason })], source: originWords(say, told.origin) };
    case 'ask-window': return { lines: [say('notice.ask-window')] };
  }
}
/** Where a statement comes from, how good that is, when it was looked at, and for which area it holds. */
export const originWords = (say: Say, { source, grade, checked, area }: Provenance): string => say('notice.source', { source, grade, checked, area: say(area === HOME_AREA ? 'notice.area-here' : 'notice.area-wider') });

/** A section nobody has written anything for says so once. */
function foldUnknown(say: Say, rows: readonly NoticeLine[]): readonly NoticeLine[] {
  return rows.length > 0 && rows.every((r) => r.source === undefined) ? [{ label: rows.map((r) => r.label).join(say('show.between')), lines: [say('notice.ask-window')] }] : rows;
}

/** What dealing with it here uses: for a chain in one set; by variant while it is not known which, what all of them use first. */
function materialRows(kiosk: Wording, matter: Matter, cases: readonly Case[]): readonly NoticeLine[] {
  const say = kiosk.say.value;
  const official = { label: say('notice.materials-list'), lines: [say('notice.ask-window')] };
  if (matter.is === 'chain' || cases.length === 1) return [...setRows(kiosk, say('notice.materials-used'), mergeMaterials(cases.map((c) => c.part), kiosk.pack)), official];
  const sets = cases.map((c) => ({ name: c.name, needed: mergeMaterials([c.part], kiosk.pack) })).filter((s) => s.needed.length > 0);
  if (sets.length === cases.length && new Set(sets.map((s) => JSON.stringify(s.needed))).size === 1) return [...setRows(kiosk, say('notice.materials-used'), sets[0]!.needed), official];
  const same = (a: Needed, b: Needed) => a.material.id === b.material.id && a.need === b.need && a.oneOf === null && b.oneOf === null;
  const always = sets.length === cases.length ? sets[0]!.needed.filter((n) => sets.every((s) => s.needed.some((m) => same(n, m)))) : [];
  return [
    ...setRows(kiosk, say('notice.materials-always'), always),
    ...sets.flatMap((s) => setRows(kiosk, always.length > 0 ? s.name : say('notice.row-of', { label: say('notice.materials-used'), item: s.name }), s.needed.filter((n) => !always.some((a) => same(a, n))))),
    official,
  ];
}

/** One set of materials: those known from where, with that; the others said to be for reference. */
function setRows(kiosk: Wording, label: string, needed: readonly Needed[]): readonly NoticeLine[] {
  const say = kiosk.say.value;
  const byHand = ({ material: { ways: [way] } }: Needed) => way === 'photographed' || way === 'brought';
  // What somebody has to bring stands first; the order is otherwise as written.
  const inOrder = [...needed.filter(byHand), ...needed.filter((n) => !byHand(n))];
  const sourced = inOrder.filter((n) => showable(n.material.origins[0]!));
  const others = inOrder.filter((n) => !sourced.includes(n));
  const line = (n: Needed, i: number) => {
    const need = n.oneOf ? say('notice.one-of') : n.need === '非必要' ? say('notice.not-required') : n.need === '容缺后补' && byHand(n) ? say('notice.later') : '';
    return say('notice.material', { n: i + 1, name: nameIn(kiosk.language.value, n.material), need, way: say(`notice.way-${n.material.ways[0]!}`) });
  };
  const origins = [...new Set(sourced.map((n) => originWords(say, n.material.origins[0]!)))];
  const numbers = (source: string) => sourced.flatMap((n, i) => (originWords(say, n.material.origins[0]!) === source ? [i + 1] : [])).join(say('show.between'));
  const source = origins.length <= 1 ? origins[0] : origins.map((o) => say('notice.numbered-source', { numbers: numbers(o), source: o })).join('\n');
  return [
    ...(source === undefined ? [] : [{ label, lines: sourced.map(line), source }]),
    ...(others.length === 0 ? [] : [{ label: source === undefined ? label : say('notice.row-of', { label, item: say('notice.other-materials') }), lines: others.map(line), note: say('notice.reference') }]),
  ];
}

/** What the counts of a chain's forms and boxes rest on: their source, or that they are counted on demonstration forms and for reference only. */
export function formsNote(kiosk: Pick<Wording, 'say'>, chain: Chain): string {
  const say = kiosk.say.value;
  return showable(chain.formsFrom) ? originWords(say, chain.formsFrom) : say('notice.forms-reference');
}

/** Date and time as printed on papers. */
export const stampOf = (kiosk: Kiosk): string => `${kiosk.clock.today()} ${kiosk.local.value.time}`;

export function noticeSlip(kiosk: Kiosk, matter: Matter) {
  return noticePaper(kiosk.say.value, {
    matter: matterName(kiosk, matter), site: nameIn(kiosk.language.value, kiosk.site), at: stampOf(kiosk), simulated: kiosk.simulated || kiosk.site.fictional,
    sections: noticeBlocks(kiosk, matter),
  });
}
