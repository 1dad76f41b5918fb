import { get, type Route, value } from './answers.ts';
import type { Desk } from './desk.ts';
import { ledgerKinds } from './ledger.ts';
import { writeWorkbook } from './workbook.ts';

/** The ledger to read, and to keep as a table. */
export function ledgerRoutes({ ledger, now }: Desk): Route[] {
  return [
    get('/api/ledger', async () => value({ lines: await ledger.lines(), broken: (await ledger.broken()) ?? null })),
    get('/api/ledger.xlsx', async () => {
      const rows = (await ledger.lines()).map((line) => [line.at, ledgerKinds[line.kind], line.what, line.why, line.source ?? '', line.name, line.department, line.edit ?? '', line.commit ?? '']);
      const body = await writeWorkbook('台账', [['时间', '种类', '做了什么', '为什么', '凭什么（出处）', '谁', '部门', '修改单', '提交'], ...rows]);
      return { is: 'file', name: `台账-${now().toISOString().slice(0, 10)}.xlsx`, type: xlsx, body };
    }),
  ];
}
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
