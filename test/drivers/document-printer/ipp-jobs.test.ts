import { describe, expect, test } from 'vitest';
import { attribute, decodeIpp, encodeIpp, groupTag, numberOf, operation, statusCode, textsOf, valueTag } from '../../../drivers/document-printer/ipp/codec.ts';
import { ippPrinter } from '../../../drivers/document-printer/ipp/driver.ts';
import type { DocumentOutcome } from '../../../drivers/document-printer/port.ts';
import type { Post } from '../../../drivers/transport/post.ts';
import { pdfOf } from '../contract/document-printer.ts';
import { virtualClock } from '../virtual-clock.ts';
import { type Bench, bench, print } from './ipp-bench.ts';

const begin = (b: Bench, { pages = 3, deadlineMs = 60_000 } = {}) =>
  b.printer.print({ pdf: pdfOf(pages), pages, title: '' }, { deadlineMs });

describe.each([['with Create-Job and Send-Document', true], ['with Print-Job', false]] as const)('a job %s', (_name, createsJobs) => {
  const make = () => bench({ createsJobs });

  test('arrives whole, with its title, as PDF, one copy on one side of A4, in the way the printer knows', async () => {
    const b = make();
    const asks: string[] = [];
    b.line.interfere = (code, reply, request) => {
      const decoded = decodeIpp(request);
      if (decoded.ok && (code === operation.createJob || code === operation.printJob)) {
        const job = (name: string) => String(textsOf(decoded.value, groupTag.job, name));
        asks.push(`${numberOf(decoded.value, groupTag.job, 'copies')} ${job('sides')} ${job('media')} ${String(textsOf(decoded.value, groupTag.operation, 'requesting-user-name'))}`);
      }
      return Promise.resolve({ ok: true, bytes: reply() });
    };
    expect(await print(b)).toEqual({ is: 'printed' });
    expect(b.device.printed).toEqual([{ title: '申请表', pdf: pdfOf(3), pages: 3 }]);
    expect(asks).toEqual(['1 one-sided iso_a4_210x297mm kiosk']);
    expect(b.asked.filter((code) => code === operation.printJob || code === operation.createJob || code === operation.sendDocument)).toEqual(createsJobs ? [operation.createJob, operation.sendDocument] : [operation.printJob]);
  });
  test('refused as busy is not printed', async () => {
    const b = make();
    b.device.setBusy(true);
    expect(await print(b)).toEqual({ is: 'not-printed', problem: { is: 'busy' } });
    b.device.setBusy(false);
    expect(await print(b)).toEqual({ is: 'printed' });
  });
  test('is not even sent to a printer that takes no PDF, and its status says so', async () => {
    const b = make();
    b.device.formats = ['image/pwg-raster', 'application/octet-stream'];
    expect(await print(b)).toEqual({ is: 'not-printed', problem: { is: 'no-pdf' } });
    expect(await b.clock.until(b.printer.status())).toEqual({ is: 'no-pdf' });
    expect(b.asked.every((code) => code === operation.getPrinterAttributes)).toBe(true);
  });
  test('whose tray runs empty goes on after a refill', async () => {
    const b = make();
    b.device.emptyAfterPages(2);
    const outcome = begin(b, { pages: 5 });
    await b.clock.pass(10_000);
    expect(b.device.pagesOut).toBe(2);
    b.device.setPaper('full');
    expect(await b.clock.until(outcome)).toEqual({ is: 'printed' });
  });
  test('that vanishes is indeterminate, with the pages it had', async () => {
    const b = make();
    const outcome = begin(b, { pages: 5 });
    await b.clock.pass(2700);
    b.device.vanish();
    expect(await b.clock.until(outcome)).toEqual({ is: 'indeterminate', pagesDone: 2, end: 'vanished' });
  });
  test.each([['aborted', 'abortJob'], ['canceled', 'cancelJob']] as const)('%s before any page is not printed, later indeterminate', async (end, act) => {
    for (const [afterMs, outcome] of [[200, { is: 'not-printed', problem: { is: 'error' }, end }], [1700, { is: 'indeterminate', pagesDone: 1, problem: { is: 'error' }, end }]] as const) {
      const b = make();
      const printing = begin(b);
      await b.clock.pass(afterMs);
      b.device[act]();
      expect(await b.clock.until(printing)).toEqual(outcome);
    }
  });
  test('aborted without a count of pages is indeterminate', async () => {
    const b = make();
    b.device.countsImpressions = false;
    const printing = begin(b);
    await b.clock.pass(200);
    b.device.abortJob();
    expect(await b.clock.until(printing)).toMatchObject({ is: 'indeterminate', pagesDone: 0, end: 'aborted' });
  });
  test('completed is printed where the printer counts no pages, and is not where it counted too few', async () => {
    const silent = make();
    silent.device.countsImpressions = false;
    expect(await print(silent)).toEqual({ is: 'printed' });
    const short = make();
    expect(await short.clock.until(short.printer.print({ pdf: pdfOf(2), pages: 3, title: '' }, { deadlineMs: 60_000 }))).toEqual({ is: 'indeterminate', pagesDone: 2 });
  });
  test('not finished at the deadline is cancelled, so that it does not come out for the next citizen', async () => {
    const b = make();
    expect(await print(b, { pages: 30, deadlineMs: 5000 })).toMatchObject({ is: 'indeterminate' });
    expect(b.clock.now()).toBeLessThanOrEqual(5000);
    await b.clock.pass(60_000);
    expect(b.asked.filter((code) => code === operation.cancelJob).length).toBe(1);
    expect(b.device.printed).toEqual([]);
    expect(await print(b)).toEqual({ is: 'printed' });
  });
  test('that ends by itself while it is cancelled at the deadline is printed', async () => {
    const b = make();
    let lateMs = 0;
    b.line.interfere = async (code, reply) => {
      if (code !== operation.cancelJob) return { ok: true, bytes: reply() };
      lateMs = b.clock.now();
      await new Promise<void>((resolve) => { b.clock.after(600, resolve); });
      return { ok: true, bytes: reply() };
    };
    expect(await print(b, { pages: 4, deadlineMs: 4500 })).toEqual({ is: 'printed' });
    expect(lateMs).toBeGreaterThan(0);
  });
  test('that could not be cancelled because the printer was away is cancelled when it comes back', async () => {
    const b = make();
    const outcome = begin(b, { pages: 4, deadlineMs: 20_000 });
    await b.clock.pass(1500);
    b.device.setPaper('empty');
    b.line.interfere = async () => ({ ok: false, why: 'unreachable' });
    expect(await b.clock.until(outcome)).toMatchObject({ is: 'indeterminate', pagesDone: 1, problem: { is: 'offline' } });
    b.line.interfere = undefined;
    const seen: string[] = [];
    b.printer.watch(({ is }) => seen.push(is));
    await b.clock.pass(30_000);
    b.device.setPaper('full');
    await b.clock.pass(60_000);
    expect(b.device.printed).toEqual([]);
    expect(b.asked.filter((code) => code === operation.cancelJob).length).toBeGreaterThan(1);
    expect(await print(b)).toEqual({ is: 'printed' });
  });
  test('of a printer gone silent is given up before a long deadline', async () => {
    const b = make();
    b.line.interfere = (code) => (code === operation.getJobAttributes ? Promise.resolve({ ok: false, why: 'lost' }) : undefined);
    expect(await print(b, { deadlineMs: 600_000 })).toEqual({ is: 'indeterminate', pagesDone: 0, problem: { is: 'offline' } });
    expect(b.clock.now()).toBeLessThan(30_000);
  });
  test('whose state the printer leaves out, or tells of another job, is never called printed', async () => {
    for (const about of [[], [attribute(valueTag.integer, 'job-id', 77), attribute(valueTag.enumeration, 'job-state', 9), attribute(valueTag.integer, 'job-impressions-completed', 3)]]) {
      const b = make();
      b.line.interfere = (code, _reply, request) => {
        const decoded = decodeIpp(request);
        return code === operation.getJobAttributes && decoded.ok ? Promise.resolve({ ok: true, bytes: encodeIpp({ ...decoded.value, code: statusCode.ok, groups: [{ tag: groupTag.job, attributes: about }] }) }) : undefined;
      };
      expect(await print(b)).toMatchObject({ is: 'indeterminate' });
      expect(b.clock.now()).toBeLessThanOrEqual(60_000);
    }
  });
  test('answered with another request\'s number has not been answered', async () => {
    const b = make();
    b.line.interfere = async (_code, reply) => {
      const bytes = reply();
      bytes[7]! ^= 0x40;
      return { ok: true, bytes };
    };
    expect(await print(b)).toEqual({ is: 'not-printed', problem: { is: 'offline' } });
  });
  test.each([0, -1, -2_147_483_648])('numbered %i has no number: it is not followed, nor called printed', async (id) => {
    const b = make();
    b.line.interfere = (code, reply) => {
      const decoded = decodeIpp(reply());
      if (code !== operation.createJob && code !== operation.printJob || !decoded.ok) return undefined;
      return Promise.resolve({ ok: true, bytes: encodeIpp({ ...decoded.value, groups: [{ tag: groupTag.job, attributes: [attribute(valueTag.integer, 'job-id', id)] }] }) });
    };
    expect(await print(b)).toEqual(createsJobs ? { is: 'not-printed', problem: { is: 'error' } } : { is: 'indeterminate', pagesDone: 0, problem: { is: 'error' } });
    expect(b.asked).not.toContain(operation.sendDocument);
  });
  test('completed with errors, or passed on to a device that cannot be watched, is not called printed', async () => {
    for (const reason of ['job-completed-with-errors', 'queued-in-device']) {
      const b = make();
      b.line.interfere = (code, _reply, request) => {
        const decoded = decodeIpp(request);
        if (code !== operation.getJobAttributes || !decoded.ok) return undefined;
        const job = [attribute(valueTag.enumeration, 'job-state', 9), attribute(valueTag.keyword, 'job-state-reasons', reason)];
        return Promise.resolve({ ok: true, bytes: encodeIpp({ ...decoded.value, code: statusCode.ok, groups: [{ tag: groupTag.job, attributes: job }] }) });
      };
      expect(await print(b)).toEqual({ is: 'indeterminate', pagesDone: 0 });
    }
  });
});

describe('a printer that never answers', () => {
  const endings = async (post: Post, deadlineMs: number): Promise<DocumentOutcome> => {
    const clock = virtualClock();
    const printer = ippPrinter(post, { uri: 'ipp://x', clock });
    const outcome = await clock.until(printer.print({ pdf: pdfOf(1), pages: 1, title: '' }, { deadlineMs }));
    expect(clock.now()).toBeLessThanOrEqual(deadlineMs);
    return outcome;
  };
  test('is offline', async () => expect(await endings(() => new Promise(() => undefined), 20_000)).toEqual({ is: 'not-printed', problem: { is: 'offline' } }));
  test('once it has the document leaves its end unknown', async () => {
    const b = bench();
    b.line.interfere = (code) => (code === operation.sendDocument || code === operation.getJobAttributes || code === operation.cancelJob ? new Promise(() => undefined) : undefined);
    expect(await print(b, { deadlineMs: 9000 })).toMatchObject({ is: 'indeterminate' });
    expect(b.clock.now()).toBeLessThanOrEqual(9000);
  });
  test('is no longer listened to after its time', async () => {
    const signals: AbortSignal[] = [];
    await endings((_bytes, signal) => { if (signal) signals.push(signal); return new Promise(() => undefined); }, 20_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual(signals.map(() => true));
    expect(signals.length).toBeGreaterThan(0);
  });
});

test('nothing of the document stays in the request once it was sent', async () => {
  const kept: Uint8Array[] = [];
  const b = bench();
  b.line.interfere = (_code, reply, request) => { kept.push(request); return Promise.resolve({ ok: true, bytes: reply() }); };
  expect(await print(b)).toEqual({ is: 'printed' });
  await b.clock.pass(1000);
  expect(kept.length).toBeGreaterThan(3);
  expect(kept.every((request) => request.every((byte) => byte === 0))).toBe(true);
});
