import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Pdf from 'pdfkit';
import { onTestFinished } from 'vitest';
import { freePort, program, temporaryFolder, why } from '../programs.ts';
import { ended } from '../pty.ts';

/** ippeveprinter will not start without Avahi, and Avahi not without a bus: those of this machine, or private ones in a room of their own. */
const hasAvahi = existsSync('/run/avahi-daemon/pid') && existsSync('/run/dbus/system_bus_socket');
const canHide = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
export const noIppeveprinter: string | undefined = why('ippeveprinter', 'ipptool', 'avahi-daemon', 'dbus-daemon')
  ?? (hasAvahi || canHide ? undefined : '(skipped: Avahi does not run here, and only root may start one aside)');

/** What programs that need Avahi are to be started with. */
export interface Avahi { readonly env: NodeJS.ProcessEnv; stop(): Promise<void> }

export async function startAvahi(): Promise<Avahi> {
  if (hasAvahi) return { env: process.env, stop: async () => {} };
  const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-avahi-'));
  const socket = path.join(folder, 'bus');
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` };
  const allowed = ['user="*"', 'own="*"'].map((one) => `<allow ${one}/>`).concat(['method_call', 'signal', 'method_return', 'error'].flatMap((type) => [`<allow send_type="${type}"/>`, `<allow receive_type="${type}"/>`])).join('');
  writeFileSync(path.join(folder, 'bus.conf'), `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "">
<busconfig><type>system</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth><policy context="default">${allowed}</policy></busconfig>`);
  writeFileSync(path.join(folder, 'avahi.conf'), '[server]\nhost-name=kiosk-test\nuse-ipv6=no\nallow-interfaces=lo\n[publish]\npublish-workstation=no\n');
  const bus = spawn(program('dbus-daemon')!, [`--config-file=${path.join(folder, 'bus.conf')}`, '--nofork'], { stdio: 'ignore' });
  for (let tries = 0; tries < 200 && !existsSync(socket); tries++) await sleep(20);
  // Its socket and its pid file have fixed places: a tmpfs over them, seen by it alone, keeps it out of the way of any other.
  const avahi = spawn('unshare', ['-m', 'sh', '-c', `mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon && exec '${program('avahi-daemon')}' --no-drop-root --no-chroot --no-rlimits -f '${folder}/avahi.conf'`], { stdio: ['ignore', 'ignore', 'pipe'], env });
  await says(avahi, 'Server startup complete');
  return { env, async stop() { await ended(avahi); await ended(bus); rmSync(folder, { recursive: true, force: true }); } };
}

/** A virtual IPP Everywhere printer that takes PDF, at its usual pace of `msPerPage`. */
export interface RealPrinter {
  readonly uri: string;
  /** Sheets in the main tray, as a hand would put them in; 5 are few, 0 are none. */
  setPaper(sheets: number): Promise<void>;
  /** The cover, the jam lever and whatever else stands in printer-state-reasons, such as `media-jam-error`. */
  setReason(reason: string, on: boolean): void;
  /** Documents that came out whole, by their bytes. */
  printed(): readonly Buffer[];
  /** Pulls its plug. */
  kill(): Promise<void>;
}

/**
 * Its command prints page by page, stops before the next while the tray is empty or when the job was cancelled, and tells of
 * each page (`counts`). The words on stderr are ippeveprinter's own protocol: ATTR and STATE (its manual, "COMMAND OUTPUT").
 */
export async function startPrinter({ env }: Avahi, { msPerPage = 500, counts = true }: { msPerPage?: number; counts?: boolean } = {}): Promise<RealPrinter> {
  const folder = temporaryFolder();
  const port = await freePort();
  const uri = `ipp://localhost:${port}/ipp/print`;
  const [spool, out, reasons] = ['spool', 'out', 'reasons'].map((name) => { mkdirSync(path.join(folder, name)); return path.join(folder, name); }) as [string, string, string];
  const question = (operation: string, about: string, attribute: string) => {
    const file = path.join(folder, `${operation}.test`);
    writeFileSync(file, `{ OPERATION ${operation}
GROUP operation-attributes-tag
ATTR charset attributes-charset utf-8
ATTR language attributes-natural-language en
ATTR uri printer-uri $uri
${about}
ATTR keyword requested-attributes ${attribute}
DISPLAY ${attribute} }`);
    return `ipptool -t -d job="$IPP_JOB_ID" '${uri}' '${file}'`;
  };
  const [tray, job] = [question('Get-Printer-Attributes', '', 'printer-state-reasons'), question('Get-Job-Attributes', 'ATTR integer job-id $job', 'job-state-reasons')];
  const command = path.join(folder, 'command.sh');
  writeFileSync(command, `#!/bin/sh
pages=$(grep -ac '/Type /Page\\( \\|$\\)' "$1")
done=0
while [ $done -lt $pages ]; do
  sleep ${msPerPage / 1000}
  for reason in '${reasons}'/*; do [ -e "$reason" ] && echo "STATE: +$(basename "$reason")" >&2 && touch "$reason.told"; done
  while ls '${reasons}' | grep -qv told || ${tray} | grep -q media-empty; do ${job} | grep -q -e canceled -e stop-point && exit 0; sleep 0.2; done
  ${job} | grep -q -e canceled -e stop-point && exit 0
  for told in '${reasons}'/*.told; do [ -e "$told" ] && echo "STATE: -$(basename "$told" .told)" >&2 && rm "$told"; done
  done=$((done + 1))
  ${counts ? 'echo "ATTR: job-impressions-completed=$done" >&2' : ':'}
done
cp "$1" '${out}/'$(date +%s%N).pdf
`);
  chmodSync(command, 0o755);
  // A group of its own, so that its command goes with it.
  const printer = spawn(program('ippeveprinter')!, ['-v', '-p', String(port), '-r', 'off', '-n', 'localhost', '-d', spool, '-f', 'application/pdf', '-c', command, 'Kiosk A4'], { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  printer.stderr!.resume();
  const kill = async () => { try { process.kill(-printer.pid!, 'SIGKILL'); } catch { /* gone already */ } await ended(printer); };
  onTestFinished(kill);
  await answers(port);
  const setPaper = async (sheets: number) => {
    const tray = (n: number, size: string, level: number) => `size${n}=${size}&type${n}=stationery&level${n}=${level}`;
    const answer = await fetch(`http://localhost:${port}/media?${tray(1, 'iso_a4_210x297mm', sheets)}&${tray(3, 'iso_a4_210x297mm', 25)}`);
    // It begins to answer before it has done what it was asked.
    await answer.text();
    if (!answer.ok) throw new Error(`its page of trays said ${answer.status}`);
  };
  await setPaper(250);
  return {
    uri, kill, setPaper,
    setReason(reason, on) { if (on) writeFileSync(path.join(reasons, reason), ''); else rmSync(path.join(reasons, reason), { force: true }); },
    printed: () => [...new Set(spawnSync('ls', [out], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean))].map((name) => readFileSync(path.join(out, name))),
  };
}

/** A PDF of so many pages. */
export async function pdfOf(pages: number): Promise<Uint8Array> {
  const document = new Pdf({ size: 'A4', autoFirstPage: false, compress: false });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const whole = new Promise<void>((resolve) => { document.on('end', resolve); });
  for (let n = 1; n <= pages; n++) document.addPage().fontSize(40).text(`Page ${n}`, 72, 72);
  document.end();
  await whole;
  return new Uint8Array(Buffer.concat(parts));
}

/** Resolves when the program has written these words to stderr. */
export function says(child: ChildProcess, words: string, withinMs = 20_000): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const late = setTimeout(() => reject(new Error(`no "${words}" from ${child.spawnfile}: ${heard}`)), withinMs);
    child.stderr!.on('data', (part: Buffer) => { heard += part.toString(); if (heard.includes(words)) { clearTimeout(late); resolve(); } });
    child.once('exit', () => { clearTimeout(late); reject(new Error(`${child.spawnfile} ended: ${heard}`)); });
  });
}
/** Resolves when something answers HTTP at this port. */
export async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`http://localhost:${port}/`).then(() => true, () => false)) return;
    await sleep(50);
  }
  throw new Error('it does not answer');
}
