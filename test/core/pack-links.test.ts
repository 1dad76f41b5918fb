import { describe, expect, test } from 'vitest';
import type { Pack } from '../../content/schema/pack.ts';
import type { Step } from '../../content/schema/step.ts';
import { brokenLinks } from '../../kiosk/core/pack-links.ts';
import { pack } from '../content/pack.ts';

const needed = Object.keys(pack.texts.zh);
const id = 'social-insurance-records';
const withItem = (change: Partial<Pack['items'][string]>): Pack => ({ ...pack, items: { ...pack.items, [id]: { ...pack.items[id]!, ...change } } });
const [chainId, chain] = Object.entries(pack.chains)[0]!;
const without = <T>(all: Readonly<Record<string, T>>, key: string): Record<string, T> => { const { [key]: _, ...rest } = all; return rest; };
const steps = (...all: unknown[]) => withItem({ steps: all as Step[] });

test('the content of this checkout has no broken link', () => {
  expect(brokenLinks(pack, needed)).toEqual([]);
});

describe('a name that nothing answers to is found:', () => {
  const item = `items/${id}.json`;
  test.each<[string, Pack, string, string]>([
    ['a field that is asked', steps({ do: 'ask', fields: ['nobody'] }), item, 'field nobody'],
    ['a field in a condition', steps({ do: 'identify', when: { field: 'nobody', is: 'x' } }), item, 'field nobody'],
    ['a field of which only the use has a condition', steps({ do: 'fill', title: 'a', en: 'a', fields: [{ field: 'nation', when: { all: [{ rule: 'no-rule' }] } }] }), item, 'rule no-rule'],
    ['a fact to be fetched', steps({ do: 'consent', facts: ['nobody'], certificates: [] }), item, 'field nobody'],
    ['the years of a query', steps({ do: 'records', query: 'q', years: 'nobody' }), item, 'field nobody'],
    ['a statement to sign', steps({ do: 'sign', statement: 'nobody' }), item, 'text statement.nobody'],
    ['a material', withItem({ materials: [{ material: 'nobody', need: '必要' }] }), item, 'material nobody'],
    ['a scene', withItem({ scene: '99.9' }), item, 'scene 99.9'],
    ['a department', withItem({ district: { lead: '无此局', with: [] } }), item, 'department 无此局'],
    ['one of two departments in one cell', withItem({ city: { lead: `${pack.departments.city[0]!.name}、无此局`, with: [] } }), item, 'department 无此局'],
    ['an item of a chain', { ...pack, items: without(pack.items, chain.parts[0]!.item) }, `chains/${chainId}.json`, `item ${chain.parts[0]!.item}`],
    ['a variant of a chain', { ...pack, chains: { [chainId]: { ...chain, parts: chain.parts.map((part, i) => (i === 0 ? { ...part, variant: 'nobody' } : part)) } } }, `chains/${chainId}.json`, 'variant nobody'],
    ['a derivation', { ...pack, fields: { ...pack.fields, sex: { ...pack.fields['sex']!, derive: 'nobody' } } }, 'fields', 'derivation nobody'],
    ['a code list', { ...pack, lists: without(pack.lists, 'nations') }, 'fields', 'list nations'],
    ['a sentence in Chinese', { ...pack, texts: { ...pack.texts, zh: without(pack.texts.zh, 'idle.start') } }, 'texts/zh', 'text idle.start'],
    ['a sentence in English', { ...pack, texts: { ...pack.texts, en: without(pack.texts.en, 'idle.start') } }, 'texts/en', 'text idle.start'],
    ['a name that only every object has', steps({ do: 'ask', fields: ['constructor'] }), item, 'field constructor'],
  ])('%s', (_what, broken, file, name) => {
    expect(brokenLinks(broken, needed)).toContainEqual({ file, name });
  });
});

test('an item that a site puts first and that is gone is passed over', () => {
  const first = pack.sites['demo']!.first.find((one) => pack.items[one] && !Object.values(pack.chains).some((c) => c.parts.some((part) => part.item === one)))!;
  expect(brokenLinks({ ...pack, items: without(pack.items, first) }, needed)).toEqual([]);
});
