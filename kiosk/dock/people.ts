/**
 * A fictional family whose cards lie on the dock. Area code 370499 is not assigned, so no number can belong to anyone.
 * The stand-in back end knows the same people.
 */
export interface DemoPerson {
  readonly id: string;
  /** What the dock calls the card. */
  readonly label: string;
  readonly name: string;
  readonly sex: '1' | '2';
  readonly nation: string;
  readonly birth: string;
  readonly address: string;
  readonly number: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
}

const address = '山东省枣庄市示范区演示街道虚构路';
const issuer = '示范市公安局演示分局';

export const people: readonly DemoPerson[] = [
  { id: 'adult', label: '成年人 · 周文清', name: '周文清', sex: '1', nation: '01', birth: '1986-05-12', address: `${address}12号`, number: withCheck('37049919860512101'), issuer, validFrom: '2019-03-01', validTo: '2039-03-01' },
  { id: 'spouse', label: '配偶 · 孙晓梅', name: '孙晓梅', sex: '2', nation: '01', birth: '1988-11-03', address: `${address}12号`, number: withCheck('37049919881103102'), issuer, validFrom: '2020-06-15', validTo: '2040-06-15' },
  { id: 'elder', label: '老年人 · 周德福', name: '周德福', sex: '1', nation: '01', birth: '1951-02-08', address: `${address}8号`, number: withCheck('37049919510208103'), issuer, validFrom: '2007-09-10', validTo: 'long-term' },
  { id: 'minor', label: '未成年人 · 周小满', name: '周小满', sex: '2', nation: '01', birth: '2014-05-21', address: `${address}12号`, number: withCheck('37049920140521104'), issuer, validFrom: '2023-01-05', validTo: '2028-01-05' },
  { id: 'rare', label: '生僻字 · 㛃𠮷䶮', name: '㛃𠮷䶮', sex: '2', nation: '11', birth: '1979-08-30', address: `${address}31号`, number: withCheck('37049919790830106'), issuer, validFrom: '2016-04-18', validTo: '2036-04-18' },
  { id: 'expired', label: '证件过期 · 郑守义', name: '郑守义', sex: '1', nation: '03', birth: '1968-12-17', address: `${address}5号`, number: withCheck('37049919681217105'), issuer, validFrom: '2004-07-01', validTo: '2024-07-01' },
];

/** A card with the letter of another kind at byte 248: what such a reader meets in life and this kiosk has not learnt. */
export interface OtherCard extends DemoPerson { readonly kind: string }

/**
 * Cards on the dock that are no resident identity cards. Real 港澳台居民居住证 (letter J) number 810000, 820000 and 830000;
 * 819900 is none of them. Their holder is unknown to the back end: no driver reads the card that far.
 */
export const otherCards: readonly OtherCard[] = [
  { id: 'hkmotw', kind: 'J', label: '港澳台居民居住证 · 林海宁', name: '林海宁', sex: '2', nation: '', birth: '1990-04-16', address: `${address}20号`, number: withCheck('81990019900416102'), issuer, validFrom: '2022-10-01', validTo: '2027-10-01' },
];

/** GB 11643: ISO 7064 MOD 11-2 over the first seventeen digits. */
function withCheck(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(first17[i]), 0);
  return first17 + '10X98765432'[sum % 11];
}
