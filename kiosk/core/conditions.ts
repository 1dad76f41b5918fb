import type { Condition, Test } from '../../content/schema/condition.ts';
import type { Values } from './facts.ts';
import { rules } from './rules.ts';

/** Whether a condition of the content holds for these values; no condition always holds. */
export function holds(condition: Condition | undefined | null, values: Values, today: string): boolean {
  if (!condition) return true;
  if ('all' in condition) return condition.all.every((t) => test(t, values, today));
  if ('any' in condition) return condition.any.some((t) => test(t, values, today));
  return test(condition, values, today);
}

function test(t: Test, values: Values, today: string): boolean {
  if ('rule' in t) return rules[t.rule]?.(values, today) ?? false;
  const given = values[t.field];
  return 'is' in t ? given === t.is : given !== undefined && t.in.includes(given);
}
