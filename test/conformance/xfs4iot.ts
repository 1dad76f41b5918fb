// Points the twelve conformance cases at any XFS4IoT server:
//   npm run xfs:conformance -- ws://127.0.0.1:5846/xfs4iot/v1.0 [--token …] [--origin http://127.0.0.1:4400] [--slack 500] [--all] [--only 4,5]
// Exit code 0: nothing failed; 1: something did; 2: it could not be asked.
import { parseArgs } from 'node:util';
import { subprotocolsFor } from '../../drivers/xfs4iot/admission.ts';
import { type Case, rows, tryConformance, type Verdict } from './suite.ts';
import { Finding } from './target.ts';

const usage = 'npm run xfs:conformance -- ws://127.0.0.1:5846/xfs4iot/v1.0 [--token 令牌] [--origin http://127.0.0.1:4400] [--slack 毫秒] [--all 也试会动设备的命令] [--only 4,5 只试这几项]';
const marks = { 'passed': '✓ 通过', 'failed': '✗ 不通过', 'not-tried': '– 未试' } as const;

function line({ row, zh, en }: Case, verdict: Verdict): string {
  const more = verdict.is === 'passed' ? verdict.note : verdict.why;
  return `${marks[verdict.is]} ${String(row).padStart(2)} ${zh} / ${en}${more === undefined ? '' : ` —— ${more}`}`;
}

async function main(): Promise<number> {
  let options: ReturnType<typeof read>;
  try { options = read(); } catch (trouble) { return failed(`${String(trouble)}\n${usage}`); }
  const { uri, token, origin, slackMs, all, only } = options;
  if (uri === undefined || !/^wss?:\/\//.test(uri) || !(slackMs > 0) || !only.every((row) => rows.some((one) => one.row === row))) return failed(usage);
  const verdicts = new Map<number, Verdict>();
  try {
    await tryConformance({ uri, subprotocols: subprotocolsFor(token), origin, slackMs, all }, (one, verdict) => {
      verdicts.set(one.row, verdict);
      console.log(line(one, verdict));
    }, only);
  } catch (trouble) {
    if (trouble instanceof Finding) return failed(trouble.message);
    throw trouble;
  }
  const count = (is: Verdict['is']) => [...verdicts.values()].filter((verdict) => verdict.is === is).length;
  console.log(`${verdicts.size} 项：通过 ${count('passed')}，不通过 ${count('failed')}，未试 ${count('not-tried')} / ${count('passed')} passed, ${count('failed')} failed, ${count('not-tried')} not tried`);
  return count('failed') > 0 ? 1 : 0;
}
function read() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { token: { type: 'string' }, origin: { type: 'string' }, slack: { type: 'string' }, all: { type: 'boolean' }, only: { type: 'string' } } });
  return { uri: positionals[0], token: values.token, origin: values.origin, slackMs: Number(values.slack ?? 500), all: values.all === true, only: (values.only ?? '').split(',').filter((one) => one !== '').map(Number) };
}
function failed(why: string): number {
  console.error(why);
  return 2;
}
process.exit(await main());
