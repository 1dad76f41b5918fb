import { describe, expect, test } from 'vitest';
import type { MaterialUse } from '../../content/schema/material.ts';
import type { Material, Pack } from '../../content/schema/pack.ts';
import { byHand, type Held, mergeMaterials, missing, settledAlone, settledByChoice } from '../../kiosk/core/materials.ts';
import type { Part } from '../../kiosk/core/matter.ts';
import { matter, pack } from '../content/pack.ts';

const material = (id: string, special: Partial<Material> = {}): Material => ({ id, name: id, plain: null, en: id, ways: ['photographed', 'brought'], certificate: null, trust: 'C', origins: [], elements: {}, ...special });
const all = [material('lease'), material('deed'), material('contract'), material('application', { ways: ['generated'], trust: 'D' }), material('licence', { ways: ['passed-on'] }), material('id-card', { ways: ['card', 'shared', 'brought'], certificate: 'id-card' }), material('register', { ways: ['shared', 'brought'], certificate: 'household-register' })];
const little: Pack = { ...pack, materials: Object.fromEntries(all.map((m) => [m.id, m])) };
const anItem = Object.values(pack.items)[0]!;
const part = (id: string, ...materials: readonly (Partial<MaterialUse> & { readonly material: string })[]): Part => ({ item: { ...anItem, id }, variant: null, formTitle: id, formTitleEn: id, fields: [], materials: materials.map((m): MaterialUse => ({ need: '必要', ...m })) });
const merge = (...parts: readonly Part[]) => mergeMaterials(parts, little).map((n) => [n.material.id, n.need, n.oneOf, n.forItems]);

describe('one set of materials for several items', () => {
  test('has each document once, for everybody who needs it', () => {
    expect(merge(part('a', { material: 'lease' }, { material: 'id-card' }), part('b', { material: 'lease' }))).toEqual([['lease', '必要', null, ['a', 'b']], ['id-card', '必要', null, ['a']]]);
  });
  test('takes the strictest need, in whatever order the items stand', () => {
    const needs = ['必要', '容缺后补', '非必要'] as const;
    for (const one of needs) for (const other of needs) {
      const [merged] = merge(part('a', { material: 'lease', need: one }), part('b', { material: 'lease', need: other }));
      expect(merged![1]).toBe(needs[Math.min(needs.indexOf(one), needs.indexOf(other))]);
    }
  });
  test('passes over a document nobody described', () => {
    expect(merge(part('a', { material: 'no-such-paper' }))).toEqual([]);
  });
  test('asks for none of a group when another item needs one of it in any case', () => {
    const choice = part('a', { material: 'lease', oneOf: 'premises' }, { material: 'deed', oneOf: 'premises' });
    expect(merge(choice)).toEqual([['lease', '必要', 'premises', ['a']], ['deed', '必要', 'premises', ['a']]]);
    expect(merge(choice, part('b', { material: 'lease' }))).toEqual([['lease', '必要', null, ['a', 'b']]]);
    expect(merge(part('b', { material: 'lease' }), choice)).toEqual([['lease', '必要', null, ['b', 'a']]]);
  });
  test('still asks for the group when the other item could do without', () => {
    expect(merge(part('a', { material: 'lease', oneOf: 'premises' }, { material: 'deed', oneOf: 'premises' }), part('b', { material: 'lease', need: '非必要' })).map(([id, , group]) => [id, group])).toEqual([['lease', 'premises'], ['deed', 'premises']]);
  });
});

describe('what is still missing', () => {
  const needed = mergeMaterials([part('a', { material: 'lease', oneOf: 'premises' }, { material: 'deed', oneOf: 'premises' }, { material: 'contract' }, { material: 'register', need: '非必要' }, { material: 'licence', need: '容缺后补' })], little);
  const left = (held: Readonly<Record<string, Held>>) => missing(needed, held).map((n) => n.material.id);
  test('is what is necessary and has no way yet; one of a group is enough', () => {
    expect(left({})).toEqual(['lease', 'deed', 'contract']);
    expect(left({ deed: { is: 'bring' } })).toEqual(['contract']);
    expect(left({ deed: { is: 'photographed', by: 'camera', pages: 2, simulated: false }, contract: { is: 'bring' } })).toEqual([]);
  });
  test('is never what may come later or need not come', () => {
    expect(left({ lease: { is: 'bring' }, contract: { is: 'bring' } })).toEqual([]);
  });
});

describe('what needs nobody’s hand', () => {
  const needed = mergeMaterials([part('a', ...all.map((m) => ({ material: m.id })))], little);
  const certificate = { type: 'household-register', ref: 'r1', issuer: '示范市公安局' };
  test('is generated, passed on, shared, or the card that was read', () => {
    expect(settledAlone(needed, [certificate], true)).toEqual({
      application: { is: 'generated' }, licence: { is: 'passed-on' }, register: { is: 'shared', ref: 'r1', issuer: '示范市公安局' }, 'id-card': { is: 'card' },
    });
  });
  test('is less when no card was read and no certificate fetched', () => {
    expect(Object.keys(settledAlone(needed, [], false)).sort()).toEqual(['application', 'licence']);
  });
  test('is the certificate of the card only where the card itself was not read', () => {
    const card = { type: 'id-card', ref: 'c1', issuer: '示范市公安局' };
    expect(settledAlone(needed, [card], true)['id-card']).toEqual({ is: 'card' });
    expect(settledAlone(needed, [card], false)['id-card']).toEqual({ is: 'shared', ref: 'c1', issuer: '示范市公安局' });
  });
  test('is told from what somebody still has to photograph or bring', () => {
    expect([byHand(undefined), byHand({ is: 'bring' }), byHand({ is: 'photographed', by: 'camera', pages: 1, simulated: true })]).toEqual([true, true, true]);
    expect([byHand({ is: 'generated' }), byHand({ is: 'card' }), byHand({ is: 'passed-on' }), byHand({ is: 'shared', ref: '', issuer: '' })]).toEqual([false, false, false, false]);
  });
});

test('filing for care elsewhere asks for no paper of anybody who signs the commitment', () => {
  const care = matter('care-elsewhere');
  if (care.is !== 'item') throw new Error('an item');
  for (const variant of care.item.variants) {
    const needed = mergeMaterials([{ item: care.item, variant, formTitle: '', formTitleEn: '', fields: [], materials: variant.materials ?? [] }], pack);
    const alone = settledAlone(needed, [], true);
    // Choosing the commitment, where it stands in for papers, is all there is to do.
    const chosen = Object.fromEntries(needed.flatMap(({ material }) => { const held = material.id === 'commitment-letter' ? settledByChoice(material, []) : null; return held ? [[material.id, held]] : []; }));
    expect([variant.id, missing(needed, { ...alone, ...chosen })]).toEqual([variant.id, []]);
  }
});
