import { people, type DemoPerson } from '../../kiosk/dock/people.ts';
import type { Certificate, PlatformFact, Subject } from '../../kiosk/platform/port.ts';

/** What the stand-in knows of one fictional person beyond the identity card. */
export interface KnownPerson {
  readonly person: DemoPerson;
  readonly adult: boolean;
  /** Field id → value and the register it comes from; what is not here the government does not know. */
  readonly facts: Readonly<Record<string, { readonly value: string; readonly register: keyof typeof registers }>>;
  /** Kinds of social insurance paid into; none for a child. */
  readonly insurances: readonly Insurance[];
}
export type Insurance = '养老' | '医疗' | '失业' | '工伤' | '生育';

/** Every source says that it is a demonstration: a screenshot must not pass for a register's answer. */
export const demo = (words: string) => `${words}（演示数据）`;

const registers = {
  telecom: demo('一网通办用户中心'),
  insurance: demo('医疗保障信息平台'),
  civil: demo('民政婚姻登记库'),
} as const;

const employee: readonly Insurance[] = ['养老', '医疗', '失业', '工伤', '生育'];
const resident: readonly Insurance[] = ['养老', '医疗'];

/** GB/T 2261.2: 10 single, 20 married, 30 widowed. The elder has no phone on record, the minor no marriage. */
const known: Readonly<Record<string, { phone?: string; marital?: string; kind: string; insurances: readonly Insurance[]; minor?: true }>> = {
  adult: { phone: '19900000001', marital: '20', kind: '城镇职工基本医疗保险', insurances: employee },
  spouse: { phone: '19900000002', marital: '20', kind: '城镇职工基本医疗保险', insurances: employee },
  elder: { marital: '30', kind: '城乡居民基本医疗保险', insurances: resident },
  minor: { kind: '城乡居民基本医疗保险', insurances: [], minor: true },
  rare: { phone: '19900000005', marital: '10', kind: '城镇职工基本医疗保险', insurances: employee },
  expired: { phone: '19900000006', marital: '20', kind: '城乡居民基本医疗保险', insurances: resident },
};

/** The phone on record of one of the family; undefined when there is none. */
export const phoneOf = (id: string): string | undefined => known[id]?.phone;

/** The person by number and name; undefined when either is not known, without telling which. */
export function findPerson(subject: Subject): KnownPerson | undefined {
  const person = subject.idType === '111' ? people.find((p) => p.number === subject.idNumber && p.name === subject.name) : undefined;
  const more = person && known[person.id];
  if (!more) return undefined;
  return {
    person, adult: more.minor !== true, insurances: more.insurances,
    facts: {
      ...(more.phone === undefined ? {} : { 'mobile-phone': { value: more.phone, register: 'telecom' } }),
      ...(more.marital === undefined ? {} : { 'marital-status': { value: more.marital, register: 'civil' } }),
      'insured-place': { value: '枣庄市山亭区', register: 'insurance' },
      'insured-kind': { value: more.kind, register: 'insurance' },
    },
  };
}

/** The asked fields that are known; the others are simply not there. `today` YYYY-MM-DD. */
export function factsOf({ facts }: KnownPerson, fields: readonly string[], today: string): PlatformFact[] {
  return fields.flatMap((field) => {
    const fact = Object.hasOwn(facts, field) ? facts[field] : undefined;
    return fact ? [{ field, value: fact.value, source: registers[fact.register], asOf: today }] : [];
  });
}

/** The asked e-certificates that the person holds; adults only. */
export function certificatesOf({ person, adult }: KnownPerson, types: readonly string[]): Certificate[] {
  if (!adult) return [];
  const held: readonly Certificate[] = [
    { type: 'id-card', name: '居民身份证', issuer: person.issuer, ref: `demo-id-card-${person.id}`, grade: 'A', validTo: person.validTo === 'long-term' ? null : person.validTo },
    { type: 'household-register', name: '居民户口簿', issuer: person.issuer, ref: `demo-household-register-${person.id}`, grade: 'A', validTo: null },
    { type: 'social-security-card', name: '社会保障卡', issuer: '示范市人力资源和社会保障局', ref: `demo-social-security-card-${person.id}`, grade: 'A', validTo: null },
  ];
  return held.filter(({ type }) => types.includes(type)).map((certificate) => ({ ...certificate, issuer: demo(certificate.issuer) }));
}
