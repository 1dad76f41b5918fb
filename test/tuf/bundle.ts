import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A script as the kiosk's page would load it: the entry with all it imports, minified. The same sources are bundled once. */
export async function bundle(entry: string): Promise<string> {
  const hash = createHash('sha256').update(`iife ${entry}`);
  for (const file of globSync(['kiosk/tuf/*.ts', 'kiosk/core/result.ts', 'test/conformance/tuf-*.ts', 'test/tuf/*-page.ts'], { cwd: root }).toSorted()) hash.update(file).update(readFileSync(path.join(root, file)));
  const kept = path.join(tmpdir(), `kiosk-bundle-${hash.digest('hex').slice(0, 32)}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const { build } = await import('vite');
  const built = await build({
    configFile: false, root, logLevel: 'error',
    build: { write: false, target: 'chrome130', minify: true, lib: { entry: path.resolve(root, entry), formats: ['iife'], name: 'bundled', fileName: () => 'page.js' } },
  });
  const [result] = Array.isArray(built) ? built : [built];
  const chunk = result && 'output' in result ? result.output.find((one) => one.type === 'chunk' && one.isEntry) : undefined;
  if (chunk?.type !== 'chunk') throw new Error(`${entry} was not bundled`);
  writeFileSync(`${kept}.${process.pid}`, chunk.code);
  renameSync(`${kept}.${process.pid}`, kept);
  return chunk.code;
}
