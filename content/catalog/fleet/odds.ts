/**
 * Fisher's exact test, one side: how likely at least `bad` of `all` would be among the troubled by chance alone, when they are
 * drawn from the same urn as `otherBad` of `others` (hypergeometric tail). 1 when there is nothing to compare.
 */
export function chance(bad: number, all: number, otherBad: number, others: number): number {
  const [total, troubled] = [all + others, bad + otherBad];
  const most = Math.min(troubled, all);
  // The first term by logarithms, the further ones by their ratio; they shrink once past the mode.
  let term = Math.exp(logChoose(troubled, bad) + logChoose(total - troubled, all - bad) - logChoose(total, all));
  let sum = term;
  for (let k = bad; k < most; k++) {
    const ratio = ((troubled - k) * (all - k)) / ((k + 1) * (total - troubled - all + k + 1));
    term *= ratio;
    sum += term;
    if (ratio < 1 && term < sum * 1e-12) break;
  }
  return Math.min(1, sum);
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
const small = [0];
for (let n = 1; n < 256; n++) small.push(small[n - 1]! + Math.log(n));
/** Stirling's series; its error past 256 is below 1e-15. */
const logFactorial = (n: number) => small[n] ?? n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
