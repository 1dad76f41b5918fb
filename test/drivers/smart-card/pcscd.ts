import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { loadPcsc } from '../../../drivers/smart-card/pcsc/module.ts';

const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
/** Compiled into the daemon. */
const home = '/run/pcscd';

/** A mount of our own in place of the daemon's folder: then its socket is private and no other daemon is in the way. */
const canHide = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

/** Why there can be no PC/SC daemon of our own here; nothing when there can. */
export const noPcscd: string | undefined = !existsSync('/usr/sbin/pcscd') ? 'no pcscd on this machine'
  : !existsSync(driver) ? 'no virtual card reader (vsmartcard-vpcd) on this machine'
  : await loadPcsc() === undefined ? 'the npm package smartcard was not built on this machine'
  : process.getuid?.() !== 0 ? 'only root may start pcscd'
  : !canHide && existsSync(`${home}/pcscd.comm`) ? 'another pcscd runs on this machine' : undefined;

export interface Pcscd {
  /** Where the first of vpcd's two slots waits for its card; the next port is the other's. */
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** A real pcscd with vpcd's two virtual slots and nothing else. Sets PCSCLITE_CSOCK_NAME for this process. */
export async function pcscd(): Promise<Pcscd> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-pcscd-'));
  const run = path.join(dir, 'run');
  const conf = path.join(dir, 'reader.conf.d');
  mkdirSync(run);
  mkdirSync(conf);
  const port = await twoFreePorts();
  const hex = `0x${port.toString(16).toUpperCase()}`;
  writeFileSync(path.join(conf, 'vpcd'), `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:${hex}\nLIBPATH ${driver}\nCHANNELID ${hex}\n`);
  const socket = canHide ? path.join(run, 'pcscd.comm') : `${home}/pcscd.comm`;
  process.env.PCSCLITE_CSOCK_NAME = socket;
  const serve = `exec /usr/sbin/pcscd --foreground --critical -c ${conf}`;
  let daemon: ChildProcess | undefined;

  async function start() {
    if (daemon) return;
    // A daemon that crashed leaves these, and the next one would not start over them.
    if (canHide) for (const left of ['pcscd.comm', 'pcscd.pid']) rmSync(path.join(run, left), { force: true });
    const mine = daemon = canHide ? spawn('unshare', ['-m', 'sh', '-c', `mkdir -p ${home} && mount --bind ${run} ${home} && ${serve}`], { stdio: 'ignore' }) : spawn('sh', ['-c', serve], { stdio: 'ignore' });
    for (let i = 0; i < 100 && !existsSync(socket); i++) await pass(50);
    mine.once('exit', () => { if (daemon === mine) daemon = undefined; });
    if (!existsSync(socket)) throw new Error('pcscd did not start');
  }
  async function stop() {
    const ending = daemon;
    daemon = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill('SIGTERM');
    if (await Promise.race([exited.then(() => true), pass(3000).then(() => false)])) return;
    ending.kill('SIGKILL');
    await exited;
  }
  await start();
  return { port, start, stop, async close() { await stop(); rmSync(dir, { recursive: true, force: true }); } };
}

async function twoFreePorts(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error('no two free ports');
}
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}
