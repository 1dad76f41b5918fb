import { spawn } from 'node:child_process';

/**
 * Writes the file system that holds `dir` (or all of them) to disk. Without it a power cut within half a minute after a
 * service worker update leaves a kiosk that cannot start offline.
 */
export function flushFileSystem(dir: string | undefined, timeoutMs = 60_000): Promise<'flushed' | 'failed'> {
  return new Promise((resolve) => {
    const sync = spawn('sync', dir ? ['-f', dir] : [], { stdio: 'ignore', timeout: timeoutMs });
    sync.on('error', () => resolve('failed'));
    sync.on('exit', (code) => resolve(code === 0 ? 'flushed' : 'failed'));
  });
}
