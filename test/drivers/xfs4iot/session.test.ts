// A session with devices that do not behave as ours promise to: slow to stop, deaf to a cancel, throwing.
import { expect, test } from 'vitest';
import { success, type Ask, type Result, type XfsService } from '../../../drivers/xfs4iot/service.ts';
import { serviceQueue } from '../../../drivers/xfs4iot/service-queue.ts';
import { openSession } from '../../../drivers/xfs4iot/session.ts';
import { virtualClock } from '../virtual-clock.ts';

function bench() {
  const clock = virtualClock();
  const queue = serviceQueue();
  const runs: { readonly ask: Ask; end(result: Result): void }[] = [];
  const service: XfsService = {
    name: 'Slow', events: {}, status: async () => ({}), capabilities: () => ({}), watch: () => () => {},
    commands: { 'Slow.Work': { version: '1.0', completionVersion: '1.0', run: (_payload, ask) => new Promise((end) => { runs.push({ ask, end }); }) } },
  };
  const join = () => {
    const ends: string[] = [];
    const session = openSession({
      service, commands: service.commands, queue, clock,
      send(text) {
        const { header } = JSON.parse(text) as { header: { type: string; requestId: number; completionCode?: string } };
        if (header.type === 'completion') ends.push(`${header.requestId} ${header.completionCode} at ${clock.now()}`);
      },
    });
    const work = (requestId: number, timeout: number) => session.receive(JSON.stringify({ header: { type: 'command', name: 'Slow.Work', version: '1.0', requestId, timeout } }));
    return { ...session, ends, work };
  };
  return { clock, runs, join };
}

test('a device that does not stop is given up soon after the timeout, and what it says later is not heard', async () => {
  const { clock, runs, join } = bench();
  const client = join();
  client.work(1, 1000);
  await clock.pass(1050);
  expect(runs[0]!.ask.signal.aborted).toBe(true);
  expect(client.ends).toEqual([]);
  await clock.pass(100);
  expect(client.ends).toEqual(['1 timeOut at 1100']);
  runs[0]!.end(success());
  await clock.pass(10);
  expect(client.ends).toEqual(['1 timeOut at 1100']);
});
test('the next command does not begin while the device is still at the one given up', async () => {
  const { clock, runs, join } = bench();
  const client = join();
  client.work(1, 1000);
  client.work(2, 10_000);
  await clock.pass(3000);
  expect(runs.length).toBe(1);
  runs[0]!.end(success());
  await clock.pass(10);
  expect(runs.length).toBe(2);
  // Its time ran while it waited.
  expect(runs[1]!.ask.deadlineMs).toBe(7000);
});
test('what a client had waiting when it went away never reaches the device; another’s does', async () => {
  const { clock, runs, join } = bench();
  const [gone, other] = [join(), join()];
  gone.work(1, 0);
  gone.work(2, 0);
  other.work(1, 0);
  await clock.pass(10);
  gone.left();
  expect(runs[0]!.ask.signal.aborted).toBe(true);
  runs[0]!.end(success());
  await clock.pass(10);
  expect(runs.length).toBe(2);
  runs[1]!.end(success());
  await clock.pass(10);
  expect(runs.length).toBe(2);
  expect(gone.ends).toEqual([]);
  expect(other.ends).toEqual(['1 success at 20']);
});
