// A PostgreSQL server of our own, in a folder that goes with it.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Debian keeps each major version's programs in a folder of its own, on nobody's path. */
const bin = globSync('/usr/lib/postgresql/*/bin/initdb').map((file) => path.dirname(file)).toSorted().at(-1);
export const postgresIsHere = bin !== undefined;
export const whyNoPostgres = postgresIsHere ? '' : ' (skipped: no postgresql here)';

export interface Postgres {
  /** Connection string of a database that is made by asking for it. */
  database(name: string): string;
  stop(): Promise<void>;
}

/** Over a Unix socket only; `durable` as in production, otherwise without waiting for the disk. */
export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  if (bin === undefined) throw new Error('no postgresql here');
  const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-postgres-'));
  // PostgreSQL refuses to run as root.
  const unprivileged = process.getuid?.() === 0 ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] : [];
  if (unprivileged.length > 0) spawnSync('chown', ['nobody:nogroup', folder]);
  chmodSync(folder, 0o700);
  const [command, ...before] = [...unprivileged, path.join(bin, 'initdb')];
  const data = path.join(folder, 'data');
  const made = spawnSync(command!, [...before, '-D', data, '-U', 'fleet', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'], { encoding: 'utf8', cwd: folder });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);

  const [run, ...words] = [...unprivileged, path.join(bin, 'postgres')];
  const server = spawn(run!, [...words, '-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=30', ...(durable ? [] : ['-c', 'fsync=off'])], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<void>((resolve) => { server.once('exit', () => resolve()); });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`postgres ended (${code}): ${said}`)));
  });
  return {
    database(name) {
      const created = spawnSync(path.join(bin, 'createdb'), ['-h', folder, '-U', 'fleet', name], { encoding: 'utf8' });
      if (created.status !== 0) throw new Error(`createdb: ${created.stderr}`);
      return `postgres://fleet@/${name}?host=${encodeURIComponent(folder)}`;
    },
    async stop() {
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
