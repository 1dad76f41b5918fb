// npm run build: content → dist/content, the kiosk → dist/kiosk. Others call `ensureBuilt`, which skips what is fresh.
// node kiosk/host/build.ts [--all]   --all: the dock's page too, for which production has no use.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compressFolder } from './compress.ts';
import { unlessFresh } from './freshness.ts';

const root = path.resolve(import.meta.dirname, '../..');
const at = (...parts: string[]) => path.join(root, ...parts);
export const dist = { content: at('dist/content'), kiosk: at('dist/kiosk'), dock: at('dist/dock'), console: at('dist/console') } as const;

const contentSources = [at('content')];
const kioskSources = ['kiosk', 'drivers', 'content', 'vite.config.ts', 'package-lock.json', 'tsconfig.json'].map((part) => at(part));
const consoleSources = ['content/catalog/console', 'content/schema', 'kiosk/ui', 'kiosk/core', 'package-lock.json'].map((part) => at(part));
const dockSources = ['kiosk/dock', 'kiosk/ui', 'package-lock.json'].map((part) => at(part));

const parts = ['content', 'kiosk', 'dock', 'console'] as const;
type Part = (typeof parts)[number];

/** Brings the built folders up to date with their sources. */
export async function ensureBuilt({ only = parts, force = false, say = () => {} }: { only?: readonly Part[]; force?: boolean; say?: (sentence: string) => void } = {}): Promise<void> {
  const step = async (name: Part, sentence: string, sources: readonly string[], except: readonly string[], build: () => Promise<void>) =>
    only.includes(name) && unlessFresh({ stamp: at(`dist/.${name}-built`), sources, except, force, build: () => { say(sentence); return build(); } });
  await step('content', '正在生成内容包…  Building the content pack…', contentSources, [at('content/catalog')], buildContent);
  await step('kiosk', '正在构建终端页面…  Building the kiosk…', kioskSources, [at('kiosk/host'), at('kiosk/dock'), at('content/catalog')], buildKiosk);
  await step('console', '正在构建内容目录的控制台…  Building the console…', consoleSources, [], buildConsole);
  await step('dock', '正在构建模拟台…  Building the dock…', dockSources, [], buildDock);
}

/** Checks content/ and writes dist/content; rejects with one sentence when the content has findings. */
export const buildContent = (): Promise<void> =>
  run([at('content/tools/build.ts'), '--out', dist.content], '内容有问题，没有生成内容包：见上面各行。 The content has findings.');

const vite = (config: string) => run([at('node_modules/vite/bin/vite.js'), 'build', '--config', at(config), '--logLevel', 'warn'], `${config} 没有构建成功：见上面各行。 The build failed.`);

async function buildKiosk() {
  await vite('vite.config.ts');
  await compressFolder(dist.kiosk);
}

const buildConsole = () => vite('content/catalog/console/vite.config.ts');
const buildDock = () => vite('kiosk/dock/vite.config.ts');

/** In a process of its own: a build started by a test would take over what the test runner sets, and not be for production. */
function run(args: readonly string[], complaint: string): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_ENV' && !name.startsWith('VITEST')));
  return new Promise((resolve, reject) => {
    const tool = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env });
    let output = '';
    tool.stdout.on('data', (part: Buffer) => { output += part.toString(); });
    tool.on('error', reject);
    tool.on('exit', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(output);
      reject(new Error(complaint));
    });
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
  try {
    await ensureBuilt({ force: true, only: values.all ? parts : ['content', 'kiosk'], say: console.log });
    console.log('构建完成：dist/kiosk  Built.');
  } catch (trouble) {
    console.error(trouble instanceof Error ? trouble.message : trouble);
    process.exitCode = 1;
  }
}
