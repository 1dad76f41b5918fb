// npm run catalog -- <verb>: the signed catalog on the command line; `help` tells all verbs. Without one: the demonstration's catalog and its console.
import path from 'node:path';
import { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { runCatalog } from './commands/run.ts';
import type { World } from './commands/world.ts';
import { startCatalogHere } from './start.ts';

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
const world: World = { say: (line) => console.log(line), complain: (line) => console.error(line), askSecretly, env: process.env, now: Date.now, contentDir: path.resolve(import.meta.dirname, '..'), modelsDir: path.resolve(import.meta.dirname, '../../.models') };
const args = process.argv.slice(2);
try {
  if (args.length === 0) await startCatalogHere({ say: world.say, stopped });
  else process.exitCode = await runCatalog(args, world, stopped);
} catch (trouble) {
  console.error(trouble instanceof Error ? trouble.message : trouble);
  process.exitCode = 1;
}
lines?.close();
