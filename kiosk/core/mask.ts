/** Masking for bystanders, after the precedent of 北京健康宝: surname only; number first and last two; phone three and three. */
export function mask(kind: 'name' | 'id-number' | 'phone' | 'address', value: string): string {
  const chars = [...value];
  switch (kind) {
    case 'name': return chars.length === 0 ? '' : chars[0]! + '*'.repeat(Math.max(1, chars.length - 1));
    case 'id-number': return chars.length < 5 ? '*'.repeat(chars.length) : `${chars.slice(0, 2).join('')}${'*'.repeat(chars.length - 4)}${chars.slice(-2).join('')}`;
    case 'phone': return chars.length < 7 ? '*'.repeat(chars.length) : `${chars.slice(0, 3).join('')}${'*'.repeat(chars.length - 6)}${chars.slice(-3).join('')}`;
    case 'address': return chars.length <= 6 ? '*'.repeat(chars.length) : `${chars.slice(0, 6).join('')}${'*'.repeat(chars.length - 6)}`;
  }
}

/** An identity number in readable groups, 6-8-4. */
export const grouped = (number: string): string => (number.length === 18 ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : number);

/** A 办件编号 of 24 digits in readable groups, as it is built: 区划6 类别3 年月日8 1 流水6. Anything else stays as it is. */
export const groupedCase = (number: string): string => (/^\d{24}$/.test(number) ? `${number.slice(0, 6)} ${number.slice(6, 9)} ${number.slice(9, 17)} ${number.slice(17, 18)} ${number.slice(18)}` : number);
