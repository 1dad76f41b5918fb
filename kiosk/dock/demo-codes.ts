/**
 * What the dock's codes say and the stand-in back end understands. A real one is opaque to the kiosk and signed by whoever
 * made it; these say openly whose they are, so that nobody takes them for real. They grow old and are used up all the same.
 */
export interface DemoToken {
  /** 爱山东, the same after a look at a living face, 网号网证, 电子营业执照 in the legal representative's hand or an agent's, 帮办员's own. */
  readonly kind: (typeof demoTokenKinds)[number];
  /** An id in people.ts, companies.ts or helpers.ts. */
  readonly of: string;
  /** Milliseconds since 1970 when it was shown. */
  readonly madeAt: number;
  /** Tells two codes of the same person apart. */
  readonly nonce: string;
}
export const demoTokenKinds = ['app', 'app-face', 'e-id', 'licence', 'licence-agent', 'helper'] as const;

/** ASCII only: a scanner that types like a keyboard passes nothing else. */
export const writeDemoToken = ({ kind, of, madeAt, nonce }: DemoToken): string => `demo.invalid/${kind}/${of}/${madeAt.toString(36)}/${nonce}`;

/** Null when it is no code of the dock's. */
export function readDemoToken(text: string): DemoToken | null {
  const m = /^demo\.invalid\/([a-z-]+)\/([a-z0-9-]+)\/([0-9a-z]{1,9})\/([0-9a-z]{1,16})$/.exec(text);
  const kind = demoTokenKinds.find((one) => one === m?.[1]);
  return m && kind ? { kind, of: m[2]!, madeAt: parseInt(m[3]!, 36), nonce: m[4]! } : null;
}
