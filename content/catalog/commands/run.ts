import { check, plan, preview, publish, rollBack, sign } from './content.ts';
import { changeKey, department, init, key, renew } from './keys.ts';
import { clean, enrol, history, root, status, verify, watch } from './look.ts';
import { editRollout } from './rollouts.ts';
import { serve } from './serve.ts';
import { type Ask, type ExitCode, isCatalog, parseAsk, type World } from './world.ts';

type Command = (ask: Ask, stopped: Promise<unknown>) => ExitCode | Promise<ExitCode>;
/** Every verb, what it is for, and whether there must be a catalog already. */
const commands: Readonly<Record<string, { readonly says: string; readonly run: Command; readonly alone?: true }>> = {
  init: { says: '建立目录：钥匙、角色、第一份元数据', run: init, alone: true },
  status: { says: '各角色的版本、有效期、钥匙，进行中的推送，暂停的事项（有提醒时退出码 3）', run: status },
  check: { says: '检查内容', run: check, alone: true },
  preview: { says: '发布会改变什么，怎样看界面', run: preview },
  plan: { says: '用文字说出改动；--out <文件> 写成草稿交给部门去签', run: plan },
  sign: { says: 'sign <草稿> --role dept-police --key <私钥.pem 或 pkcs11:库;令牌;编号>', run: sign, alone: true },
  publish: { says: 'publish [草稿] [--title 说明] [--channels canary --sites a --percent 10 --from 时刻] [--valid-from 时刻] [--dry-run]', run: publish },
  watch: { says: '各版本有多少终端在用，哪些终端要处理', run: watch },
  'roll-back': { says: 'roll-back <部门/包>… --to <版本>：旧内容用新版本号再发布一次', run: rollBack },
  withdraw: { says: 'withdraw <事项> --why <原因>：马上暂停办理', run: editRollout },
  restore: { says: 'restore <事项>：恢复办理', run: editRollout },
  halt: { says: 'halt <推送> --why <原因>', run: editRollout },
  resume: { says: 'resume <推送>', run: editRollout },
  advance: { says: 'advance <推送> --percent 50 [--channels …] [--sites …]', run: editRollout },
  complete: { says: 'complete <推送>：给全部终端', run: editRollout },
  poll: { says: 'poll --poll 300 --report 300：终端多少秒查询、报告一次', run: editRollout },
  key: { says: 'key <名字> --out <文件夹>：做一对钥匙（在保管人自己的电脑上，--kind ed25519、ecdsa、sm2）', run: key, alone: true },
  rotate: { says: 'rotate <钥匙> --new-key <公钥.json> [--out 草稿]', run: changeKey },
  revoke: { says: 'revoke <钥匙> [--new-key <公钥.json>] [--out 草稿]', run: changeKey },
  renew: { says: 'renew：续签在线角色；renew root targets dept-police --out 草稿：续签要人签的角色', run: renew },
  department: { says: 'department <代码> --new-key <公钥.json> --out 草稿：让一个部门开始签', run: department },
  verify: { says: '用终端自己的程序验一遍', run: verify },
  enrol: { says: 'enrol <终端编号> --url <网址>：打印这台终端 host.json 里的一段', run: enrol },
  root: { says: '打印 host.json 里要的 root', run: root },
  history: { says: '每次发布：何时、什么、谁', run: history },
  clean: { says: '删掉 90 天以上没有终端需要的文件 [--dry-run]', run: clean },
  serve: { says: 'serve [--port 4430]：提供目录，收报告，自动续签', run: serve },
};

/** Runs one command of `npm run catalog -- <verb> …`. `stopped` resolves when somebody asks a running one to end. */
export async function runCatalog(args: readonly string[], world: World, stopped: Promise<unknown>): Promise<ExitCode> {
  const ask = parseAsk(args, world);
  if (typeof ask === 'string') { world.complain(ask); return 2; }
  const command = Object.hasOwn(commands, ask.verb) ? commands[ask.verb] : undefined;
  if (!command) {
    if (ask.verb !== 'help') world.complain(`没有“${ask.verb}”这个命令。`);
    for (const [verb, { says }] of Object.entries(commands)) world.say(`${verb.padEnd(12)}${says}`);
    return ask.verb === 'help' ? 0 : 2;
  }
  if (!command.alone && !isCatalog(ask)) { world.complain(`${ask.dir} 里没有目录。请先运行 npm run catalog -- init，或用 --dir 指出它在哪里。`); return 1; }
  return command.run(ask, stopped);
}
