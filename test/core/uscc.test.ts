import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { basicCode, businessCode, implementationCode, isUscc } from '../../content/schema/codes.ts';

/** Six codes of public bodies (../shared/domain/FACTS.md §3.3). */
const real = ['11371300004448355A', '11511012008562235K', '113703030042174346', '11131100MB19322481', '11420000010833209R', '11211324558199880M'];
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('a unified social credit code', () => {
  test.each(real)('%s of a public body is valid', (code) => {
    expect(isUscc(code)).toBe(true);
  });
  test('with any one character wrong is refused', () => {
    fc.assert(fc.property(fc.constantFrom(...real), fc.nat({ max: 17 }), fc.constantFrom(...alphabet), (code, at, char) => {
      fc.pre(code[at] !== char);
      expect(isUscc(code.slice(0, at) + char + code.slice(at + 1))).toBe(false);
    }));
  });
  test('has exactly one check character for every seventeen', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 }), (first17) => {
      expect([...alphabet].filter((check) => isUscc(first17 + check))).toHaveLength(1);
    }));
  });
  test.each(['', '11371300004448355', '11371300004448355AA', '11371300004448355a', '1137130000444835IA', '11371300O04448355A', '11371300004448355Ａ'])('in another shape or with I, O, S, V or Z is refused: %j', (code) => {
    expect(isUscc(code)).toBe(false);
  });
});

describe('the codes of an item', () => {
  const takes = (schema: v.GenericSchema, code: string) => v.safeParse(schema, code).success;
  test('are those of real items', () => {
    // FACTS §3.1: 实施编码 and 业务办理项编码 as public guides print them.
    for (const code of ['11371300004448355A3372014917003', '1137030300421743465ac0a77037000', '11131100MB193224813132036024004']) expect(takes(implementationCode, code)).toBe(true);
    expect(takes(businessCode, '11511012008562235K400201400800116')).toBe(true);
    for (const code of ['372014917003', 'ac0a77037000']) expect(takes(basicCode, code)).toBe(true);
  });
  test('keep their lengths, levels and small letters', () => {
    expect(takes(implementationCode, '11371300004448355A0372014917003')).toBe(false);
    expect(takes(implementationCode, '11371300004448355A337201491700')).toBe(false);
    expect(takes(implementationCode, '11371300004448355A3AC0A77037000')).toBe(false);
    expect(takes(businessCode, '11371300004448355A3372014917003')).toBe(false);
    expect(takes(businessCode, '11371300004448356A337201491700301')).toBe(false);
    expect(takes(basicCode, '37201491700')).toBe(false);
  });
});
