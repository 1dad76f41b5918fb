// npm run pin: asks for the maintainer's PIN and prints what goes into host.json. The PIN itself is written down nowhere.
import { stdin, stderr } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { hashPin, pinProblem } from './pin.ts';

const sentences = {
  'not-digits': '维护密码要 8 到 16 位数字。 The PIN is 8 to 16 digits.',
  'too-easy': '不要用一串相同或连续的数字，别人一试就中。 Not one digit again and again, nor a row.',
  'not-same': '两次输入的不一样，请再运行一次。 The two are not the same.',
} as const;

/** What is typed is not shown. */
const silent = new Writable({ write: (_part, _encoding, done) => done() });
const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
const typed = lines[Symbol.asyncIterator]();
async function ask(question: string): Promise<string> {
  stderr.write(question);
  const { value } = await typed.next() as { value?: string };
  stderr.write('\n');
  return (value ?? '').replaceAll(' ', '').trim();
}

const pin = await ask('请输入维护密码（8 到 16 位数字，输入时不显示）：');
const problem = pinProblem(pin) ?? (await ask('请再输入一次：') === pin ? null : 'not-same');
lines.close();
if (problem) {
  console.error(sentences[problem]);
  process.exitCode = 1;
} else {
  console.error('把下面这两行放进 host.json（stateDir 是记录试错次数的文件夹）：');
  console.log(`"maintenance": ${JSON.stringify(await hashPin(pin))},\n"stateDir": "/var/lib/kiosk"`);
}
