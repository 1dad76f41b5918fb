import type { Finding } from '../tools/read.ts';
import type { KeyProblem } from './signer.ts';

/** Why the catalog did not do what it was asked; nothing was published unless said otherwise. */
export type CatalogProblem =
  | { readonly is: 'key'; readonly problem: KeyProblem }
  | { readonly is: 'busy'; readonly by: string }
  /** The draft was made before something else was published. */
  | { readonly is: 'stale'; readonly role: string; readonly base: number; readonly now: number }
  | { readonly is: 'unsigned'; readonly role: string; readonly good: number; readonly needed: number }
  /** A role would vouch for what is not its own. */
  | { readonly is: 'beyond'; readonly role: string; readonly path: string }
  /** A number or a time would go down. */
  | { readonly is: 'backwards'; readonly what: string; readonly from: string; readonly to: string }
  | { readonly is: 'expired'; readonly role: string; readonly at: string }
  | { readonly is: 'nothing' }
  /** The disk did not say that it has written. */
  | { readonly is: 'disk' }
  /** No such role, key, pack, version, rollout or item. */
  | { readonly is: 'unknown'; readonly what: string; readonly name: string }
  /** Too few keys would remain. */
  | { readonly is: 'too-few-keys'; readonly role: string; readonly left: number; readonly needed: number }
  | { readonly is: 'damaged'; readonly what: string; readonly name: string }
  | { readonly is: 'content'; readonly findings: readonly Finding[] };

export function sayProblem(problem: CatalogProblem): string {
  switch (problem.is) {
    case 'key': return sayKeyProblem(problem.problem);
    case 'busy': return `目录正在被别人写：${problem.by}。等它做完再试。`;
    case 'stale': return `这份草稿是在 ${problem.role} 第 ${problem.base} 版上做的，现在已经是第 ${problem.now} 版。请重新 plan，再签一次。`;
    case 'unsigned': return `${problem.role} 的有效签名只有 ${problem.good} 个，要 ${problem.needed} 个。`;
    case 'beyond': return `${problem.role} 不能签“${problem.path}”：那不归它管。`;
    case 'backwards': return `${problem.what}会倒退：现在是 ${problem.from}，要写的是 ${problem.to}。没有发布。`;
    case 'expired': return `${problem.role} 的签名 ${problem.at} 就到期，已经过了。请先续签。`;
    case 'disk': return '磁盘没有确认写完，没有发布。请检查磁盘空间和状态。';
    case 'nothing': return '没有改动，不用发布。';
    case 'unknown': return `没有这个${problem.what}：“${problem.name}”。`;
    case 'too-few-keys': return `${problem.role} 只剩 ${problem.left} 把钥匙，至少要 ${problem.needed} 把。请同时给出新的钥匙。`;
    case 'damaged': return `${problem.what}不完整或被改过：${problem.name}。`;
    case 'content': return [...problem.findings.map((one) => `content/${one.file}:${one.line}  ${one.says}`), `内容有 ${problem.findings.length} 处问题，什么也没有发布。`].join('\n');
  }
}

export function sayKeyProblem({ is, name, says }: KeyProblem): string {
  switch (is) {
    case 'passphrase': return `口令不对，打不开钥匙 ${name}。`;
    case 'no-key': return `找不到钥匙 ${name}。`;
    case 'not-a-key': return `${name} 不是加密的私钥文件，或者已经损坏。没有加密的私钥不接受。`;
    case 'token': return `签名令牌 ${name} 没有正常应答${says === undefined ? '' : `：${says}`}。`;
    case 'unsupported': return `${name} 不是终端认得的钥匙（Ed25519，或 ECDSA P-256）。`;
  }
}
