import { fail, ok, type Result } from '../../../kiosk/core/result.ts';
import { officeCode } from '../../schema/manifest.ts';
import { changesBetween, lookAt } from './changes.ts';
import { branchOf, type Edit } from './edits.ts';
import { BranchMoved, type FileChanges } from './git.ts';
import { changesInWords, type Said } from './in-words.ts';
import { type ContentKind, keysAt, kindOf } from './kinds.ts';
import { type Choices, type Conflict, mergeChanges, mergeSheets } from './merge.ts';
import type { Who } from './people.ts';
import type { Repository } from './repository.ts';
import { type KeyPath, parseSheet, type Value, valueOf } from './yaml-document.ts';

/** What one file says differently, in words, and who must agree to it. */
export interface FileDifference { readonly file: string; readonly kind: ContentKind; readonly title: string; readonly departments: readonly string[]; readonly is: 'changed' | 'new' | 'gone'; readonly said: readonly Said[] }
export interface FileConflict extends Conflict { readonly file: string; readonly title: string; readonly place: string }
/** Place by place (`<file> <placeName>`) what was decided. */
export type FileChoices = Readonly<Record<string, Choices>>;
export interface Save { readonly file: string; readonly seen: string; readonly changes: readonly { readonly at: KeyPath; readonly to: Value | undefined }[]; readonly choices?: Choices }

const orderIn = (kind: ContentKind) => (at: KeyPath) => keysAt(kind, at);
const sheetValue = (text: string | undefined): Value | undefined => (text === undefined ? undefined : valueOf(parseSheet(text)));

/** The work on an edit's branch: what it changes, saving into it, taking in what main became meanwhile. */
export function editContent(repository: Repository, now: () => Date) {
  const { git } = repository;
  const headOf = async (edit: Edit) => (await git.head(branchOf(edit.id)))!;
  /** Where it left main: what it is compared with. */
  const baseOf = async (head: string) => (await git.mergeBase(await repository.main(), head))!;

  async function titleOf(file: string, value: Value | undefined): Promise<string> {
    const named = lookAt(value, ['name']);
    return typeof named === 'string' ? named : file.startsWith('texts/') ? `界面文字 · ${file.includes('/zh') ? '中文' : 'English'}` : file;
  }

  async function departmentsOf(kind: ContentKind, values: readonly (Value | undefined)[], commit: string): Promise<string[]> {
    if (kind !== 'items') return [officeCode];
    const table = lookAt(sheetValue(await repository.read(commit, 'departments.yaml')), ['district']) as readonly { readonly code: string; readonly name: string }[] | undefined;
    const names = values.flatMap((value) => String(lookAt(value, ['district', 'lead']) ?? '').split('、'));
    const codes = (table ?? []).filter(({ name }) => names.includes(name)).map(({ code }) => code);
    // An item that nobody leads is everybody's: the office answers for it.
    return codes.length > 0 ? codes : [officeCode];
  }

  async function differences(from: string, to: string): Promise<FileDifference[]> {
    const files = await repository.changedFiles(from, to);
    return Promise.all(files.map(async (file): Promise<FileDifference> => {
      const kind = kindOf(file) ?? 'lists';
      const [before, after] = (await Promise.all([repository.read(from, file), repository.read(to, file)])).map(sheetValue);
      const is = before === undefined ? 'new' : after === undefined ? 'gone' : 'changed';
      const changes = changesBetween(before ?? {}, after ?? {});
      return { file, kind, is, title: await titleOf(file, after ?? before), departments: await departmentsOf(kind, [before, after], to), said: changesInWords(kind, changes, after ?? before) };
    }));
  }

  const named = async (file: string, conflicts: readonly Conflict[], kind: ContentKind, value: Value | undefined): Promise<FileConflict[]> => {
    const title = await titleOf(file, value);
    return conflicts.map((one) => ({ ...one, file, title, place: changesInWords(kind, [{ at: one.at, before: one.base, after: one.mine }], value)[0]!.place }));
  };

  let last: Promise<unknown> = Promise.resolve();
  /** One writer after the other: of two who save at once the second merges once, instead of finding the branch moved again and again. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  }
  const save = (edit: Edit, who: Who, asked: Save) => inTurn(() => saveNow(edit, who, asked));
  const bringUpToDate = (edit: Edit, who: Who, choices: FileChoices = {}) => inTurn(() => updateNow(edit, who, choices));

  /** Saves what a form changed, on top of whatever the branch is now. Keys that somebody else changed since are asked about. */
  async function saveNow(edit: Edit, who: Who, { file, seen, changes, choices }: Save): Promise<Result<{ readonly head: string }, { readonly conflicts: readonly FileConflict[] }>> {
    const kind = kindOf(file)!;
    for (;;) {
      const head = await headOf(edit);
      const [before, theirs] = [sheetValue(await repository.read(seen, file)), await repository.read(head, file)];
      if (before === undefined || theirs === undefined) throw new Error(`no ${file} to save into`);
      const mine = changes.map(({ at, to }) => ({ at, before: lookAt(before, at), after: to }));
      const merged = mergeChanges({ changes: mine, before, theirs, order: orderIn(kind), ...(choices && { choices }) });
      if (merged.is === 'conflicts') return fail({ conflicts: await named(file, merged.conflicts, kind, sheetValue(theirs)) });
      if (merged.text === theirs) return ok({ head });
      const said = changesInWords(kind, changesBetween(sheetValue(theirs), sheetValue(merged.text!)), sheetValue(merged.text!));
      const message = `${await titleOf(file, sheetValue(merged.text!))}：${said.length === 1 ? said[0]!.says : `${said.length} 处修改`}\n\n${said.map(({ says }) => says).join('\n')}\n`;
      const made = await write(edit, who, new Map([[file, merged.text]]), message, [head]);
      if (made !== undefined) return ok({ head: made });
    }
  }

  /** Commits files to an edit; undefined when the branch has moved meanwhile. */
  async function write(edit: Edit, who: Who, changes: FileChanges, message: string, parents: readonly string[]): Promise<string | undefined> {
    try {
      return await git.commit({ branch: branchOf(edit.id), parents, author: who, message, at: now(), changes: new Map([...changes].map(([file, text]) => [repository.stored(file), text])) });
    } catch (trouble) {
      if (trouble instanceof BranchMoved) return undefined;
      throw trouble;
    }
  }

  /** Takes in what main became since the edit left it: a merge by keys, with two parents. */
  async function updateNow(edit: Edit, who: Who, choices: FileChoices): Promise<Result<{ readonly head: string }, { readonly conflicts: readonly FileConflict[] }>> {
    for (;;) {
      const [head, main] = [await headOf(edit), await repository.main()];
      const base = await baseOf(head);
      if (base === main) return ok({ head });
      const result = await mergeInto({ base, mine: head, theirs: main, choices });
      if (!result.ok) return result;
      // The tree is main's with this edit's changes; the first parent is the branch's own past.
      const own = await repository.changedFiles(head, main);
      const files = new Map<string, string | null>(await Promise.all(own.map(async (file) => [file, (await repository.read(main, file)) ?? null] as const)));
      for (const [file, text] of result.value) files.set(file, text);
      const made = await write(edit, who, files, `合并最新内容到“${edit.title}”\n`, [head, main]);
      if (made !== undefined) return ok({ head: made });
    }
  }

  /** Files that `mine` changed since `base`, merged by keys onto `theirs`. */
  async function mergeInto({ base, mine, theirs, choices = {} }: { readonly base: string; readonly mine: string; readonly theirs: string; readonly choices?: FileChoices }): Promise<Result<ReadonlyMap<string, string | null>, { readonly conflicts: readonly FileConflict[] }>> {
    const files = new Map<string, string | null>();
    const conflicts: FileConflict[] = [];
    for (const file of await repository.changedFiles(base, mine)) {
      const kind = kindOf(file) ?? 'lists';
      const [a, b, c] = await Promise.all([base, mine, theirs].map(async (commit) => (await repository.read(commit, file)) ?? null));
      const merged = mergeSheets({ base: a!, mine: b!, theirs: c!, order: orderIn(kind), ...(choices[file] && { choices: choices[file] }) });
      if (merged.is === 'merged') files.set(file, merged.text);
      else conflicts.push(...await named(file, merged.conflicts, kind, sheetValue(c ?? b ?? undefined)));
    }
    return conflicts.length > 0 ? fail({ conflicts }) : ok(files);
  }

  /** Everybody who wrote any of it: none of them may approve it. */
  const authors = async (edit: Edit, head: string) => new Set([edit.by, ...(await git.commits([head, `^${await repository.main()}`])).map(({ authorId }) => authorId)]);

  return { headOf, baseOf, differences, save, write, bringUpToDate, mergeInto, authors };
}
export type EditContent = ReturnType<typeof editContent>;
