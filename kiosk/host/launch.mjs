// node kiosk/host/launch.mjs <script.ts> [args]: brings the packages up to date, then runs the script on the pinned Node.
// Plain JavaScript for any Node from 20 on: nothing is installed yet when it starts.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const [script, ...args] = process.argv.slice(2);
const changedAt = (file) => (existsSync(path.join(root, file)) ? statSync(path.join(root, file)).mtimeMs : 0);

if (!script) stop('请说明要运行哪个脚本：node kiosk/host/launch.mjs <script.ts>');
if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  console.log('正在安装依赖（npm ci），首次约需一分钟…  Installing packages…');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) stop('依赖没有装上：请检查网络或 npm 源，然后再运行一次。 The packages could not be installed.');
}

const bin = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
if (!existsSync(bin)) stop(`找不到 ${path.relative(root, bin)}：请删除 node_modules 后再运行一次。 The pinned Node is missing.`);

const env = { ...process.env, PATH: [path.dirname(bin), path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter) };
const child = spawn(bin, ['--disable-warning=ExperimentalWarning', script, ...args], { cwd: root, stdio: 'inherit', env });
// A terminal's Ctrl-C reaches the child too, which decides when all is closed; hearing it twice does no harm.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
