import { yearsBetween, birthOf } from './citizen-number.ts';
import type { Values } from './facts.ts';

/** Policy that is more than one comparison. Content refers to these by name; each cites its source. */
export const rules: Readonly<Record<string, (values: Values, today: string) => boolean>> = {
  // 民法典 第18–20条: under 16 somebody cannot act alone in matters of this weight; a guardian applies.
  'applicant-is-minor': (v, today) => v['id-number'] !== undefined && yearsBetween(birthOf(v['id-number']), today) < 16,
  // 居民身份证法 第11条: an expired card must be renewed and proves nothing.
  'card-expired': (v, today) => v['card-valid-to'] !== undefined && v['card-valid-to'] !== 'long-term' && v['card-valid-to'] < today,
  'has-employees': (v) => Number(v['employee-count'] ?? '0') > 0,
  'several-shareholders': (v) => Number(v['shareholder-count'] ?? '0') > 1,
  // Somebody may apply for a company that another person will represent (市场主体登记管理条例 第18条).
  'handler-is-not-legal-representative': (v) => v['legal-representative-number'] !== undefined && v['legal-representative-number'] !== v['id-number'],
};
