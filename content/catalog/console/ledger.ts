import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { Who } from './people.ts';

/** What the ledger keeps: each thing that changed what citizens will see, or who answered for it. */
export const ledgerKinds = { list: '目录变更', approve: '审批通过', return: '退回', publish: '发布', rollout: '推送', rollback: '回退', withdraw: '暂停办理', restore: '恢复办理', table: '表格导入' } as const;
export type LedgerKind = keyof typeof ledgerKinds;
/** One line: who, when, what and why, by which document, and in which commit it can be seen. */
export interface LedgerLine {
  readonly at: string; readonly kind: LedgerKind; readonly who: string; readonly name: string; readonly department: string;
  readonly what: string; readonly why: string; readonly source?: string; readonly edit?: string; readonly commit?: string; readonly detail?: Readonly<Record<string, unknown>>;
  /** SHA-256 of the line before: whoever changes a line must change all that follow. */
  readonly before: string;
}
export interface Ledger {
  add(who: Who, line: Omit<LedgerLine, 'at' | 'who' | 'name' | 'department' | 'before'>): Promise<LedgerLine>;
  lines(): Promise<readonly LedgerLine[]>;
  /** The first line (from 1) that does not follow from the one before it; undefined: none was changed or taken out. */
  broken(): Promise<number | undefined>;
}
const digestOf = (line: string | undefined) => (line === undefined ? '0'.repeat(64) : createHash('sha256').update(line).digest('hex'));

/** `ledger.jsonl`: only ever appended to, and on the disk before anybody is told that it is done. */
export function openLedger(file: string, now: () => Date): Ledger {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
  const texts = async () => {
    const text = await readFile(file, 'utf8').catch((trouble: NodeJS.ErrnoException) => { if (trouble.code === 'ENOENT') return ''; throw trouble; });
    return text.split('\n').filter(Boolean);
  };
  return {
    add: (who, given) => inTurn(async () => {
      const line: LedgerLine = { at: now().toISOString(), who: who.id, name: who.name, department: who.department, ...given, before: digestOf((await texts()).at(-1)) };
      const handle = await open(file, 'a', 0o640);
      try {
        await handle.appendFile(`${JSON.stringify(line)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return line;
    }),
    lines: async () => (await texts()).map((line) => JSON.parse(line) as LedgerLine),
    async broken() {
      const all = await texts();
      const at = all.findIndex((line, i) => (JSON.parse(line) as LedgerLine).before !== digestOf(all[i - 1]));
      return at < 0 ? undefined : at + 1;
    },
  };
}
