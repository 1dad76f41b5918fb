import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { simEscpos, type SimEscpos } from '../../../drivers/receipt-printer/escpos/device.ts';
import { socketWire } from '../../../drivers/transport/tcp.ts';
import { ended } from '../pty.ts';

// receiptio 2 is somebody else's client of ESC/POS printers: it prints, asks for the status and believes nobody. It knows no
// other port than 9100, so that the printer here takes an address of its own instead.
const receiptio = path.resolve(import.meta.dirname, '../../../node_modules/receiptio/bin/cli.js');
const port = 9100;
const markup = ['^^^办件回执', '---', '|申请人 | 张*三|', '|时间 | 2026-11-23 09:00|', '"请妥善保管"', '{c:370406003202611231000042;o:code128,2,72}', '='].join('\n');

const addresses = Array.from({ length: 20 }, () => `127.${1 + Math.floor(Math.random() * 254)}.${Math.floor(Math.random() * 256)}.${2 + Math.floor(Math.random() * 250)}`);
const noAddress = process.platform === 'linux' ? undefined : 'other addresses of the loopback are to be had on Linux only';

/** A printer listening where receiptio looks for one; `set` prepares each that is connected to. */
async function printerAt(set: (device: SimEscpos) => void) {
  const devices: SimEscpos[] = [];
  const server = createServer((socket) => {
    const device = simEscpos(socketWire(socket), { widthDots: 576 });
    set(device);
    devices.push(device);
  });
  for (const host of addresses) {
    const listening = await new Promise<boolean>((resolve) => { server.once('error', () => resolve(false)); server.listen(port, host, () => resolve(true)); });
    if (!listening) continue;
    onTestFinished(() => { server.close(); });
    return { host, devices };
  }
  throw new Error(`nowhere to listen on port ${port}`);
}
/** What receiptio says became of it. */
async function ask(host: string, ...options: string[]): Promise<string> {
  const client = spawn(process.execPath, [receiptio, '-d', host, '-p', 'escpos', '-l', 'zh-hans', '-t', '10', ...options], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => ended(client));
  let said = '';
  client.stdout.setEncoding('utf8').on('data', (text: string) => { said += text; });
  client.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
  client.stdin.end(options.includes('-q') ? '' : markup);
  await new Promise((resolve) => { client.once('close', resolve); });
  return said.trim();
}

const states: readonly (readonly [name: string, set: (device: SimEscpos) => void, asked: string, printed: string])[] = [
  ['that is ready', () => undefined, 'online', 'success'],
  ['low on paper', (d) => d.setPaper('low'), 'online', 'success'],
  ['with its cover open', (d) => d.setCover('open'), 'coveropen', 'coveropen'],
  ['without paper', (d) => d.setPaper('end'), 'paperempty', 'paperempty'],
  ['with a lasting error', (d) => d.setError('lasting'), 'error', 'error'],
  ['that is too hot', (d) => d.setError('passing'), 'error', 'error'],
];
describe.skipIf(noAddress !== undefined)(`receiptio, as a judge of our simulated printer,${noAddress ? ` (skipped: ${noAddress})` : ''}`, () => {
  test.each(states)('understands one %s', async (_name, set, asked, printed) => {
    const { host } = await printerAt(set);
    expect(await ask(host, '-q')).toBe(asked);
    expect(await ask(host)).toBe(printed);
  });
  test('has its Chinese receipt set, cut and confirmed', async () => {
    const { host, devices } = await printerAt(() => undefined);
    expect(await ask(host)).toBe('success');
    const { papers, events } = devices[0]!;
    expect(papers).toHaveLength(1);
    expect(papers[0]!.lines.map(({ text }) => text.replaceAll(/ +/g, ' '))).toEqual(expect.arrayContaining(['办件回执', '申请人 张*三', '时间 2026-11-23 09:00', '请妥善保管']));
    expect(papers[0]!.lines.find(({ text }) => text === '办件回执')).toMatchObject({ wide: true, tall: true });
    expect(papers[0]!.lines.find(({ text }) => text === '请妥善保管')).toMatchObject({ bold: true });
    expect(events.filter(({ is }) => is === 'stray')).toEqual([]);
  });
  test('finds its own way to the commands of a printer of no known maker', async () => {
    const { host, devices } = await printerAt(() => undefined);
    expect(await ask(host, '-p', 'generic')).toBe('success');
    expect(devices[0]!.papers[0]!.lines.some(({ text }) => text.includes('办件回执'))).toBe(true);
  });
  test('is told of paper that ends, a cover that opens and a knife that jams while it prints', async () => {
    for (const [set, said] of [
      [(d: SimEscpos) => d.endPaperAfterRows(60), 'paperempty'],
      [(d: SimEscpos) => { d.msPerRow = 5; setTimeout(() => d.setCover('open'), 600); }, 'coveropen'],
      [(d: SimEscpos) => d.setCutterFault(true), 'error'],
    ] as const) {
      const { host } = await printerAt(set);
      expect(await ask(host)).toBe(said);
    }
  });
  test('gets no confirmation from a printer that went silent', async () => {
    const { host } = await printerAt((d) => { d.mute = 'replies'; });
    expect(await ask(host, '-t', '2')).toMatch(/^(offline|timeout)$/);
  }, 30_000);
});
