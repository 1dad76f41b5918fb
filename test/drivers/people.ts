import type { ForeignerCard, ResidencePermit, ResidentCard } from '../../drivers/id-reader/port.ts';

/** GB 11643: appends the check character. Area code 370499 is not assigned, so the numbers belong to nobody. */
export function citizenNumber(birth: string, order: string, area = '370499'): string {
  const first17 = `${area}${birth.replaceAll('-', '')}${order}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return first17 + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(first17[i]), 0) % 11];
}

export const person: ResidentCard = {
  kind: 'resident', name: '周文清', sex: '1', nation: '01', birth: '1986-05-12', address: '山东省枣庄市示范区演示街道虚构路12号',
  number: citizenNumber('1986-05-12', '101'), issuer: '示范市公安局演示分局', validFrom: '2019-03-01', validTo: '2039-03-01',
};
export const elder: ResidentCard = {
  ...person, name: '周德福', birth: '1951-02-08', number: citizenNumber('1951-02-08', '103'), validFrom: '2007-09-10', validTo: 'long-term',
};
export const permit: ResidencePermit = {
  kind: 'residence-permit', name: '陈示范', sex: '2', birth: '1990-07-01', address: '山东省枣庄市示范区演示街道虚构路13号', number: citizenNumber('1990-07-01', '002', '830000'),
  issuer: '示范市公安局', validFrom: '2022-07-01', validTo: '2027-07-01', passNumber: '00000000', issueCount: '01',
};
export const foreigner: ForeignerCard = {
  kind: 'foreigner', letter: 'I', englishName: 'SAMPLE, NOBODY', chineseName: '无名', sex: '1', birth: '1979-09-09', number: 'XXX379979090901',
  nationality: 'XXX', validFrom: '2016-01-01', validTo: '2026-01-01', version: '01', authority: '3799',
};
export const foreigner2023: ForeignerCard = {
  kind: 'foreigner', letter: 'Y', englishName: 'SAMPLE, NOBODY', chineseName: '无名', sex: '1', birth: '1979-09-09', number: citizenNumber('1979-09-09', '001', '937999'),
  nationality: 'XXX', validFrom: '2024-01-01', validTo: '2034-01-01', renewals: '00', formerNumber: '',
};
