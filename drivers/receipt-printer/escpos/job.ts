import { joined } from '../../transport/bytes.ts';
import { type Clock, pause } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { PrintOutcome, ReceiptPrinterProblem } from '../port.ts';
import { askDrained, clearBuffers, feedAndCut, initialise, problemIn, recover, reportChanges } from './codec.ts';
import type { printerLine } from './line.ts';

/** Groups sent and not confirmed: one is being printed while the next one arrives. */
const groupsAhead = 2;
const settleMs = 10_000;
const stragglerMs = 1500;
const recoverMs = 500;
const silenceMs = 5000;
/** The longest command but for those of pictures in memory, which nobody sends, takes 64 kB. */
const flushBytes = 8192;
const flushes = 8;
/**
 * Whoever used the printer before this driver began may have been killed in the middle of a block, with half a slip of somebody
 * hanging out: so much ends the largest block there is, and what hangs out is cut off before the first slip.
 */
const formerJobBytes = 2048;

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
 * How receipts are put through one printer: whole blocks (a band of dots, a line of text), and behind every group of them GS r,
 * which is answered in its turn. The next group but one waits for that answer, so that a printer which lost what it held, or
 * fell out of step, is found out at once, and one that runs out of paper holds no more than two groups, some millimetres, of a
 * slip whose owner may be gone when paper is put in.
 *
 * After a job that broke off the printer is told to forget what it holds (not all can), and as soon as it works again what
 * hangs out is cut off, before the next job or without one. A group of `groupBytes` must be over the line sooner than a printer
 * is back after its power was cut, or that might lose the middle of a group and confirm its end. Confirmations it still owes are waited for: a late one must not
 * pass for the new job's.
 */
export function printJobs(wire: Wire, line: ReturnType<typeof printerLine>, { groupBytes, clock }: { groupBytes: number; clock: Clock }) {
  /** GS r sent and not yet answered. */
  let owed = 0;
  /** What the printer may at most still be waiting for in the middle of a command; 0 when the last job ended well. */
  let unfinishedBytes = 0;
  /** Whether it is not known yet that nothing of somebody else's job is left. */
  let fresh = true;
  line.replies.add((reply) => {
    if (reply.is === 'drained') owed = Math.max(0, owed - 1);
    if (reply.is === 'cleared') owed = 0;
  });

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
    const leftBytes = fresh ? Math.max(unfinishedBytes, formerJobBytes) : unfinishedBytes;
    let rest = leftBytes === 0 ? [] : [new Uint8Array(leftBytes), feedAndCut];
    for (let tries = 0; ; tries++) {
      owed++;
      if (await line.asked(joined(...rest, initialise, reportChanges, askDrained), (reply) => reply.is === 'drained', settleMs)) break;
      const now = await line.flags();
      const trouble = now ? problemIn(now) : { is: 'offline' as const };
      if (trouble || run.over || tries === flushes) return trouble ?? { is: 'error', recoverable: true };
      // It answers and yet gets nowhere: it is inside a longer command, of which nobody here knows since the page was loaded anew, or that noise made.
      rest = [new Uint8Array(flushBytes), feedAndCut];
    }
    await stragglers();
    owed = 0;
    unfinishedBytes = 0;
    fresh = false;
    line.release();
    return undefined;
  }

  /** Waits for answers owed, for as long as they keep coming. */
  async function stragglers(): Promise<void> {
    if (owed === 0) return;
    const before = owed;
    await pause(clock, stragglerMs);
    if (owed < before) await stragglers();
  }

  async function sendGroup(run: PrintRun, bytes: Uint8Array): Promise<'sent' | 'halted'> {
    await standing(run, () => !line.held);
    if (run.over) return 'halted';
    if (wire.state !== 'open') { run.halt({ is: 'offline' }); return 'halted'; }
    run.begun = true;
    owed++;
    const sent = await Promise.race([wire.send(bytes), run.halted]);
    if (sent === 'closed') run.halt({ is: 'offline' });
    return sent === 'sent' && !run.over ? 'sent' : 'halted';
  }

  /** Waits until the printer is so far. One that says nothing for long is asked whether it is still there, and what ails it. */
  async function standing(run: PrintRun, far: () => boolean): Promise<void> {
    while (!run.over && !far()) {
      if ((await nextReply(run)) === 'heard' || run.over) continue;
      const flags = await line.flags();
      const problem = flags ? problemIn(flags) : { is: 'offline' as const };
      if (problem) run.halt(problem);
    }
  }
  async function nextReply(run: PrintRun): Promise<'heard' | 'silence'> {
    let settle!: (it: 'heard' | 'silence') => void;
    const next = new Promise<'heard' | 'silence'>((resolve) => { settle = resolve; });
    const stops = [line.replies.add(() => settle('heard')), clock.after(silenceMs, () => settle('silence'))];
    void run.halted.then(() => settle('heard'));
    const it = await next;
    for (const stop of stops) stop();
    return it;
  }

  /** Prints blocks of whole commands and cuts behind them. */
  async function put(blocks: readonly Uint8Array[], run: PrintRun): Promise<PrintOutcome> {
    if (run.over) return outcome(run, undefined);
    const before = await settle(run);
    if (before) return { is: 'not-printed', problem: before };

    const groups = grouped([...blocks, feedAndCut], groupBytes);
    let sent = 0;
    let confirmed = 0;
    let paperEnd = false;
    const stops = [
      line.replies.add((reply) => {
        if (reply.is === 'drained') { confirmed++; paperEnd = reply.paperEnd; }
        const problem = reply.is === 'report' ? problemIn(reply.flags) : undefined;
        if (problem) run.halt(problem);
      }),
      line.losses.add(() => run.halt({ is: 'offline' })),
    ];
    for (const group of groups) {
      if ((await sendGroup(run, joined(group, askDrained))) === 'halted') break;
      sent++;
      await standing(run, () => confirmed > sent - groupsAhead);
      if (run.over) break;
    }
    if (!run.over) await standing(run, () => confirmed === groups.length);
    for (const stop of stops) stop();
    if (!run.over && !paperEnd) return { is: 'printed' };

    const problem = run.over ? (await run.halted).problem : { is: 'no-paper' as const };
    if (run.begun) {
      unfinishedBytes = Math.max(...blocks.map(({ length }) => length));
      // A slip that was sent whole to a printer without trouble may yet come out whole.
      if (sent < groups.length || problem) void wire.send(clearBuffers);
    }
    return outcome(run, problem);
  }

  return {
    put,
    /** Whether something of a job that broke off may still be in the printer or hang out of it. */
    get leftover() { return unfinishedBytes > 0; },
    /** Cuts off what is left of a job that broke off, if the printer works. */
    async tidy(): Promise<void> { if (unfinishedBytes > 0) await settle(printRun()); },
  };
}

/** Blocks joined up to `groupBytes`, none of them torn. */
function grouped(blocks: readonly Uint8Array[], groupBytes: number): Uint8Array[] {
  const groups: Uint8Array[][] = [];
  let bytes = Infinity;
  for (const block of blocks) {
    if (bytes + block.length > groupBytes) { groups.push([]); bytes = 0; }
    groups.at(-1)!.push(block);
    bytes += block.length;
  }
  return groups.map((group) => joined(...group));
}

/** What a halted run comes to. Once a byte of the page went out, only the printer's own word could say that it printed. */
export function outcome(run: PrintRun, problem: ReceiptPrinterProblem | undefined): PrintOutcome {
  if (!run.begun) return { is: 'not-printed', problem: problem ?? { is: 'offline' } };
  return { is: 'indeterminate', ...(problem && { problem }) };
}
