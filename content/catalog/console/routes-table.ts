import type { ElementGroup } from '../../schema/elements.ts';
import { type Answer, get, noSuch, postBytes, refused, type Route, value } from './answers.ts';
import { changesBetween, lookAt } from './changes.ts';
import type { Desk } from './desk.ts';
import type { FileDifference } from './edit-content.ts';
import { branchOf } from './edits.ts';
import { changesInWords } from './in-words.ts';
import { allGroups, itemTable, readItemTable, type TableItem } from './item-table.ts';
import { groupNames } from './labels.ts';
import { mergeChanges } from './merge.ts';
import { whyClosed } from './routes-content.ts';
import { xlsx } from './routes-ledger.ts';
import { mostWorkbookBytes, readWorkbook, writeWorkbook } from './workbook.ts';
import { parseSheet, valueOf } from './yaml-document.ts';

const sheetName = '事项要素';
/** What an import would change, before anything is written. */
export interface TablePlan { readonly files: readonly Pick<FileDifference, 'file' | 'title' | 'said'>[]; readonly problems: readonly { readonly cell: string; readonly says: string }[]; readonly written: number }

/** The elements of all items as a table, there and back. */
export function tableRoutes({ repository, edits, content, ledger, now }: Desk): Route[] {
  const items = async (commit: string): Promise<TableItem[]> => {
    const files = (await repository.files(commit)).filter((file) => file.startsWith('items/'));
    return (await repository.readAll(commit, files)).map(({ file, text }) => ({ file, value: valueOf(parseSheet(text)) }));
  };

  return [
    get('/api/table.xlsx', async ({ query }) => {
      const edit = query.get('edit');
      const commit = edit === null ? await repository.main() : await repository.git.head(branchOf(edit));
      if (commit === undefined) return noSuch('这份修改单');
      const asked = (query.get('groups') ?? '').split(',').filter((one): one is ElementGroup => (allGroups as string[]).includes(one));
      const groups = asked.length > 0 ? asked : allGroups;
      const [list, lead] = [query.get('list'), query.get('department')];
      const chosen = (await items(commit)).filter(({ file, value: one }) => (!list || file.startsWith(`items/${list}/`)) && (!lead || lookAt(one, ['district', 'lead']) === lead));
      const body = await writeWorkbook(sheetName, itemTable(chosen, groups), [{ name: '说明', rows: [
        ['说明', ''], ['怎么填', '一行是一个事项或一个子项。空着表示不知道；不适用写“不适用：原因”。几条内容在一格里换行写。'], ['单独出处', '写成“出处｜等级｜核对日期｜地区”；空着就用本组出处。'],
        ['不能改的', '编号、代号、子项代号、名称。不要加列、改列名。'], ['表格取自', commit], ['各组', groups.map((group) => groupNames[group]).join('、')],
      ] }]);
      return { is: 'file', name: `事项要素-${now().toISOString().slice(0, 10)}.xlsx`, type: xlsx, body };
    }),

    postBytes('/api/edits/:id/table', ['编辑'], mostWorkbookBytes, async ({ who, params, query, body }): Promise<Answer> => {
      // Looked at without an edit it is compared with what is published.
      const looking = params['id'] === 'new' && query.get('write') !== '1';
      const edit = await edits.find(params['id']!);
      if (!edit && !looking) return noSuch('这份修改单');
      const closed = edit && whyClosed(edit);
      if (closed) return closed;
      const read = await readWorkbook(body, sheetName);
      if (!read.ok) return refused(422, read.problem);
      const notes = await readWorkbook(body, '说明');
      const named = notes.ok ? notes.value.find(([name]) => name === '表格取自')?.[1] : undefined;
      const head = edit ? await content.headOf(edit) : await repository.main();
      // What others changed since the table was made is theirs: it is compared with what its filler had seen.
      const seen = named && /^[0-9a-f]{40}$/.test(named) && (await repository.read(named, 'departments.yaml')) !== undefined ? named : head;
      const { changes, problems } = readItemTable(read.value, await items(seen));
      const byFile = Map.groupBy(changes, ({ file }) => file);
      const files: Pick<FileDifference, 'file' | 'title' | 'said'>[] = [];
      const clashes: { cell: string; says: string }[] = [];
      for (const [file, some] of byFile) {
        const [before, theirs] = [valueOf(parseSheet((await repository.read(seen, file))!)), await repository.read(head, file)];
        if (theirs === undefined) { clashes.push({ cell: file, says: '这个事项在修改单里已经没有了' }); continue; }
        const merged = mergeChanges({ changes: some.map(({ at, to }) => ({ at, before: lookAt(before, at), after: to })), before, theirs });
        const title = String(lookAt(before, ['name']) ?? file);
        if (merged.is === 'conflicts') { clashes.push(...merged.conflicts.map(({ at }) => ({ cell: title, says: `${changesInWords('items', [{ at, before: '', after: '' }], before)[0]!.place}：下载表格以后别人也改了这里，请重新下载` }))); continue; }
        const after = valueOf(parseSheet(merged.text!));
        const said = changesInWords('items', changesBetween(valueOf(parseSheet(theirs)), after), after);
        if (said.length > 0) files.push({ file, title, said });
      }
      const all = [...problems, ...clashes];
      const plan: TablePlan = { files, problems: all, written: 0 };
      if (!edit || query.get('write') !== '1') return value(plan);
      if (all.length > 0 && query.get('besides') !== '1') return refused(409, `还有 ${all.length} 处看不懂，没有写入。`, { problems: all });
      for (const { file } of files) {
        const saved = await content.save(edit, who, { file, seen, changes: byFile.get(file)!.map(({ at, to }) => ({ at, to })) });
        if (!saved.ok) return refused(409, '写入的时候别人也改了，请重新看一遍。', { conflicts: saved.problem.conflicts });
      }
      const written = files.reduce((n, { said }) => n + said.length, 0);
      await ledger.add(who, { kind: 'table', what: `用表格改了 ${files.length} 个事项，${written} 处`, why: files.slice(0, 20).map(({ title }) => title).join('、'), edit: edit.id, commit: await content.headOf(edit) });
      return value({ ...plan, written });
    }),
  ];
}
