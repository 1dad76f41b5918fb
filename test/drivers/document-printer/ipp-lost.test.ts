import { describe, expect, test } from 'vitest';
import { attribute, decodeIpp, encodeIpp, groupTag, operation, statusCode, valueTag } from '../../../drivers/document-printer/ipp/codec.ts';
import type { DocumentProgress } from '../../../drivers/document-printer/port.ts';
import { pdfOf } from '../contract/document-printer.ts';
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
const begin = (b: Bench, seen: DocumentProgress[]) =>
  b.printer.print({ pdf: pdfOf(3), pages: 3, title: '' }, { deadlineMs: 60_000, onProgress: (progress) => seen.push(progress) });

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
    const outcome = begin(b, seen);
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
