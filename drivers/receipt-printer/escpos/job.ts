import { joined, pieces } from '../../transport/bytes.ts';
import { type Clock, pause } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { Bitmap, PrintOutcome, ReceiptPrinterProblem } from '../port.ts';
import { askDrained, feedAndCut, initialise, problemIn, rasterBands, recover, reportChanges } from './codec.ts';
import type { printerLine } from './line.ts';

const chunkBytes = 1024;
const settleMs = 10_000;
const stragglerMs = 700;
const recoverMs = 500;
/**
 * Whoever used the printer before this driver began may have been killed in the middle of a band, with half a slip of somebody
 * hanging out: so much ends the largest band there is, and what hangs out is cut off before the first slip.
 */
const formerJobBytes = 8 + 256 * 72;

/** One call of print, from the moment it was made. Halts once: by its deadline, by a problem, by losing the wire. */
export function printRun() {
  let halt!: (problem: ReceiptPrinterProblem | undefined) => void;
  const halted = new Promise<{ readonly problem: ReceiptPrinterProblem | undefined }>((resolve) => {
    halt = (problem) => { run.over = true; resolve({ problem }); };
  });
  const run = { begun: false, over: false, halt, halted };
  return run;
}
export type PrintRun = ReturnType<typeof printRun>;

/**
 * How receipts are put through one printer. After a job that broke off, the printer may still hold part of it and owe its
 * confirmation; both are settled before the next one, or a late confirmation would pass for the new job's.
 */
export function printJobs(wire: Wire, line: ReturnType<typeof printerLine>, clock: Clock) {
  /** GS r sent and not yet answered. */
  let owed = 0;
  /** What the printer may at most still be waiting for in the middle of a raster command; 0 when the last job ended well. */
  let unfinishedBytes = formerJobBytes;
  line.replies.add((reply) => { if (reply.is === 'drained') owed = Math.max(0, owed - 1); });

  /** Leaves the printer online, empty and reporting, or says what is wrong. */
  async function settle(run: PrintRun): Promise<ReceiptPrinterProblem | undefined> {
    let flags = await line.flags();
    if (flags && (flags.cutter || flags.recoverable) && !run.over) {
      void wire.send(recover);
      await pause(clock, recoverMs);
      flags = await line.flags();
    }
    const problem = flags ? problemIn(flags) : { is: 'offline' as const };
    if (problem || run.over) return problem;

    // NUL bytes are white inside a raster command and ignored outside one.
    const rest = unfinishedBytes === 0 ? [] : [new Uint8Array(unfinishedBytes), feedAndCut];
    owed++;
    const drained = await line.asked(joined(...rest, initialise, reportChanges, askDrained), (reply) => reply.is === 'drained', settleMs);
    if (!drained) {
      const now = await line.flags();
      return now ? problemIn(now) ?? { is: 'error', recoverable: true } : { is: 'offline' };
    }
    if (owed > 0) await pause(clock, stragglerMs);
    owed = 0;
    unfinishedBytes = 0;
    return undefined;
  }

  async function sendChecked(run: PrintRun, bytes: Uint8Array): Promise<'sent' | 'halted'> {
    while (line.held && !run.over) await pause(clock, 50);
    if (run.over) return 'halted';
    if (wire.state !== 'open') { run.halt({ is: 'offline' }); return 'halted'; }
    run.begun = true;
    const sent = await Promise.race([wire.send(bytes), run.halted]);
    if (sent === 'closed') run.halt({ is: 'offline' });
    return sent === 'sent' && !run.over ? 'sent' : 'halted';
  }

  return async function put(page: Bitmap, run: PrintRun): Promise<PrintOutcome> {
    if (run.over) return outcome(run, undefined);
    const before = await settle(run);
    if (before) return { is: 'not-printed', problem: before };

    const bands = rasterBands(page);
    let ended = false;
    const stops = [
      line.replies.add((reply) => { if (reply.is === 'report') { const problem = problemIn(reply.flags); if (problem) run.halt(problem); } }),
      line.losses.add(() => run.halt({ is: 'offline' })),
    ];
    try {
      for (const chunk of bands.flatMap((band) => pieces(band, chunkBytes))) {
        if ((await sendChecked(run, chunk)) === 'halted') return await brokenOff(run);
      }
      const confirmed = nextDrained();
      owed = 1;
      if ((await sendChecked(run, joined(feedAndCut, askDrained))) === 'halted') return await brokenOff(run);
      const end = await Promise.race([confirmed, run.halted]);
      if (run.over || 'problem' in end) return await brokenOff(run);
      if (end.paperEnd) return { is: 'indeterminate', problem: { is: 'no-paper' } };
      ended = true;
      return { is: 'printed' };
    } finally {
      unfinishedBytes = ended || !run.begun ? 0 : bands[0]!.length;
      for (const stop of stops) stop();
    }
  };

  function nextDrained() {
    return new Promise<{ readonly paperEnd: boolean }>((resolve) => {
      const stop = line.replies.add((reply) => {
        if (reply.is !== 'drained') return;
        stop();
        resolve(reply);
      });
    });
  }
  async function brokenOff(run: PrintRun): Promise<PrintOutcome> {
    return outcome(run, (await run.halted).problem);
  }
}

/** What a halted run comes to. Once a byte of the page went out, only the printer's own word could say that it printed. */
export function outcome(run: PrintRun, problem: ReceiptPrinterProblem | undefined): PrintOutcome {
  if (!run.begun) return { is: 'not-printed', problem: problem ?? { is: 'offline' } };
  return { is: 'indeterminate', ...(problem && { problem }) };
}
