import { describe, expect, test } from 'vitest';
import { holds } from '../../kiosk/core/conditions.ts';
import { rules } from '../../kiosk/core/rules.ts';
import { people } from '../../kiosk/dock/people.ts';
import { today } from './fields.ts';

const values = { reason: 'work', count: '3' };
const now = (condition: Parameters<typeof holds>[0]) => holds(condition, values, today);

describe('a condition', () => {
  test('that is none always holds', () => {
    expect([now(undefined), now(null)]).toEqual([true, true]);
  });
  test('compares one value', () => {
    expect([now({ field: 'reason', is: 'work' }), now({ field: 'reason', is: 'ill' })]).toEqual([true, false]);
    expect([now({ field: 'reason', in: ['ill', 'work'] }), now({ field: 'reason', in: [] })]).toEqual([true, false]);
  });
  test('on a value that is not known does not hold', () => {
    expect([now({ field: 'unknown', is: 'work' }), now({ field: 'unknown', in: ['work'] })]).toEqual([false, false]);
    expect(now({ field: 'unknown', in: ['undefined'] })).toBe(false);
  });
  test('of several holds for all, or for any', () => {
    expect(now({ all: [{ field: 'reason', is: 'work' }, { field: 'count', is: '3' }] })).toBe(true);
    expect(now({ all: [{ field: 'reason', is: 'work' }, { field: 'count', is: '4' }] })).toBe(false);
    expect(now({ any: [{ field: 'reason', is: 'ill' }, { field: 'count', is: '3' }] })).toBe(true);
    expect(now({ any: [] })).toBe(false);
  });
  test('by a rule that does not exist does not hold', () => {
    expect(now({ rule: 'no-such-rule' })).toBe(false);
  });
});

describe('the rule', () => {
  const bars = (id: string, rule: string, day = today) => { const p = people.find((one) => one.id === id)!; return rules[rule]!({ 'id-number': p.number, 'card-valid-to': p.validTo }, day); };
  test('against an expired card counts the last day as valid, and long-term for ever', () => {
    expect(people.filter((p) => bars(p.id, 'card-expired')).map((p) => p.id)).toEqual(['expired']);
    expect([bars('expired', 'card-expired', '2024-07-01'), bars('expired', 'card-expired', '2024-07-02')]).toEqual([false, true]);
    expect(bars('elder', 'card-expired', '2090-01-01')).toBe(false);
    expect(rules['card-expired']!({}, today)).toBe(false);
  });
  test('for minors ends on the sixteenth birthday', () => {
    expect(people.filter((p) => bars(p.id, 'applicant-is-minor')).map((p) => p.id)).toEqual(['minor']);
    expect([bars('minor', 'applicant-is-minor', '2030-05-20'), bars('minor', 'applicant-is-minor', '2030-05-21')]).toEqual([true, false]);
    expect(rules['applicant-is-minor']!({}, today)).toBe(false);
  });
  test('about employees and shareholders counts nobody as nobody', () => {
    expect([rules['has-employees']!({}, today), rules['has-employees']!({ 'employee-count': '0' }, today), rules['has-employees']!({ 'employee-count': '1' }, today)]).toEqual([false, false, true]);
    expect([rules['several-shareholders']!({}, today), rules['several-shareholders']!({ 'shareholder-count': '1' }, today), rules['several-shareholders']!({ 'shareholder-count': '2' }, today)]).toEqual([false, false, true]);
  });
  test('about the legal representative is silent until that person is known', () => {
    const rule = rules['handler-is-not-legal-representative']!;
    expect([rule({ 'id-number': 'a' }, today), rule({ 'id-number': 'a', 'legal-representative-number': 'a' }, today), rule({ 'id-number': 'a', 'legal-representative-number': 'b' }, today)]).toEqual([false, false, true]);
  });
});
