import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Daemons live in sbin, which is not on everybody's path. */
const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/local/sbin'];
/** Where a program of this machine lies. */
export function program(name: string): string | undefined {
  return folders.map((folder) => path.join(folder, name)).find((file) => { try { accessSync(file, constants.X_OK); return true; } catch { return false; } });
}
/** Why a test that needs these programs is skipped, for its name; nothing when all are there. */
export function why(...names: readonly string[]): string | undefined {
  const lacking = names.filter((name) => program(name) === undefined);
  return lacking.length > 0 ? `(skipped: no ${lacking.join(', ')} here)` : undefined;
}

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A TCP port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
