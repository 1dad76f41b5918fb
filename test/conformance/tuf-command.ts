// The three commands, whatever runs the client: files on disk before and after one update.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import type { UpdateTask } from './tuf-update.ts';

/** The exit code. */
export async function runTufCommand(args: readonly string[], run: (task: UpdateTask) => Promise<string | undefined>): Promise<0 | 1> {
  const { values, positionals: [command, ...files] } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { 'metadata-dir': { type: 'string' }, 'metadata-url': { type: 'string' }, 'target-name': { type: 'string', multiple: true }, 'target-base-url': { type: 'string' }, 'target-dir': { type: 'string' } },
  });
  const metadataDir = values['metadata-dir'];
  if (metadataDir === undefined) return refused('--metadata-dir?');
  if (command === 'init') {
    if (files[0] === undefined) return refused('init ROOT.json');
    mkdirSync(metadataDir, { recursive: true });
    copyFileSync(files[0], path.join(metadataDir, 'root.json'));
    return 0;
  }
  if ((command !== 'refresh' && command !== 'download') || values['metadata-url'] === undefined) return refused('init, refresh, download');
  // Names of roles and targets may hold anything; here each is one file.
  const metadataFile = (name: string) => path.join(metadataDir, `${encodeURIComponent(name)}.json`);
  const targetFile = (name: string) => path.join(values['target-dir'] ?? '.', encodeURIComponent(name));
  const trouble = await run({
    metadataUrl: values['metadata-url'], targetsUrl: values['target-base-url'] ?? '', now: Date.now(),
    targets: command === 'download' ? values['target-name'] ?? [] : [],
    stored: async (name) => readIf(metadataFile(name)),
    keep: async (name, bytes) => write(metadataFile(name), bytes),
    before: async (name) => readIf(targetFile(name)),
    save: async (name, bytes) => write(targetFile(name), bytes),
  });
  return trouble === undefined ? 0 : refused(trouble);
}

const readIf = (file: string): Bytes | undefined => (existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined);

function write(file: string, bytes: Bytes) {
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}

function refused(why: string): 1 {
  console.error(why);
  return 1;
}
