// npm test: browser present, all checks, all builds, all tests. The last line alone is `N passed, N failed, N skipped`.
// Further arguments go to vitest: npm test -- test/host
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '../kiosk/host/build.ts';
import { installTools } from './tools.ts';

const root = path.resolve(import.meta.dirname, '..');
const run = (command: string, args: readonly string[]) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
const node = (...args: string[]) => run(process.execPath, ['--disable-warning=ExperimentalWarning', ...args]);

const lacking = installTools();
if (lacking.length > 0) stop(`测试需要 ${lacking.map((tool) => tool.chinese).join('、')}：请安装（Debian：apt-get install ${lacking.map((tool) => tool.from).join(' ')}）。 The tests need ${lacking.map((tool) => tool.name).join(', ')}: please install.`);
// A check that fails counts as one test that fails; it is no reason not to learn what the tests say.
const checked = node('kiosk/host/check.ts');
try { await ensureBuilt({ say: console.log }); } catch (trouble) { stop(`构建没有成功，测试没有运行。 The build failed: ${trouble instanceof Error ? trouble.message : String(trouble)}`); }

const report = path.join(mkdtempSync(path.join(tmpdir(), 'kiosk-test-')), 'report.json');
const ended = node('node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2));
if (!existsSync(report)) stop('测试没有运行完。 The tests did not run to their end.');
const { passed, skipped, ...counted } = count(JSON.parse(readFileSync(report, 'utf8')) as Report, ended);
const failed = counted.failed + (checked ? 0 : 1);
if (passed + failed === 0) console.error('没有运行任何测试。 No test was run.');
if (!checked) console.error('检查没有通过，见最上面；算作一项失败。 The checks failed, see the top; counted as one failure.');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

interface Report {
  readonly numPassedTests: number; readonly numFailedTests: number; readonly numPendingTests: number; readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

/** A file that could not be loaded, or trouble outside any test, counts as one failure. */
function count({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }: Report, ended: boolean) {
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed')).length;
  const failed = numFailedTests + broken;
  return { passed: numPassedTests, failed: failed === 0 && !ended ? 1 : failed, skipped: numPendingTests + numTodoTests };
}

function stop(sentence: string): never {
  console.error(sentence);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
