import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Attachment } from './attachment.ts';

/** The same attachment, living in a process of its own that is started when first needed and again when it died. */
export function forkedAttachment(): Attachment & { close(): void } {
  const waiting = new Map<number, (told: unknown) => void>();
  let child: ChildProcess | undefined;
  let last = 0;
  let closed = false;

  function started(): ChildProcess {
    const made = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), { execArgv: ['--disable-warning=ExperimentalWarning'], serialization: 'advanced', stdio: 'ignore' });
    made.on('message', (message) => {
      const { id, told } = message as { readonly id: number; readonly told: unknown };
      waiting.get(id)?.(told);
      waiting.delete(id);
    });
    const gone = () => { if (child === made) end(); };
    made.on('error', gone);
    made.on('exit', gone);
    // A host that stops does not wait for its card reader.
    made.unref();
    made.channel?.unref();
    return made;
  }
  function end() {
    child?.kill('SIGKILL');
    child = undefined;
    for (const answer of waiting.values()) answer({ ok: false, trouble: 'daemon' });
    waiting.clear();
  }
  const call = (name: keyof Attachment) => (...args: readonly unknown[]) => new Promise<never>((resolve) => {
    if (name === 'attach' && !closed) child ??= started();
    if (!child) return resolve({ ok: false, trouble: 'daemon' } as never);
    waiting.set(++last, resolve as (told: unknown) => void);
    child.send({ id: last, call: name, with: args }, (trouble) => { if (trouble) end(); });
  });
  return { attach: call('attach'), wait: call('wait'), connect: call('connect'), transmit: call('transmit'), disconnect: call('disconnect'), close() { closed = true; end(); } };
}
