import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ippPrinter } from '../../../drivers/document-printer/ipp/driver.ts';
import type { DocumentPrinter, DocumentProgress } from '../../../drivers/document-printer/port.ts';
import { httpPost } from '../../../drivers/transport/post.ts';
import { freePort, program, temporaryFolder, why } from '../programs.ts';
import { ended } from '../pty.ts';
import { answers, type Avahi, noIppeveprinter, pdfOf, type RealPrinter, startAvahi, startPrinter } from './real-printer.ts';

const filters = '/usr/lib/cups';
const noCups = noIppeveprinter ?? why('cupsd', 'lpadmin') ?? (existsSync(`${filters}/filter/pdftopdf`) ? undefined : '(skipped: no CUPS filters here)')
  ?? (process.getuid?.() === 0 ? undefined : '(skipped: only root starts a CUPS of its own)');
const deadlineMs = 40_000;

/** A CUPS of its own, with nothing outside its folder, and one driverless queue to the printer. */
async function startCups({ env }: Avahi, printer: RealPrinter): Promise<string> {
  const folder = temporaryFolder();
  // Its filters run as another user.
  chmodSync(folder, 0o755);
  const [root, cache, state, spool, scratch] = ['root', 'cache', 'state', 'spool', 'tmp'].map((name) => { const made = path.join(folder, name); mkdirSync(made); chmodSync(made, 0o777); return made; });
  const port = await freePort();
  writeFileSync(path.join(folder, 'files.conf'), `ServerRoot ${root}\nCacheDir ${cache}\nStateDir ${state}\nRequestRoot ${spool}\nTempDir ${scratch}\nErrorLog ${folder}/error.log\nAccessLog ${folder}/access.log\nPageLog ${folder}/page.log\nServerBin ${filters}\nDataDir /usr/share/cups\nSystemGroup root\n`);
  writeFileSync(path.join(folder, 'cupsd.conf'), `LogLevel warn\nListen 127.0.0.1:${port}\nBrowsing No\nDefaultAuthType None\nWebInterface No\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Location /admin>\nOrder allow,deny\nAllow all\n</Location>\n<Policy default>\nJobPrivateAccess all\nJobPrivateValues none\nSubscriptionPrivateAccess all\nSubscriptionPrivateValues none\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n`);
  const cups = spawn(program('cupsd')!, ['-f', '-c', path.join(folder, 'cupsd.conf'), '-s', path.join(folder, 'files.conf')], { env, stdio: 'ignore' });
  onTestFinished(() => ended(cups));
  await answers(port);
  const made = spawnSync(program('lpadmin')!, ['-h', `127.0.0.1:${port}`, '-p', 'kiosk', '-E', '-v', printer.uri, '-m', 'everywhere'], { env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no queue: ${made.stderr}`);
  return `ipp://127.0.0.1:${port}/printers/kiosk`;
}
const driver = (uri: string) => ippPrinter(httpPost(uri), { uri });
const print = async (printer: DocumentPrinter, pages: number, { seen = [], ...ask }: { deadlineMs?: number; signal?: AbortSignal; seen?: DocumentProgress[] } = {}) =>
  printer.print({ pdf: await pdfOf(pages), pages, title: 'test' }, { deadlineMs, ...ask, onProgress: (progress) => seen.push(progress) });

describe.skipIf(noCups !== undefined)(`a queue of CUPS before a real printer${noCups === undefined ? '' : ` ${noCups}`}`, { timeout: 90_000 }, () => {
  let avahi: Avahi;
  beforeAll(async () => { avahi = await startAvahi(); }, 30_000);
  afterAll(() => avahi.stop());

  test('says printed only once the printer behind it has the last page out', async () => {
    const real = await startPrinter(avahi, { msPerPage: 700 });
    const printer = driver(await startCups(avahi, real));
    expect(await printer.status()).toEqual({ is: 'ready', paper: 'full' });
    expect(await print(printer, 4)).toEqual({ is: 'printed' });
    // CUPS counts a page when its filter has made it, long before it is on paper: only `completed` is worth something.
    expect(real.printed().length).toBe(1);
  });
  test('waits for the tray to be refilled in the middle of a document', async () => {
    const real = await startPrinter(avahi, { msPerPage: 700 });
    const printer = driver(await startCups(avahi, real));
    const seen: DocumentProgress[] = [];
    const outcome = print(printer, 6, { seen });
    await vi.waitFor(() => expect(seen.some(({ is }) => is === 'printing')).toBe(true), 15_000);
    await real.setPaper(0);
    await vi.waitFor(() => expect(seen).toContainEqual({ is: 'waiting', problem: { is: 'no-paper' } }), 20_000);
    await sleep(1500);
    expect(real.printed().length).toBe(0);
    await real.setPaper(250);
    expect(await outcome).toEqual({ is: 'printed' });
    expect(real.printed().length).toBe(1);
  });
  test('takes the job out of the printer too when the person leaves, and prints for the next one', async () => {
    const real = await startPrinter(avahi, { msPerPage: 700 });
    const printer = driver(await startCups(avahi, real));
    const leaving = new AbortController();
    const seen: DocumentProgress[] = [];
    const outcome = print(printer, 8, { seen, signal: leaving.signal });
    await vi.waitFor(() => expect(seen.some(({ is }) => is === 'printing')).toBe(true), 15_000);
    await sleep(2000);
    leaving.abort();
    expect(await outcome).toMatchObject({ is: 'indeterminate' });
    await sleep(8000);
    expect(real.printed().length).toBe(0);
    expect(await print(printer, 1)).toEqual({ is: 'printed' });
    expect(real.printed().length).toBe(1);
  });
  test('before a printer that lost power never says printed', async () => {
    const real = await startPrinter(avahi, { msPerPage: 700 });
    const printer = driver(await startCups(avahi, real));
    const seen: DocumentProgress[] = [];
    const outcome = print(printer, 6, { seen, deadlineMs: 12_000 });
    await vi.waitFor(() => expect(seen.some(({ is }) => is === 'printing')).toBe(true), 10_000);
    await sleep(1500);
    await real.kill();
    expect(await outcome).toMatchObject({ is: 'indeterminate' });
  });
});
