import { describe, expect, test } from 'vitest';
import { fitsShape, isPlainBytes } from '../../content/schema/compiled.ts';
import { splitPack } from '../../kiosk/core/pack-files.ts';
import { pack } from './pack.ts';

const files = Object.assign({}, ...splitPack(pack).map((source) => JSON.parse(JSON.stringify(source.files)) as Record<string, unknown>)) as Record<string, never>;
const itemName = 'items/social-insurance-records.json';
const chainName = Object.keys(files).find((name) => name.startsWith('chains/'))!;
const siteName = 'sites/demo.json';
const spoilt = (name: string, spoil: (file: never) => void): unknown => { const copy = structuredClone(files[name]!); spoil(copy); return copy; };

describe('the compiled files of this content', () => {
  test('all have the shapes that their names promise', () => {
    expect(Object.keys(files).length).toBeGreaterThan(250);
    expect(Object.entries(files).filter(([name, content]) => !fitsShape(name, content)).map(([name]) => name)).toEqual([]);
  });
  test('may say more than this kiosk knows, where that is harmless', () => {
    expect(fitsShape(itemName, spoilt(itemName, (file: { item: Record<string, unknown> }) => { file.item['surprise'] = 1; }))).toBe(true);
    expect(fitsShape(siteName, spoilt(siteName, (file: Record<string, unknown>) => { file['surprise'] = 1; }))).toBe(true);
  });
});

type ItemFile = { item: { id: string; name?: string; variants?: { steps: Record<string, unknown>[] | null }[]; elements: Record<string, Record<string, unknown>>; materials: unknown; origins: unknown[] }; search: { id: string }[] };
const stepsIn = ({ item }: ItemFile) => item.variants!.find(({ steps }) => steps !== null)!.steps!;
const step = (file: ItemFile, kind: string) => stepsIn(file).find((one) => one['do'] === kind)!;
test.each<[string, string, (file: never) => void]>([
  ['an item without a name', itemName, ({ item }: ItemFile) => { delete item.name; }],
  ['an item under another id', itemName, ({ item }: ItemFile) => { item.id = 'another'; }],
  ['a search entry of another item', itemName, ({ search }: ItemFile) => { search[0]!.id = 'another'; }],
  ['no list of variants', itemName, ({ item }: ItemFile) => { delete item.variants; }],
  ['a step that this kiosk does not know', itemName, (file: ItemFile) => { stepsIn(file).push({ do: 'teleport' }); }],
  ['a step with a word more, which may change what it means', itemName, (file: ItemFile) => { step(file, 'identify')['unless'] = { rule: 'x' }; }],
  ['a consent without its list of facts', itemName, (file: ItemFile) => { delete step(file, 'consent')['facts']; }],
  ['a step that does not say how sure it must be who is here', itemName, (file: ItemFile) => { delete step(file, 'identify')['level']; }],
  ['a company written as text where the compiled form has yes or no', itemName, (file: ItemFile) => { step(file, 'identify')['company'] = 'yes'; }],
  ['no steps at all where there is a list', itemName, (file: ItemFile) => { stepsIn(file).length = 0; }],
  ['a group of elements that is missing', itemName, ({ item }: ItemFile) => { delete item.elements['fees']; }],
  ['an element that is text where it is yes or no', itemName, ({ item }: ItemFile) => { item.elements['fees']!['charged'] = { value: '是', from: 0 }; }],
  ['a time limit in no unit', itemName, ({ item }: ItemFile) => { item.elements['timing']!['promisedLimit'] = { value: { amount: 3, unit: '周' }, from: 0 }; }],
  ['an item from nowhere', itemName, ({ item }: ItemFile) => { item.origins = []; }],
  ['a chain of one item', chainName, ({ chain }: { chain: { parts: unknown[] } }) => { chain.parts.length = 1; }],
  ['a site without hours', siteName, (site: { hours: unknown[] }) => { site.hours = []; }],
  ['a screen too small to read', siteName, (site: { rootSizePx: number }) => { site.rootSizePx = 1; }],
  ['an empty sentence', 'texts/zh/idle.json', (texts: Record<string, string>) => { texts['idle.start'] = ''; }],
  ['a sentence of another group', 'texts/zh/idle.json', (texts: Record<string, string>) => { texts['home.title'] = '家'; }],
  ['stages without scenes', 'stages.json', (stages: { person: { scenes: unknown[] }[] }) => { stages.person[0]!.scenes = []; }],
])('%s is refused', (_what, name, spoil) => {
  expect(fitsShape(name, files[name])).toBe(true);
  expect(fitsShape(name, spoilt(name, spoil))).toBe(false);
});

test('a field under another name, or whose numbers are still text, is refused', () => {
  const [name, fields] = Object.entries(files).find(([one]) => one.startsWith('fields/'))! as [string, Record<string, { id: string; optional: unknown }>];
  const [id, field] = Object.entries(fields)[0]!;
  expect(fitsShape(name, fields)).toBe(true);
  expect(fitsShape(name, { other: field })).toBe(false);
  expect(fitsShape(name, { [id]: { ...field, optional: 'no' } })).toBe(false);
});

test('a key that JavaScript would take for its own is refused wherever it stands', () => {
  expect(fitsShape('texts/zh/idle.json', JSON.parse('{"idle.start":"开始","__proto__":{"home.title":"x"}}'))).toBe(false);
  expect(fitsShape(itemName, spoilt(itemName, ({ item }: ItemFile) => { Object.defineProperty(item.elements, '__proto__', { value: {}, enumerable: true }); }))).toBe(false);
});

test('a name that promises nothing fits nothing, and bytes are no content', () => {
  for (const name of ['surprise/one.json', 'constructor/one.json', 'items/one.html', 'toString', 'items']) expect([name, fitsShape(name, {})]).toEqual([name, false]);
  expect([isPlainBytes('media/a.png'), isPlainBytes('models/face.onnx'), isPlainBytes('items/media.json')]).toEqual([true, true, false]);
});
