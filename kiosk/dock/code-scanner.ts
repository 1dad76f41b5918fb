import { randomBytes } from 'node:crypto';
import { simSerialScanner } from '../../drivers/code-scanner/serial/device.ts';
import { companies } from './companies.ts';
import type { Command } from './command.ts';
import { type DemoToken, writeDemoToken } from './demo-codes.ts';
import { helpers } from './helper-people.ts';
import { people } from './people.ts';
import type { Plug } from './plug.ts';

/** A paper or screen that can be held up to the scanner. All of it is fictional. */
export interface DemoCode { readonly id: string; readonly label: string; readonly text: string }
export const codes: readonly DemoCode[] = [
  { id: 'receipt', label: '本站回执上的二维码', text: 'SD-0001-20261104-0042-Z' },
  { id: 'credential', label: '后台不认识的电子凭证', text: 'https://credential.invalid/t/k3Jx9vQe7LmZ2aRb' },
  { id: 'chinese', label: '含汉字的二维码', text: '虚构电子凭证：示范〔2026〕𠮷字第7号' },
  { id: 'too-long', label: '装不下的超长码', text: 'x'.repeat(4000) },
];
/** What somebody opens on a phone and holds up: made at that moment, good for a minute and once, as real ones are. */
interface PhoneCode { readonly id: string; readonly label: string; readonly kind: DemoToken['kind']; readonly of: string; readonly ageMs?: number }
const phoneCodes: readonly PhoneCode[] = [
  ...['adult', 'spouse', 'elder'].flatMap((of) => {
    const { name } = people.find(({ id }) => id === of)!;
    return [
      { id: `app-${of}`, label: `爱山东 · ${name}`, kind: 'app', of }, { id: `app-face-${of}`, label: `爱山东（刚刷过脸）· ${name}`, kind: 'app-face', of },
      { id: `e-id-${of}`, label: `网号网证 · ${name}`, kind: 'e-id', of },
    ] as const;
  }),
  { id: 'app-old', label: '爱山东（十分钟前的）· 周文清', kind: 'app', of: 'adult', ageMs: 600_000 },
  ...companies.map(({ id, name }) => ({ id: `licence-${id}`, label: `电子营业执照 · ${name}`, kind: 'licence', of: id }) as const),
  { id: 'licence-agent-bakery', label: `电子营业执照（经办人）· ${companies[0]!.name}`, kind: 'licence-agent', of: 'bakery' },
  ...helpers.map(({ id, name, pin }) => ({ id, label: `${name}的帮办码（密码 ${pin}）`, kind: 'helper', of: id }) as const),
];
const shownCodes = [...codes, ...phoneCodes];

function textOf(id: string): string | undefined {
  const phone = phoneCodes.find((one) => one.id === id);
  return phone ? writeDemoToken({ kind: phone.kind, of: phone.of, madeAt: Date.now() - (phone.ageMs ?? 0), nonce: randomBytes(6).toString('hex') }) : codes.find((one) => one.id === id)?.text;
}
type CodeScannerCommand = Extract<Command, { do: 'code-scanner' }>;

/** The code scanner on the dock's table, and the hand that holds codes up to it. */
export function codeScanner(plug: Plug, { pace }: { readonly pace: 'real' | 'none' }) {
  const scanner = simSerialScanner(plug.wire, pace === 'real' ? { baud: 9600, chunkBytes: 16 } : {});
  return {
    act({ holdUp, unplugged }: CodeScannerCommand): 'done' | 'no-such-code' {
      if (unplugged !== undefined) plug.unplugged = unplugged;
      if (holdUp === undefined) return 'done';
      const text = textOf(holdUp);
      if (text === undefined) return 'no-such-code';
      void scanner.holdUp(text);
      return 'done';
    },
    state: () => ({ unplugged: plug.unplugged, connected: plug.connected, beeps: scanner.beeps, codes: shownCodes.map(({ id, label }) => ({ id, label })) }),
  };
}
