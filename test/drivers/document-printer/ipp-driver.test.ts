import { type AddressInfo, createServer } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeIpp, operation } from '../../../drivers/document-printer/ipp/codec.ts';
import { simIppPrinter } from '../../../drivers/document-printer/ipp/device.ts';
import { ippPrinter } from '../../../drivers/document-printer/ipp/driver.ts';
import type { DocumentOutcome } from '../../../drivers/document-printer/port.ts';
import { httpPost, type Post } from '../../../drivers/transport/post.ts';
import { pagesOf, pdfOf, testDocumentPrinter } from '../contract/document-printer.ts';
import { virtualClock } from '../virtual-clock.ts';

function bench() {
  const clock = virtualClock();
  const device = simIppPrinter({ clock, pagesOf, msPerPage: 1000 });
  const asked: number[] = [];
  const line: { interfere: ((code: number, reply: () => Uint8Array) => ReturnType<Post> | undefined) | undefined } = { interfere: undefined };
  const post: Post = async (bytes) => {
    const request = decodeIpp(bytes);
    const code = request.ok ? request.value.code : -1;
    asked.push(code);
    const reply = () => device.answer(bytes);
    return line.interfere?.(code, reply) ?? { ok: true, bytes: reply() };
  };
  return { clock, device, asked, line, printer: ippPrinter(post, { uri: 'ipp://printer.example/ipp/print', clock }) };
}
const print = (b: ReturnType<typeof bench>, { pages = 3, deadlineMs = 60_000 } = {}): Promise<DocumentOutcome> =>
  b.clock.until(b.printer.print({ pdf: pdfOf(pages), pages, title: '申请表' }, { deadlineMs }));

testDocumentPrinter('IPP', () => {
  const { clock, device, line, printer } = bench();
  return {
    clock,
    printer,
    titles: () => device.printed.map(({ title }) => title),
    setPaper: device.setPaper,
    trouble(is) {
      device.setPaper(is === 'no-paper' ? 'empty' : 'full');
      device.setCover(is === 'cover-open' ? 'open' : 'closed');
      device.setJam(is === 'jam');
      line.interfere = is === 'offline' ? async () => ({ ok: false, why: 'unreachable' }) : undefined;
    },
  };
});

describe('a job', () => {
  test('arrives whole, with its title, as PDF', async () => {
    const b = bench();
    expect(await print(b)).toEqual({ is: 'printed' });
    expect(b.device.printed).toEqual([{ title: '申请表', pdf: pdfOf(3), pages: 3 }]);
  });
  test('refused as busy is not printed', async () => {
    const b = bench();
    b.device.setBusy(true);
    expect(await print(b)).toEqual({ is: 'not-printed', problem: { is: 'busy' } });
    b.device.setBusy(false);
    expect(await print(b)).toEqual({ is: 'printed' });
  });
  test('whose tray runs empty goes on after a refill', async () => {
    const b = bench();
    b.device.emptyAfterPages(2);
    const outcome = b.printer.print({ pdf: pdfOf(5), pages: 5, title: '' }, { deadlineMs: 60_000 });
    await b.clock.pass(10_000);
    expect(b.device.pagesOut).toBe(2);
    b.device.setPaper('full');
    expect(await b.clock.until(outcome)).toEqual({ is: 'printed' });
  });
  test('that vanishes is indeterminate, with the pages it had', async () => {
    const b = bench();
    const outcome = b.printer.print({ pdf: pdfOf(5), pages: 5, title: '' }, { deadlineMs: 60_000 });
    await b.clock.pass(2700);
    b.device.vanish();
    expect(await b.clock.until(outcome)).toEqual({ is: 'indeterminate', pagesDone: 2, problem: { is: 'error' } });
  });
  test('aborted before any page is not printed, later indeterminate', async () => {
    for (const [afterMs, outcome] of [[200, { is: 'not-printed', problem: { is: 'error' } }], [1700, { is: 'indeterminate', pagesDone: 1, problem: { is: 'error' } }]] as const) {
      const b = bench();
      const printing = b.printer.print({ pdf: pdfOf(3), pages: 3, title: '' }, { deadlineMs: 60_000 });
      await b.clock.pass(afterMs);
      b.device.abortJob();
      expect(await b.clock.until(printing)).toEqual(outcome);
    }
  });
  test('aborted without a count of pages is indeterminate', async () => {
    const b = bench();
    b.device.countsImpressions = false;
    const printing = b.printer.print({ pdf: pdfOf(3), pages: 3, title: '' }, { deadlineMs: 60_000 });
    await b.clock.pass(200);
    b.device.abortJob();
    expect(await b.clock.until(printing)).toMatchObject({ is: 'indeterminate', pagesDone: 0 });
  });
  test('completed is printed where the printer counts no pages, and is not where it counted too few', async () => {
    const silent = bench();
    silent.device.countsImpressions = false;
    expect(await print(silent)).toEqual({ is: 'printed' });
    const short = bench();
    expect(await short.clock.until(short.printer.print({ pdf: pdfOf(2), pages: 3, title: '' }, { deadlineMs: 60_000 }))).toEqual({ is: 'indeterminate', pagesDone: 2 });
  });
  test('not finished at the deadline is cancelled, so that it does not come out for the next citizen', async () => {
    const b = bench();
    expect(await print(b, { pages: 30, deadlineMs: 5000 })).toMatchObject({ is: 'indeterminate' });
    await b.clock.pass(60_000);
    expect(b.asked.at(-1)).toBe(operation.cancelJob);
    expect(b.device.printed).toEqual([]);
    expect(await print(b)).toEqual({ is: 'printed' });
  });
  test('whose acceptance was not heard is indeterminate, and is not sent again', async () => {
    const b = bench();
    b.line.interfere = async (code, reply) => {
      const bytes = reply();
      return code === operation.printJob ? { ok: false, why: 'lost' } : { ok: true, bytes };
    };
    expect(await print(b)).toEqual({ is: 'indeterminate', pagesDone: 0, problem: { is: 'offline' } });
    expect(b.asked.filter((code) => code === operation.printJob).length).toBe(1);
  });
  test('a printer that never answers is offline, or indeterminate once it has the job', async () => {
    const mute: Post = () => new Promise(() => undefined);
    const clock = virtualClock();
    const printer = ippPrinter(mute, { uri: 'ipp://x', clock });
    expect(await clock.until(printer.status())).toEqual({ is: 'offline' });
    expect(await clock.until(printer.print({ pdf: pdfOf(1), pages: 1, title: '' }, { deadlineMs: 20_000 }))).toEqual({ is: 'not-printed', problem: { is: 'offline' } });
    const b = bench();
    b.line.interfere = (code) => (code === operation.printJob ? new Promise(() => undefined) : undefined);
    expect(await print(b, { deadlineMs: 9000 })).toMatchObject({ is: 'indeterminate' });
  });
  test('a printer gone silent with the job is given up before a long deadline', async () => {
    const b = bench();
    b.line.interfere = (code) => (code === operation.getJobAttributes ? Promise.resolve({ ok: false, why: 'lost' }) : undefined);
    expect(await print(b, { deadlineMs: 600_000 })).toEqual({ is: 'indeterminate', pagesDone: 0, problem: { is: 'offline' } });
    expect(b.clock.now()).toBeLessThan(30_000);
  });
});

test('hostile answers to any request never make it reject, nor say printed', async () => {
  await fc.assert(fc.asyncProperty(fc.infiniteStream(fc.uint8Array({ maxLength: 60 })), fc.nat({ max: 12 }), fc.boolean(), async (noise, from, scramble) => {
    const b = bench();
    let count = 0;
    b.line.interfere = (_code, reply) => {
      const good = reply();
      if (count++ < from) return undefined;
      const bytes = scramble ? good.map((byte, i) => (i % 7 === 3 ? byte ^ 0x55 : byte)) : noise.next().value;
      return Promise.resolve({ ok: true, bytes });
    };
    const outcome = await print(b, { pages: 4, deadlineMs: 20_000 });
    if (outcome.is === 'printed') expect(b.device.printed.length).toBe(1);
    if (outcome.is === 'not-printed') expect(b.device.pagesOut).toBe(0);
  }), { numRuns: 500 });
});

describe('posting over HTTP', () => {
  test('an ipp address becomes http on port 631', async () => {
    const urls: string[] = [];
    const fetch = async (url: unknown) => { urls.push(String(url)); return new Response(Uint8Array.of(1)); };
    for (const address of ['ipp://10.0.0.7/ipp/print', 'ipp://10.0.0.7:8631/ipp/print', 'ipps://p/ipp', 'http://127.0.0.1:7000/print']) await httpPost(address, { fetch })(new Uint8Array(1));
    expect(urls).toEqual(['http://10.0.0.7:631/ipp/print', 'http://10.0.0.7:8631/ipp/print', 'https://p/ipp', 'http://127.0.0.1:7000/print']);
  });
  test('tells refused, unreachable and lost apart', async () => {
    const post = (answer: () => Promise<Response>) => httpPost('http://x/', { fetch: answer as typeof fetch })(new Uint8Array(1));
    expect(await post(async () => new Response('', { status: 503 }))).toEqual({ ok: false, why: 'refused' });
    expect(await post(async () => { throw new TypeError('fetch failed'); })).toEqual({ ok: false, why: 'lost' });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await httpPost(`http://127.0.0.1:${port}/`)(new Uint8Array(1))).toEqual({ ok: false, why: 'unreachable' });
  });
});
