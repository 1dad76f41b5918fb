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
