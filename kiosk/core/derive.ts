import { birthOf, isDate, sexOf, yearsBetween } from './citizen-number.ts';
import { readPersons } from './persons.ts';

type Values = Readonly<Record<string, string>>;

/** Values computed from others, named by content fields (`derive:`); they are never asked. `undefined` while something is missing. */
export const derivations: Readonly<Record<string, (values: Values, today: string) => string | undefined>> = {
  'birth-from-number': (v) => v['id-number'] && birthOf(v['id-number']),
  'sex-from-number': (v) => v['id-number'] && sexOf(v['id-number']),
  'age-today': (v, today) => {
    const birth = v['id-number'] && birthOf(v['id-number']);
    return birth && isDate(birth) ? String(yearsBetween(birth, today)) : undefined;
  },
  'id-type-resident': (v) => v['id-number'] && '居民身份证',
  today: (_, today) => today,
  /** Kinds as registries write them on licences; one shareholder makes it 自然人独资. Grade K, for the registry to confirm. */
  'limited-company': (v) => ['有限责任公司（自然人独资）', '有限责任公司（自然人投资或控股）'][Math.min(readPersons(v.shareholders).length, 2) - 1],
  /** 企业名称登记管理规定 第6条: 行政区划 + 字号 + 行业 + 组织形式. */
  'company-full-name': (v) => v['trade-name'] && v['industry-word'] && `枣庄市山亭区${v['trade-name']}${v['industry-word']}有限公司`,
  'shareholder-count': (v) => v.shareholders && String(readPersons(v.shareholders).length),
  /** 公司法 (2023) 第47条: paid in full within five years of the company's establishment, as its articles say. */
  'contribution-term': () => '自公司成立之日起五年内',
  'business-term': () => '长期',
  /** The lists industry-names and business-scopes have the same entries as the trades to choose from. */
  'industry-chosen': (v) => v.industry,
  'id-type-of-shareholders': (v) => v.shareholders && '居民身份证',
  'legal-representative-name': (v) => personAt(v, 'legal-representative')?.name,
  'legal-representative-number': (v) => personAt(v, 'legal-representative')?.number,
  /** Asked only when the legal representative is not the citizen at the kiosk. */
  'legal-representative-phone': (v) => {
    const number = personAt(v, 'legal-representative')?.number;
    return number && (number === v['id-number'] ? v['mobile-phone'] : v['legal-representative-mobile']);
  },
  'director-name': (v) => personAt(v, 'legal-representative')?.name,
  /** 公司法 (2023) 第83条: a small company may have one supervisor, or none if all shareholders agree; 第76条: not the director. */
  'supervisor-kind': (v) => {
    if (v.shareholders === undefined) return undefined;
    if (readPersons(v.shareholders).length < 2 || v['supervisor-choice'] === 'none') return '不设监事';
    return v['supervisor-choice'] && '设一名监事';
  },
  'supervisor-name': (v) => (v['supervisor-choice'] === 'second' ? readPersons(v.shareholders)[1]?.name : undefined),
  'handler-name': (v) => v['person-name'],
  'handler-number': (v) => v['id-number'],
  'handler-phone': (v) => v['mobile-phone'],
  'finance-officer-name': (v) => v['person-name'],
  'finance-officer-number': (v) => v['id-number'],
  'company-phone': (v) => v['mobile-phone'],
  'business-address': (v) => v['business-town'] && v['business-street'] && `山东省枣庄市山亭区${v['business-town']}${v['business-street']}`,
  'area-code': (v) => v['business-town'] && '370406',
  'insured-count': (v) => v['employee-count'],
  'fund-count': (v) => v['employee-count'],
  'insurance-start-month': (v, today) => startMonth(v['social-insurance-month'], today),
  'seal-name': (v) => v['trade-name'] && v['industry-word'] && `枣庄市山亭区${v['trade-name']}${v['industry-word']}有限公司`,
  /** 人民币银行结算账户管理办法 第11条: a company's first account is its 基本存款账户. */
  'bank-account-kind': (v) => (v['account-appointment'] === 'yes' ? '基本存款账户' : undefined),
  'destination-outside-province': (v) => (v.destination ? (v.destination.startsWith('37') ? 'no' : 'yes') : undefined),
};

/** Year and month of `this-month` or `next-month`, YYYY-MM. */
function startMonth(choice: string | undefined, today: string): string | undefined {
  if (choice === undefined) return undefined;
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  if (choice === 'this-month') return today.slice(0, 7);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** `legal-representative` holds the id number of one of the shareholders; unless chosen, it is the first of them (公司法 第10条: a director). */
function personAt(v: Values, field: string) {
  const persons = readPersons(v.shareholders);
  return persons.find((p) => p.number === v[field]) ?? persons[0];
}
