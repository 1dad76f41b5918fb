import { type AddressInfo, createServer } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpPost } from '../../../drivers/transport/post.ts';
import { testDocumentPrinter } from '../contract/document-printer.ts';
import { bench, print } from './ipp-bench.ts';

for (const [name, createsJobs] of [['IPP', true], ['IPP without Create-Job', false]] as const) testDocumentPrinter(name, () => {
  const { clock, device, line, printer } = bench({ createsJobs });
  return {
    clock,
    printer,
    titles: () => device.printed.map(({ title }) => title),
    setPaper: device.setPaper,
    setToner: device.setToner,
    trouble(is) {
      device.setPaper(is === 'no-paper' ? 'empty' : 'full');
      device.setCover(is === 'cover-open' ? 'open' : 'closed');
      device.setJam(is === 'jam');
      device.setToner(is === 'no-toner' ? 'empty' : 'full');
      line.interfere = is === 'offline' ? async () => ({ ok: false, why: 'unreachable' }) : undefined;
    },
  };
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
