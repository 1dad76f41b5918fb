import { spawn } from 'node:child_process';

export interface SystemdOptions {
  /** Whether the host still answers; asked before each word to the watchdog. */
  readonly healthy: () => Promise<boolean>;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Tells systemd that the service is ready (Type=notify) and, three times within WatchdogSec, that it still answers. Where no
 * systemd asked for it nothing happens. The words go through systemd's own tool, because Node cannot send a Unix datagram; so
 * the unit needs NotifyAccess=all.
 */
export function reportToSystemd({ healthy, env = process.env }: SystemdOptions): { stop(): void } {
  if (!env.NOTIFY_SOCKET) return { stop: () => {} };
  const tell = (word: string) => { spawn('systemd-notify', [word], { stdio: 'ignore', env }).on('error', () => undefined); };
  tell('READY=1');
  const watchdogMs = Number(env.WATCHDOG_USEC) / 1000;
  const beat = async () => { if (await healthy()) tell('WATCHDOG=1'); };
  const timer = watchdogMs > 0 ? setInterval(() => void beat(), watchdogMs / 3) : undefined;
  return { stop() { clearInterval(timer); tell('STOPPING=1'); } };
}

/** Whether the host answers its own page, by the way every page takes. */
export async function answersItself(url: string, timeoutMs = 3000): Promise<boolean> {
  try { return (await fetch(`${url}/site.json`, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) })).ok; } catch { return false; }
}
