import * as v from 'valibot';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100: 18 characters, weights 3^i mod 31, check = (31 − Σ mod 31) mod 31. */
export function isUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const char of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}

/** GB/T 39554.1 基本编码: 区划2 + 类型2 + 部门2 + 主项3 + 子项3; town items may carry letters. */
export const basicCode = v.pipe(v.string(), v.regex(/^[0-9a-z]{12}$/, '基本编码是 12 位'));
/** 实施编码: 统一社会信用代码18 + 行使层级1 + 基本编码12. */
export const implementationCode = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Z]{18}[1-6][0-9a-z]{12}$/, '实施编码是 31 位：统一社会信用代码 18 + 行使层级 1 + 基本编码 12'),
  v.check((s) => isUscc(s.slice(0, 18)), '实施编码的前 18 位不是有效的统一社会信用代码（校验位不符，GB 32100）'),
);
/** 业务办理项编码: 实施编码 + 2. */
export const businessCode = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Z]{18}[1-6][0-9a-z]{12}\d{2}$/, '业务办理项编码是 33 位：实施编码 31 + 2'),
  v.check((s) => isUscc(s.slice(0, 18)), '业务办理项编码的前 18 位不是有效的统一社会信用代码（校验位不符，GB 32100）'),
);
