/** This app's own version, the one of package.json: packs say from which on they can be shown. */
export const kioskVersion = '0.1.0';

/** Whether one `major.minor.patch` is another or above it. */
export function isAtLeast(own: string, needed: string): boolean {
  const [a, b] = [own, needed].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 || a[at]! > b[at]!;
}
