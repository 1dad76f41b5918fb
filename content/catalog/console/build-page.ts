import { spawn } from 'node:child_process';
import path from 'node:path';
import { unlessFresh } from '../../../kiosk/host/freshness.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const at = (...parts: string[]) => path.join(root, ...parts);
/** Where the built page of the console lies. */
export const consoleDir = at('dist/console');

/** Brings dist/console up to date with its sources. */
export async function ensurePageBuilt(say: (sentence: string) => void = () => {}): Promise<void> {
  await unlessFresh({ stamp: at('dist/.console-built'), sources: ['content/catalog/console/page', 'content/catalog/console/vite.config.ts', 'kiosk/ui', 'package-lock.json'].map((part) => at(part)), build: () => { say('正在构建控制台页面…  Building the console…'); return build(); } });
}

/** In a process of its own: a build started by a test would take over what the test runner sets, and not be for production. */
function build(): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_ENV' && !name.startsWith('VITEST')));
  return new Promise((resolve, reject) => {
    const tool = spawn(process.execPath, [at('node_modules/vite/bin/vite.js'), 'build', '--config', at('content/catalog/console/vite.config.ts'), '--logLevel', 'warn'], { cwd: root, stdio: 'inherit', env });
    tool.on('error', reject);
    tool.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('控制台页面没有构建成功：见上面各行。 The console was not built.'))));
  });
}
