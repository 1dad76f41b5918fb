import { simSerialScanner } from '../../drivers/code-scanner/serial/device.ts';
import type { Command } from './command.ts';
import type { Plug } from './plug.ts';

/** A paper or phone that can be held up to the scanner. All of it is fictional. */
export interface DemoCode { readonly id: string; readonly label: string; readonly text: string }
export const codes: readonly DemoCode[] = [
  { id: 'receipt', label: '本站回执上的二维码', text: 'SD-0001-20261104-0042-Z' },
  { id: 'credential', label: '手机上的电子凭证', text: 'https://credential.invalid/t/k3Jx9vQe7LmZ2aRb' },
  { id: 'chinese', label: '含汉字的二维码', text: '虚构电子凭证：示范〔2026〕𠮷字第7号' },
  { id: 'too-long', label: '装不下的超长码', text: 'x'.repeat(4000) },
];
type CodeScannerCommand = Extract<Command, { do: 'code-scanner' }>;

/** The code scanner on the dock's table, and the hand that holds codes up to it. */
export function codeScanner(plug: Plug, { pace }: { readonly pace: 'real' | 'none' }) {
  const scanner = simSerialScanner(plug.wire, pace === 'real' ? { baud: 9600, chunkBytes: 16 } : {});
  return {
    act({ holdUp, unplugged }: CodeScannerCommand): 'done' | 'no-such-code' {
      if (unplugged !== undefined) plug.unplugged = unplugged;
      if (holdUp === undefined) return 'done';
      const code = codes.find(({ id }) => id === holdUp);
      if (!code) return 'no-such-code';
      void scanner.holdUp(code.text);
      return 'done';
    },
    state: () => ({ unplugged: plug.unplugged, connected: plug.connected, beeps: scanner.beeps, codes: codes.map(({ id, label }) => ({ id, label })) }),
  };
}
