import { describe, expect, test } from 'vitest';
import { attribute, decodeIpp, encodeIpp, groupTag, numberOf, operation, statusCode, textsOf, valueTag } from '../../../drivers/document-printer/ipp/codec.ts';
import { ippPrinter } from '../../../drivers/document-printer/ipp/driver.ts';
import type { DocumentOutcome, DocumentProgress } from '../../../drivers/document-printer/port.ts';
import type { Post } from '../../../drivers/transport/post.ts';
import { pdfOf } from '../contract/document-printer.ts';
import { virtualClock } from '../virtual-clock.ts';
import { type Bench, bench, print } from './ipp-bench.ts';

/** Loses what the operation brings: the question (`unheard`) or its answer. */
const lose = (b: Bench, lost: number, how: 'question' | 'answer', times = Infinity) => {
  let left = times;
  b.line.interfere = async (code, reply) => {
    if (code !== lost || left-- <= 0) return { ok: true, bytes: reply() };
    if (how === 'answer') reply();
    return { ok: false, why: 'lost' };
  };
};
const begin = (b: Bench, { pages = 3, deadlineMs = 60_000 } = {}, seen: DocumentProgress[] = []) =>
  b.printer.print({ pdf: pdfOf(pages), pages, title: '' }, { deadlineMs, onProgress: (progress) => seen.push(progress) });

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

describe('with Create-Job, what is lost can be asked after', () => {
  test('a lost answer to Create-Job is not printed: no byte of the document went out', async () => {
    const b = bench();
    lose(b, operation.createJob, 'answer');
    expect(await print(b)).toEqual({ is: 'not-printed', problem: { is: 'offline' } });
    expect(b.asked).not.toContain(operation.sendDocument);
    await b.clock.pass(120_000); // the printer gives the empty job up
    b.line.interfere = undefined;
    expect(await print(b)).toEqual({ is: 'printed' });
  });
  test('a lost answer to Send-Document is printed when the pages were counted, and sent only once', async () => {
    const b = bench();
    lose(b, operation.sendDocument, 'answer');
    expect(await print(b)).toEqual({ is: 'printed' });
    expect(b.asked.filter((code) => code === operation.sendDocument).length).toBe(1);
  });
  test('a lost answer to Send-Document without a count of pages is indeterminate: the document may have come in part', async () => {
    const b = bench();
    b.device.countsImpressions = false;
    lose(b, operation.sendDocument, 'answer');
    expect(await print(b)).toEqual({ is: 'indeterminate', pagesDone: 0 });
  });
  test('a document that never arrived is not printed, and its job is gone', async () => {
    const b = bench();
    lose(b, operation.sendDocument, 'question');
    expect(await print(b, { deadlineMs: 20_000 })).toEqual({ is: 'not-printed', problem: { is: 'busy' } });
    b.line.interfere = undefined;
    expect(await print(b)).toEqual({ is: 'printed' });
    expect(b.device.printed.length).toBe(1);
  });
  test('a printer that does not answer before the pages are out is followed meanwhile', async () => {
    const b = bench();
    const seen: DocumentProgress[] = [];
    b.line.interfere = async (code, reply) => {
      const bytes = reply();
      if (code === operation.sendDocument) await new Promise<void>((resolve) => { b.clock.after(30_000, resolve); });
      return { ok: true, bytes };
    };
    const outcome = begin(b, {}, seen);
    await b.clock.pass(2500);
    b.device.setPaper('empty');
    await b.clock.pass(2000);
    expect(seen.slice(-1)).toEqual([{ is: 'waiting', problem: { is: 'no-paper' } }]);
    b.device.setPaper('full');
    expect(await b.clock.until(outcome)).toEqual({ is: 'printed' });
    expect(b.clock.now()).toBeLessThan(20_000);
  });
  test('a document refused is not printed, with the reason, and its job is cancelled', async () => {
    for (const [code, problem] of [[statusCode.busy, 'busy'], [statusCode.formatNotSupported, 'no-pdf'], [statusCode.badRequest, 'error']] as const) {
      const b = bench();
      b.line.interfere = (asked, _reply, request) => {
        const decoded = decodeIpp(request);
        return asked === operation.sendDocument && decoded.ok ? Promise.resolve({ ok: true, bytes: encodeIpp({ ...decoded.value, code, groups: [], data: new Uint8Array(0) }) }) : undefined;
      };
      expect(await print(b)).toMatchObject({ is: 'not-printed', problem: { is: problem } });
      b.line.interfere = undefined;
      expect(await print(b)).toEqual({ is: 'printed' });
    }
  });
  test('a printer that lists Create-Job and does not know it is given Print-Job', async () => {
    const b = bench();
    b.line.interfere = (asked, _reply, request) => {
      const decoded = decodeIpp(request);
      return asked === operation.createJob && decoded.ok ? Promise.resolve({ ok: true, bytes: encodeIpp({ ...decoded.value, code: statusCode.notSupported, groups: [], data: new Uint8Array(0) }) }) : undefined;
    };
    expect(await print(b)).toEqual({ is: 'printed' });
    expect(b.asked).toContain(operation.printJob);
  });
  test('a person who leaves between the two never has the document sent', async () => {
    const b = bench();
    const leaving = new AbortController();
    b.line.interfere = async (code, reply) => { if (code === operation.createJob) leaving.abort(); return { ok: true, bytes: reply() }; };
    expect(await b.clock.until(b.printer.print({ pdf: pdfOf(3), pages: 3, title: '' }, { deadlineMs: 60_000, signal: leaving.signal }))).toEqual({ is: 'not-printed', problem: { is: 'busy' } });
    expect(b.asked).not.toContain(operation.sendDocument);
    expect(b.asked).toContain(operation.cancelJob);
  });
});

describe('with Print-Job', () => {
  test('a job whose acceptance was not heard is indeterminate, and is not sent again', async () => {
    const b = bench({ createsJobs: false });
    lose(b, operation.printJob, 'answer');
    expect(await print(b)).toEqual({ is: 'indeterminate', pagesDone: 0, problem: { is: 'offline' } });
    expect(b.asked.filter((code) => code === operation.printJob).length).toBe(1);
  });
});

describe('noughts', () => {
  const nought = (state: number, begun: boolean) => [
    attribute(valueTag.enumeration, 'job-state', state), attribute(valueTag.integer, 'job-impressions-completed', 0),
    begun ? attribute(valueTag.integer, 'time-at-processing', 12) : attribute(valueTag.noValue, 'time-at-processing', new Uint8Array(0)),
  ];
  const answering = (b: Bench, attributes: ReturnType<typeof nought>, spools = false) => {
    b.line.interfere = (code, reply, request) => {
      const decoded = decodeIpp(code === operation.getPrinterAttributes ? reply() : request);
      if (!decoded.ok) return undefined;
      if (code === operation.getPrinterAttributes && spools) return Promise.resolve({ ok: true, bytes: encodeIpp({ ...decoded.value, groups: decoded.value.groups.map((group) => ({ ...group, attributes: [...group.attributes, attribute(valueTag.text, 'cups-version', '2.4.2')] })) }) });
      return code === operation.getJobAttributes ? Promise.resolve({ ok: true, bytes: encodeIpp({ ...decoded.value, code: statusCode.ok, groups: [{ tag: groupTag.job, attributes }] }) }) : undefined;
    };
  };
  const aborted = 8;
  const completed = 9;

  test('of a printer that counts mean that nothing came out', async () => {
    const b = bench();
    answering(b, nought(aborted, true));
    expect(await print(b)).toMatchObject({ is: 'not-printed', end: 'aborted' });
  });
  test('of a print server mean nothing, unless it had not begun', async () => {
    const b = bench();
    answering(b, nought(aborted, true), true);
    expect(await print(b)).toMatchObject({ is: 'indeterminate', end: 'aborted' });
    b.device.vanish();
    answering(b, nought(aborted, false), true);
    expect(await print(b)).toMatchObject({ is: 'not-printed', end: 'aborted' });
  });
  test('of a printer that completed a job and counted nothing mean nothing from then on', async () => {
    const b = bench();
    answering(b, nought(completed, true));
    expect(await print(b)).toEqual({ is: 'indeterminate', pagesDone: 0 });
    b.device.vanish();
    answering(b, nought(aborted, true));
    expect(await print(b)).toMatchObject({ is: 'indeterminate', end: 'aborted' });
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
