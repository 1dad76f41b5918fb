// npm run check: types in every world, lint, content. All at once; only what fails is told, in full.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const worlds = ['kiosk/core', 'kiosk', 'kiosk/worker', 'test'];

const checks: readonly { readonly name: string; readonly command: string; readonly args: readonly string[] }[] = [
  ...worlds.map((world) => ({ name: `类型检查 ${world}（tsc）`, command: bin('tsc'), args: ['--noEmit', '--pretty', 'false', '-p', world] })),
  { name: '代码规范（oxlint）', command: bin('oxlint'), args: ['--deny-warnings'] },
  { name: '内容（content/）', command: process.execPath, args: ['--disable-warning=ExperimentalWarning', 'content/tools/build.ts', '--check'] },
];

/** Runs all checks and prints what failed. */
async function check(): Promise<'good' | 'bad'> {
  const began = performance.now();
  const failed = (await Promise.all(checks.map(async (one) => ({ ...one, ...await run(one.command, one.args) })))).filter(({ code }) => code !== 0);
  for (const { name, output } of failed) console.error(`✗ ${name} 没有通过：\n${output.trim()}\n`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (failed.length > 0) console.error(`检查没有通过：${failed.map(({ name }) => name).join('、')}（${seconds} 秒）`);
  else console.log(`检查通过：${checks.length} 项（${seconds} 秒）`);
  return failed.length > 0 ? 'bad' : 'good';
}

function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const tool = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    tool.stdout.on('data', (part: Buffer) => { output += part.toString(); });
    tool.stderr.on('data', (part: Buffer) => { output += part.toString(); });
    tool.on('error', (trouble) => resolve({ code: 1, output: trouble.message }));
    tool.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

if (await check() === 'bad') process.exitCode = 1;
