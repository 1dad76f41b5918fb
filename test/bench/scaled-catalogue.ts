import type { Item, Pack } from '../../content/schema/pack.ts';

/** The content with `times` as many items: each copy has a name of its own, so that no two files are alike. */
export function scaled(pack: Pack, times: number): Pack {
  const copies = (id: string, n: number) => (n === 0 ? id : `${id}-x${n}`);
  const items = Object.fromEntries(Object.values(pack.items).flatMap((item) => Array.from({ length: times }, (_, n): [string, Item] => [copies(item.id, n), n === 0 ? item : { ...item, id: copies(item.id, n), name: `${item.name}（${n}）` }])));
  const search = pack.search.flatMap((entry) => (Object.hasOwn(pack.items, entry.id) ? Array.from({ length: times }, (_, n) => ({ ...entry, id: copies(entry.id, n) })) : [entry]));
  return { ...pack, items, search };
}

/** What a maintainer changes, from nothing to everything; each makes different content each time it is called with another mark. */
export const changes = {
  'no change': (pack: Pack) => pack,
  'one wording': (pack: Pack, mark: string): Pack => ({ ...pack, texts: { ...pack.texts, zh: { ...pack.texts.zh, 'idle.touch': `请触摸屏幕开始${mark}` } } }),
  'one item': (pack: Pack, mark: string): Pack => inItems(pack, mark, (item) => item.id === 'social-insurance-records'),
  'one scene': (pack: Pack, mark: string): Pack => { const { list, scene, district } = pack.items['social-insurance-records']!; return inItems(pack, mark, (item) => item.list === list && item.scene === scene && item.district.lead === district.lead && !/-x\d+$/.test(item.id)); },
  'everything': (pack: Pack, mark: string): Pack => inItems(pack, mark, () => true),
} as const;
export type Change = keyof typeof changes;

const inItems = (pack: Pack, mark: string, which: (item: Item) => boolean): Pack => ({ ...pack, items: Object.fromEntries(Object.values(pack.items).map((item) => [item.id, which(item) ? { ...item, plain: `${item.plain ?? item.name}${mark}` } : item])) });
