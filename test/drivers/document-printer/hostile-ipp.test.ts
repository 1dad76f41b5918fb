import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { operation } from '../../../drivers/document-printer/ipp/codec.ts';
import { ippPrinter } from '../../../drivers/document-printer/ipp/driver.ts';
import type { DocumentOutcome } from '../../../drivers/document-printer/port.ts';
import { httpPost } from '../../../drivers/transport/post.ts';
import { relayIpp } from '../../../kiosk/host/relay.ts';
import { pdfOf } from '../contract/document-printer.ts';
import { type Attack, attacks, head, type HostileIpp, hostileIpp, redirects } from './hostile-ipp.ts';

const deadlineMs = 2500;
/** Timers of a busy machine come late, by this much at most. */
const slackMs = 2500;
/** What two ends of a loopback connection keep in their buffers, and what was on its way when the line was cut; far from a hundred megabytes. */
const bufferedBytes = 24 * 1024 * 1024;

const stages = {
  'Get-Printer-Attributes': operation.getPrinterAttributes, 'Create-Job': operation.createJob, 'Send-Document': operation.sendDocument,
  'Get-Job-Attributes': operation.getJobAttributes, 'Cancel-Job': operation.cancelJob,
} as const;

async function print({ uri }: Pick<HostileIpp, 'uri'>, pages = 2): Promise<{ readonly outcome: DocumentOutcome; readonly tookMs: number }> {
  const startMs = performance.now();
  const printer = ippPrinter(httpPost(uri), { uri });
  const outcome = await printer.print({ pdf: pdfOf(pages), pages, title: '' }, { deadlineMs });
  return { outcome, tookMs: performance.now() - startMs };
}
/** Whether what the outcome claims is so. */
function isTrue(outcome: DocumentOutcome, { device }: HostileIpp): boolean {
  if (outcome.is === 'printed') return device.printed.length === 1;
  return outcome.is === 'indeterminate' || (device.printed.length === 0 && device.pagesOut === 0);
}
/** Runs all, some at a time, and gives the names of those that went wrong. */
async function wrongOf<T>(all: readonly (readonly [name: string, one: T])[], isRight: (one: T) => Promise<boolean>): Promise<readonly string[]> {
  const waiting = [...all];
  const wrong: string[] = [];
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!await isRight(next[1])) wrong.push(next[0]);
  }));
  return wrong;
}
const everywhere = Object.entries(attacks).flatMap(([name, attack]) => Object.entries(stages).map(([stage, at]) => [`${name} in answer to ${stage}`, { attack, at }] as const));

describe('a printer that turns on its client', { timeout: 120_000 }, () => {
  test('in any answer leaves every print ended in time, with a true word, and is not read without end', async () => {
    expect(everywhere.length).toBeGreaterThan(200);
    expect(await wrongOf(everywhere, async ({ attack, at }) => {
      const hostile = await hostileIpp({ attack: (asked) => (asked === at ? attack : undefined), ...(at === operation.cancelJob && { msPerPage: 10_000 }) });
      const { outcome, tookMs } = await print(hostile);
      return isTrue(outcome, hostile) && tookMs < deadlineMs + slackMs && hostile.sent() < bufferedBytes;
    })).toEqual([]);
  });
  test('before it has seen the document never makes it printed', async () => {
    expect(await wrongOf(everywhere.filter(([, { at }]) => at === operation.createJob || at === operation.sendDocument), async ({ attack, at }) => {
      const hostile = await hostileIpp({ attack: (asked) => (asked === at ? attack : undefined), before: true });
      const { outcome } = await print(hostile);
      return isTrue(outcome, hostile) && outcome.is !== 'printed';
    })).toEqual([]);
  });
  test('does not hold up the terminal\'s relay, nor fill it', async () => {
    expect(await wrongOf(Object.entries(attacks), async (attack) => {
      const hostile = await hostileIpp({ attack: () => attack });
      const startMs = performance.now();
      const relayed = await relayIpp(hostile.uri, Buffer.alloc(2000), 800);
      const tookMs = performance.now() - startMs;
      await sleep(50);
      return tookMs < 800 + slackMs && hostile.sent() < bufferedBytes && (relayed.is !== 'answer' || relayed.bytes.length <= 1024 * 1024);
    })).toEqual([]);
  });
  test('is said by the relay to have refused only when it said so itself', async () => {
    const refused: string[] = [];
    await wrongOf(Object.entries(attacks).map(([name, attack]) => [name, { name, attack }] as const), async ({ name, attack }) => {
      const hostile = await hostileIpp({ attack: () => attack });
      if ((await relayIpp(hostile.uri, Buffer.alloc(2000), 800)).is === 'refused') refused.push(name);
      return true;
    });
    expect(refused.sort()).toEqual(['401 Unauthorized', '403 Forbidden', '404 Not Found', '405 Method Not Allowed', '408 Request Timeout', '413 Content Too Large', '426 Upgrade Required', '429 Too Many Requests', '502 Bad Gateway', '503 Service Unavailable'].map((status) => `HTTP ${status}`));
  });
});

test('a printer that points elsewhere is not followed: the document goes nowhere else', async () => {
  const elsewhere = await hostileIpp({ attack: () => undefined });
  for (const at of [operation.getPrinterAttributes, operation.createJob, operation.sendDocument]) {
    for (const [, attack] of redirects(elsewhere.uri)) {
      const hostile = await hostileIpp({ attack: (asked) => (asked === at ? attack : undefined), before: true });
      expect((await print(hostile)).outcome).toMatchObject({ is: 'not-printed' });
      expect((await relayIpp(hostile.uri, Buffer.alloc(10), 1000)).is).not.toBe('lost');
    }
  }
  expect(elsewhere.asked).toEqual([]);
}, 60_000);

describe('a connection reset at every byte of the answer', () => {
  const resetAt = (bytes: number): Attack => (socket, good) => {
    socket.write(Buffer.concat([head(good.length), good]).subarray(0, bytes), () => socket.resetAndDestroy());
  };
  test.each([['Create-Job', operation.createJob], ['Send-Document', operation.sendDocument], ['Get-Job-Attributes', operation.getJobAttributes]] as const)('to %s ends in time, with a true word', async (_name, at) => {
    let length = 0;
    const measured = await hostileIpp({ attack: (asked) => (asked === at ? (socket, good) => { length = head(good.length).length + good.length; socket.end(Buffer.concat([head(good.length), good])); } : undefined) });
    expect((await print(measured)).outcome).toEqual({ is: 'printed' });
    const ends = new Map<string, number>();
    const boundaries = Array.from({ length }, (_, bytes) => bytes);
    while (boundaries.length > 0) {
      await Promise.all(boundaries.splice(0, 40).map(async (bytes) => {
        // Once: then the printer is itself again.
        const hostile = await hostileIpp({ attack: (asked, count) => (asked === at && count === 1 ? resetAt(bytes) : undefined) });
        const { outcome, tookMs } = await print(hostile);
        expect([isTrue(outcome, hostile), tookMs < deadlineMs + slackMs]).toEqual([true, true]);
        ends.set(outcome.is, (ends.get(outcome.is) ?? 0) + 1);
      }));
    }
    // Nothing of the document was out yet; or it was, and the printer could be asked: no end is left unknown.
    expect([...ends]).toEqual([[at === operation.createJob ? 'not-printed' : 'printed', length]]);
  }, 120_000);
});
