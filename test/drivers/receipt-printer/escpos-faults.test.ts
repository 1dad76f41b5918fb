import { afterAll, describe, expect, test } from 'vitest';
import { simEscpos, type SimPaper } from '../../../drivers/receipt-printer/escpos/device.ts';
import { escposPrinter } from '../../../drivers/receipt-printer/escpos/driver.ts';
import type { Page, PrintOutcome } from '../../../drivers/receipt-printer/port.ts';
import { wirePair } from '../../../drivers/transport/memory.ts';
import { paced } from '../../../drivers/transport/paced.ts';
import { noisePage } from '../pages.ts';
import { linedPage } from '../receipts.ts';
import { virtualClock } from '../virtual-clock.ts';

/** A job, the line it goes over and the printer at its end. */
interface Setting { readonly page: Page; readonly next: Page; readonly text: boolean; readonly baud: number; readonly chunkBytes: number; readonly msPerRow: number; readonly clears: boolean; readonly bufferBytes: number }
function bench({ text, baud, chunkBytes, msPerRow, clears, bufferBytes }: Setting) {
  const clock = virtualClock();
  const { near, far, line } = wirePair({ clock });
  const device = simEscpos(far, { clock, widthDots: 384, clears, bufferBytes });
  device.msPerRow = msPerRow;
  return { clock, line, device, printer: escposPrinter(paced(near, { baud, chunkBytes, clock }), { clock, widthDots: 384, text: text ? 'gb2312' : undefined }) };
}
type Bench = ReturnType<typeof bench>;

const words = ['办件回执', '申请人：张*三', '370406 003 20261123', '㛃𠮷䶮', '以窗口核定为准', '有疑问请拨打 12345'].map((text) => ({ text }));
const raster: Setting = { page: noisePage(384, 130, 7), next: noisePage(384, 30, 9), text: false, baud: 115_200, chunkBytes: 400, msPerRow: 0, clears: true, bufferBytes: 65_536 };
const text: Setting = { ...raster, page: linedPage(384, words), next: linedPage(384, words.slice(0, 1)), text: true, baud: 9600, chunkBytes: 120 };
const settings: Readonly<Record<string, Setting>> = {
  'dots': raster, 'dots, to a slow printer that cannot forget': { ...raster, msPerRow: 8, clears: false },
  'dots, to a printer with a small buffer': { ...raster, msPerRow: 8, bufferBytes: 600 }, 'text': text, 'text, to a slow printer that cannot forget': { ...text, msPerRow: 8, clears: false },
};

/** How trouble strikes at one chunk, and what a hand does about it afterwards. `reply` is struck too: the next reply is lost. */
interface Fault { readonly strike: (b: Bench) => void; readonly mend?: (b: Bench) => void; readonly reply?: 'one' | 'all' }
const faults: Readonly<Record<string, Fault>> = {
  'the paper ends': { strike: (b) => b.device.setPaper('end'), mend: (b) => b.device.setPaper('full') },
  'the cover is opened': { strike: (b) => b.device.setCover('open'), mend: (b) => b.device.setCover('closed') },
  'the cover is opened and closed again': { strike: (b) => { b.device.setCover('open'); b.device.setCover('closed'); } },
  'the knife jams': { strike: (b) => b.device.setCutterFault(true), mend: (b) => b.device.setCutterFault(false) },
  'the head is too hot': { strike: (b) => b.device.setError('passing'), mend: (b) => b.device.setError(null) },
  'it has a fault that lasts, until it is repaired': { strike: (b) => b.device.setError('lasting'), mend: (b) => { b.device.powerCycle(1000); b.device.setError(null); } },
  'the plug is pulled': { strike: (b) => b.line.unplug(), mend: (b) => b.line.plug() },
  'the plug is pulled and put back': { strike: (b) => { b.line.unplug(); b.line.plug(); } },
  'the plug is pulled and put back after a second': { strike: (b) => { b.line.unplug(); b.clock.after(1000, () => b.line.plug()); } },
  'it is switched off': { strike: (b) => { b.device.mute = 'all'; }, mend: (b) => { b.device.mute = null; } },
  'power fails for half a second': { strike: (b) => b.device.powerCycle(500) },
  'power fails for three seconds': { strike: (b) => b.device.powerCycle(3000) },
  'it prints and says no more': { strike: (b) => { b.device.mute = 'replies'; }, mend: (b) => { b.device.mute = null; } },
  'one reply is lost': { strike: () => undefined, reply: 'one' },
  'all replies are lost from here on': { strike: () => undefined, reply: 'all' },
  'it says XOFF and never XON': { strike: (b) => { b.device.stuck = true; }, mend: (b) => { b.device.stuck = false; } },
  'it says XOFF, and the XON is lost': { strike: (b) => { b.device.stuck = true; b.line.mangle = (chunk, to) => (to === 'near' ? chunk.filter((byte) => byte !== 0x11) : chunk); b.device.stuck = false; } },
};

const tally = { runs: 0, 'printed': 0, 'not-printed': 0, 'indeterminate': 0, 'false': 0 };
afterAll(() => { expect([tally.false, tally.printed > 0, tally['not-printed'] > 0, tally.indeterminate > 0]).toEqual([0, true, true, true]); });
const print = (b: Bench, page: Page, deadlineMs: number): Promise<PrintOutcome> => b.clock.until(b.printer.print(page, { deadlineMs }));

async function unhurt(setting: Setting, page: Page): Promise<SimPaper> {
  const b = bench(setting);
  expect(await print(b, page, 60_000)).toEqual({ is: 'printed' });
  return b.device.papers[0]!;
}

describe.each(Object.entries(settings))('%s', (_setting, setting) => {
  test.each(Object.entries(faults))('%s at any chunk: never a false word, and the next receipt is clean', async (_name, { strike, mend, reply }) => {
    const [whole, wholeNext] = [await unhurt(setting, setting.page), await unhurt(setting, setting.next)];
    const here = { runs: 0, 'printed': 0, 'not-printed': 0, 'indeterminate': 0 };
    for (let at = 0, struck = true; struck; at++) {
      for (const part of ['all', 'half'] as const) {
        const b = bench(setting);
        await b.clock.until(b.printer.status());
        await b.clock.pass(100);
        let count = 0;
        struck = false;
        let deaf: Fault['reply'];
        b.line.mangle = (chunk, to) => {
          if (to === 'near') {
            if (!deaf) return chunk;
            if (deaf === 'one') deaf = undefined;
            return undefined;
          }
          if (count++ !== at) return chunk;
          struck = true;
          deaf = reply;
          strike(b);
          return part === 'all' ? chunk : chunk.slice(0, chunk.length >> 1);
        };
        const outcome = await print(b, setting.page, 30_000);
        // The truth: what is on paper now.
        const came = [...b.device.papers];
        const hanging = b.device.hanging.heightDots;
        here.runs++;
        here[outcome.is]++;
        const wrong = (outcome.is === 'printed' && JSON.stringify(came) !== JSON.stringify([whole])) || (outcome.is === 'not-printed' && (came.length > 0 || hanging > 0));
        if (wrong) tally.false++;
        expect(wrong, `${outcome.is} at chunk ${at}`).toBe(false);

        b.line.mangle = undefined;
        deaf = undefined;
        mend?.(b);
        await b.clock.pass(12_000);
        expect(await print(b, setting.next, 120_000)).toEqual({ is: 'printed' });
        // A piece of its own, with nothing of the last one before or behind it.
        expect(b.device.papers.at(-1)).toEqual(wholeNext);
        expect(b.device.hanging.heightDots).toBe(0);
        if (outcome.is === 'not-printed') expect(b.device.papers).toEqual([wholeNext]);
      }
    }
    for (const key of ['runs', 'printed', 'not-printed', 'indeterminate'] as const) tally[key] += here[key];
    expect(here.runs).toBeGreaterThan(20);
    expect(here.printed).toBeGreaterThan(0);
  }, 120_000);
});

describe('paper that ended in the middle of a slip, and was refilled', () => {
  const slip = noisePage(384, 400, 3);
  async function refilled(clears: boolean) {
    const b = bench({ ...raster, msPerRow: 5, clears });
    await b.clock.until(b.printer.status());
    b.device.endPaperAfterRows(150);
    expect(await print(b, slip, 30_000)).toEqual({ is: 'indeterminate', problem: { is: 'no-paper' } });
    await b.clock.pass(60_000);
    const before = b.device.hanging.heightDots;
    const watching = b.printer.watch(() => undefined);
    b.device.setPaper('full');
    await b.clock.pass(10_000);
    watching();
    return { b, before };
  }
  test('is not printed on by a printer that can forget, and what hung out is cut off at once', async () => {
    const { b, before } = await refilled(true);
    expect(before).toBe(150);
    expect(b.device.events.filter(({ is }) => is === 'cleared')).toHaveLength(1);
    expect([b.device.papers.map(({ bitmap }) => bitmap.heightDots), b.device.hanging.heightDots]).toEqual([[150], 0]);
  });
  test('is printed on by one that cannot for 8 mm at the most, and cut off at once', async () => {
    const { b, before } = await refilled(false);
    expect(b.device.papers).toHaveLength(1);
    expect(b.device.hanging.heightDots).toBe(0);
    const more = b.device.papers[0]!.bitmap.heightDots - before;
    expect(more).toBeGreaterThan(0);
    expect(more).toBeLessThanOrEqual(64);
  });
  test.each([true, false])('lies in front of nobody: the next slip comes alone (can forget: %s)', async (clears) => {
    const { b } = await refilled(clears);
    expect(await print(b, raster.next, 30_000)).toEqual({ is: 'printed' });
    expect(b.device.papers.slice(1).map(({ bitmap }) => bitmap)).toEqual([raster.next]);
  });
});
