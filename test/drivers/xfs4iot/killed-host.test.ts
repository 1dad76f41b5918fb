import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { xfsClient } from '../../../drivers/xfs4iot/client.ts';
import { xfs4iotReceiptPrinter } from '../../../drivers/xfs4iot/receipt-printer.ts';
import { noisePage } from '../pages.ts';
import { openFromPage, token } from './bench.ts';

async function startHost(port: number): Promise<{ host: ChildProcess; port: number }> {
  const host = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'killed-host.ts'), String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => { host.kill('SIGKILL'); });
  const said = await new Promise<string>((resolve) => { host.stdout!.once('data', (data: Buffer) => resolve(data.toString())); });
  return { host, port: Number(said) };
}

test('a host killed in the middle of a print leaves it indeterminate, and the printer is back with the host', async () => {
  const { host, port } = await startHost(0);
  const client = xfsClient({ at: `ws://127.0.0.1:${port}/xfs4iot/v1.0/ReceiptPrinter`, token, open: openFromPage });
  onTestFinished(client.close);
  const printer = xfs4iotReceiptPrinter(client, { widthDots: 384 });
  const seen: string[] = [];
  printer.watch(({ is }) => seen.push(is));
  expect(await printer.status()).toEqual({ is: 'ready', paper: 'full' });
  const outcome = printer.print(noisePage(384, 100), { deadlineMs: 5000 });
  await sleep(150);
  host.kill('SIGKILL');
  expect(await outcome).toEqual({ is: 'indeterminate', problem: { is: 'offline' } });
  expect(await printer.print(noisePage(384, 100), { deadlineMs: 300 })).toEqual({ is: 'not-printed', problem: { is: 'offline' } });
  expect((await startHost(port)).port).toBe(port);
  await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('ready');
  expect(await printer.print(noisePage(384, 100), { deadlineMs: 5000 })).toEqual({ is: 'printed' });
  expect(seen).toEqual(['ready', 'offline', 'ready']);
});
