import { closeSync, existsSync, fsyncSync, futimesSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

/** What is about to be written: tests stop the world here, between any two files. */
export type BeforeWrite = (file: string) => void;

/**
 * Writes a file so that after a power cut there is the old one or the new one, whole: a temporary file beside it, flushed,
 * renamed over it, the folder flushed. Web servers never see half a file either.
 */
export function writeDurably(file: string, bytes: Uint8Array, mode = 0o644, mtimeSeconds?: number): void {
  const folder = path.dirname(file);
  makeFolder(folder);
  replace(file, bytes, mode, true, mtimeSeconds);
  flushFolder(folder);
}

/** The same without waiting for the disk: for many files at once, which are flushed together before anything points at them. */
export function writeWhole(file: string, bytes: Uint8Array, mode = 0o644, mtimeSeconds?: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  replace(file, bytes, mode, false, mtimeSeconds);
}

function replace(file: string, bytes: Uint8Array, mode: number, flush: boolean, mtimeSeconds: number | undefined): void {
  const folder = path.dirname(file);
  const fresh = path.join(folder, `.${path.basename(file).slice(0, 100)}.${randomUUID()}`);
  const handle = openSync(fresh, 'wx', mode);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    if (mtimeSeconds !== undefined) futimesSync(handle, mtimeSeconds, mtimeSeconds);
    if (flush) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}

function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const first = mkdirSync(folder, { recursive: true });
  // A folder is an entry of the one above it: that one must be on the disk too.
  if (first !== undefined) for (let above = path.dirname(folder); above.length >= path.dirname(first).length; above = path.dirname(above)) flushFolder(above);
}

function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try { fsyncSync(handle); } finally { closeSync(handle); }
}
