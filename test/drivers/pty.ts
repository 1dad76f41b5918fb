import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { constants, createReadStream, createWriteStream, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listeners, watched } from '../../drivers/transport/listeners.ts';
import type { Wire, WireState } from '../../drivers/transport/wire.ts';

/** Why there can be no pseudo-terminals here; nothing when there can. */
export const noPty: string | undefined = process.platform !== 'linux' ? 'pseudo-terminals are used on Linux only' : spawnSync('socat', ['-V']).status === 0 ? undefined : 'socat is not installed';

/** Two pseudo-terminals joined by socat: what is written to one is read from the other, by the kernel's own line discipline. */
export interface PtyPair {
  readonly near: string;
  readonly far: string;
  /** Tears the line apart, as if the plug were pulled. */
  cut(): Promise<void>;
  /** The same, and tidies up. */
  close(): Promise<void>;
}
export async function ptyPair(): Promise<PtyPair> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-pty-'));
  const [near, far] = [path.join(dir, 'near'), path.join(dir, 'far')];
  const socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: 'ignore' });
  for (let tries = 0; tries < 200 && !(existsSync(near) && existsSync(far)); tries++) await sleep(10);
  const cut = () => ended(socat);
  return { near, far, cut, async close() { await cut(); rmSync(dir, { recursive: true, force: true }); } };
}

/** A terminal device as a wire, over plain file streams. Once it fails it stays closed. */
export function fileWire(device: string): Wire {
  const state = watched<WireState>('open');
  const hearers = listeners<Uint8Array>();
  // Read and write each on a descriptor of its own: a stream closes what it was given.
  const flags = constants.O_RDWR | constants.O_NOCTTY;
  const input = createReadStream('', { fd: openSync(device, flags) });
  const output = createWriteStream('', { fd: openSync(device, flags) });
  const close = () => { state.set('closed'); input.destroy(); output.destroy(); };
  input.on('data', (bytes) => hearers.tell(new Uint8Array(bytes as Buffer)));
  input.on('error', close).on('close', close);
  output.on('error', close).on('close', close);
  return {
    send: (bytes) => new Promise((resolve) => {
      if (state.value !== 'open') return resolve('closed');
      output.write(bytes, (trouble) => resolve(trouble ? 'closed' : 'sent'));
    }),
    listen: hearers.add, watch: state.watch, get state() { return state.value; }, close,
  };
}

/** Ends a process started here, and waits until it has. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => { child.once('exit', resolve); });
  child.kill();
  await exited;
}
