// npm run bench: all benchmarks one after the other, each in a process of its own so that none warms another up.
// npm run bench -- id-read: one of them. Every figure stands beside what it is measured against, taken in the same run.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const all = readdirSync(here).filter((file) => file.endsWith('.ts') && file !== 'run.ts').map((file) => file.slice(0, -3)).toSorted();
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`没有这个基准：${unknown.join('、')}。有的是：${all.join('、')}。 No such benchmark.`);
  process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`── ${name} ──`);
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(here, `${name}.ts`), ...process.argv.slice(2).filter((word) => word.startsWith('-'))], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
  console.log('');
}
