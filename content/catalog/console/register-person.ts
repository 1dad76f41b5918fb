// node content/catalog/console/register-person.ts --dir <catalog> --id wang --name 王某 --department police --duties 编辑,审批
// node content/catalog/console/register-person.ts --dir <catalog> --strike-off wang
// The password is read from the terminal, or from standard input: it stands in no command line and in no history.
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { type Duty, putPerson, strikeOff } from './people.ts';

const { values } = parseArgs({ options: { dir: { type: 'string', default: '.state/catalog' }, id: { type: 'string' }, name: { type: 'string' }, department: { type: 'string' }, duties: { type: 'string' }, 'strike-off': { type: 'string' } } });
const file = path.join(values.dir, 'users.json');
try {
  const gone = values['strike-off'];
  if (gone !== undefined) {
    if (await strikeOff(file, gone) === 'nobody') throw new Error(`没有账号“${gone}”。`);
    console.log(`账号“${gone}”已经除名。`);
  } else {
    const { id, name, department, duties } = values;
    if (!id || !name || !department || !duties) throw new Error('要写 --id 账号 --name 姓名 --department 部门代号（或 office） --duties 编辑,审批,发布,运维');
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    const password = (await asking.question(`${name} 的密码（至少 10 个字符）：`)).trim();
    asking.close();
    await putPerson(file, { id, name, department, duties: duties.split(/[,，、]/) as Duty[], password });
    console.log(`${name}（${id}）已经登记，职责：${duties}。`);
  }
} catch (trouble) {
  console.error(trouble instanceof Error ? trouble.message : trouble);
  process.exitCode = 1;
}
