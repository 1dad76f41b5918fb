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
  'limited-company': () => '有限责任公司（自然人投资或控股）',
  /** 企业名称登记管理规定 第6条: 行政区划 + 字号 + 行业 + 组织形式. */
  'company-full-name': (v) => v['trade-name'] && v['industry-word'] && `枣庄市山亭区${v['trade-name']}${v['industry-word']}有限公司`,
  'shareholder-count': (v) => v.shareholders && String(readPersons(v.shareholders).length),
  'legal-representative-name': (v) => personAt(v, 'legal-representative')?.name,
  'legal-representative-number': (v) => personAt(v, 'legal-representative')?.number,
  'director-name': (v) => personAt(v, 'legal-representative')?.name,
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
  'seal-name': (v) => v['trade-name'] && v['industry-word'] && `枣庄市山亭区${v['trade-name']}${v['industry-word']}有限公司`,
  'taxpayer-kind': (v) => v['registered-capital'] && '小规模纳税人',
  'destination-outside-province': (v) => (v.destination ? (v.destination.startsWith('37') ? 'no' : 'yes') : undefined),
};

/** `legal-representative` holds the id number of one of the shareholders. */
function personAt(v: Values, field: string) {
  const persons = readPersons(v.shareholders);
  return persons.find((p) => p.number === v[field]) ?? (persons.length === 1 ? persons[0] : undefined);
}
