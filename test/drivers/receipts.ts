import type { Page, TextLine } from '../../drivers/receipt-printer/port.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import { noisePage } from './pages.ts';

/** A wire on which bytes come only by `hear`, and where what is sent goes nowhere. */
export function deafWire(): { readonly wire: Wire; hear(bytes: Uint8Array): void; readonly sent: Uint8Array[] } {
  let listen: (bytes: Uint8Array) => void = () => undefined;
  const sent: Uint8Array[] = [];
  return {
    wire: { send: async (bytes) => { sent.push(bytes); return 'sent'; }, listen: (on) => { listen = on; return () => undefined; }, state: 'open', watch: () => () => undefined, close: () => undefined },
    hear: (bytes) => listen(bytes),
    sent,
  };
}

/** A page of noise of which each of `texts` takes 42 rows, one below another, with 8 rows between that are no text. */
export function linedPage(widthDots: number, texts: readonly (Partial<TextLine> & { readonly text: string })[], seed = 1): Page {
  const lines = texts.map((line, i): TextLine => ({ size: 'normal', align: 'left', ...line, fromRow: 8 + i * 50, toRow: 50 + i * 50 }));
  return { ...noisePage(widthDots, texts.length * 50 + 8, seed), lines };
}
