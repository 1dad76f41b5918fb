// npm run catalog -- <verb>: the signed catalog on the command line; `help` tells all verbs. Without one it serves the
// demonstration's catalog with its console.
import path from 'node:path';
import { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { runCatalog } from './commands/run.ts';

/** What is typed is not shown. */
const silent = new Writable({ write: (_part, _encoding, done) => done() });
let typed: AsyncIterator<string> | undefined;
let lines: ReturnType<typeof createInterface> | undefined;
async function askSecretly(question: string): Promise<string | undefined> {
  lines ??= createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
  typed ??= lines[Symbol.asyncIterator]();
  stderr.write(question);
  const { value, done } = await typed.next();
  stderr.write('\n');
  return done ? undefined : value;
}

const stopped = new Promise((resolve) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve); });
const args = process.argv.slice(2);
if (args.length === 0) {
  const { startCatalogHere } = await import('./start.ts');
  await startCatalogHere({ say: (line) => console.log(line), stopped });
} else {
  process.exitCode = await runCatalog(args, {
    say: (line) => console.log(line), complain: (line) => console.error(line), askSecretly, env: process.env, now: Date.now, contentDir: path.resolve(import.meta.dirname, '..'),
  }, stopped);
}
lines?.close();
