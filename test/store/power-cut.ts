// A power cut, emulated: the browser's profile lies on an ext4 in a file. What the file system had handed to its device by the
// moment of the cut is in that file; what only lay in memory is not. A copy of the file, mounted, is the disk after the cut.
// Models a disk without a cache of its own that forgets; a copy takes some 0.2 s while the browser stands still.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chromium } from './chromium.ts';

/** Why this machine cannot emulate one; undefined when it can. */
export const noPowerCut: string | undefined = process.getuid?.() !== 0 ? 'mounting needs root' : !existsSync('/usr/sbin/mkfs.ext4') ? 'no mkfs.ext4' : mounts() ? undefined : 'no loop device can be mounted';

export interface Disk {
  /** Where the file system is mounted. */
  readonly dir: string;
  /** Cuts the power of a copy of the machine: the browser goes on, and the disk as it would be found is mounted at `dir` until `close`. */
  cut(browser: Chromium): Promise<{ readonly dir: string; close(): Promise<void> }>;
  /** Its cuts too. */
  close(): Promise<void>;
}

export function openDisk(megabytes = 384): Disk {
  const place = mkdtempSync(path.join(tmpdir(), 'kiosk-power-'));
  const image = path.join(place, 'disk.img');
  const dir = path.join(place, 'disk');
  mkdirSync(dir);
  make(image, megabytes);
  run('mount', '-o', 'loop', image, dir);
  let cuts = 0;
  const mounted = new Set<string>();
  return {
    dir,
    async cut(browser) {
      const copy = path.join(place, `cut-${++cuts}.img`);
      browser.pause();
      try { run('cp', '--sparse=always', image, copy); } finally { browser.resume(); }
      const found = path.join(place, `cut-${cuts}`);
      mkdirSync(found);
      // Mounting replays the journal, as after a real cut.
      run('mount', '-o', 'loop', copy, found);
      mounted.add(found);
      // The browser that goes on holds the profile by a lock that names its process; after a real cut there is no such process.
      for (const lock of globSync('*/Singleton*', { cwd: found })) rmSync(path.join(found, lock), { force: true });
      return {
        dir: found,
        async close() {
          if (mounted.delete(found)) await unmount(found);
          rmSync(copy, { force: true });
        },
      };
    },
    async close() {
      for (const one of [dir, ...mounted]) await unmount(one);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function make(image: string, megabytes: number) {
  run('truncate', '-s', `${megabytes}M`, image);
  run('mkfs.ext4', '-q', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image);
  run('sync', image);
}

function run(command: string, ...args: readonly string[]) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

/** A browser that was killed lets go of its files a little later. */
async function unmount(dir: string) {
  for (let tries = 0; spawnSync('umount', [dir]).status !== 0; tries++) {
    if (tries === 40) throw new Error(`${dir} stays busy`);
    await sleep(250);
  }
}

/** Whether a container or a kernel without loop devices is in the way. */
function mounts(): boolean {
  const place = mkdtempSync(path.join(tmpdir(), 'kiosk-power-'));
  const image = path.join(place, 'disk.img');
  try {
    make(image, 8);
    const worked = spawnSync('mount', ['-o', 'loop', image, place]).status === 0;
    if (worked) spawnSync('umount', [place]);
    return worked;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
