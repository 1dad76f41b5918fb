/** JSON with its keys in order and no white space: what did not change has the same bytes, whoever wrote it and in which order. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'object' && one !== null && !Array.isArray(one)
    ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    : one));
}
