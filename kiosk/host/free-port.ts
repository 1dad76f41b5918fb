import { createServer } from 'node:net';

/** The wanted port, or 0 (any free one) when somebody else has it. */
export function portOrFree(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(0));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)));
  });
}
