import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Git } from './git.ts';
import type { Who } from './people.ts';
import { writeWhole } from './write-whole.ts';

/** Somebody answered for what one department's citizens will see, by the department's key; it holds for that commit and no other. */
export interface Approval { readonly department: string; readonly by: string; readonly name: string; readonly at: string; readonly commit: string; readonly keyid: string; readonly signature: string }
export interface Returned { readonly department: string; readonly by: string; readonly name: string; readonly at: string; readonly why: string; readonly commit: string }
export interface Published { readonly by: string; readonly name: string; readonly at: string; readonly commit: string; readonly rollout: string | null; readonly packs: readonly PublishedPack[] }
export interface PublishedPack { readonly pack: string; readonly from: number; readonly to: number }
/** 修改单: a branch of its own, from the first word changed to the publication. What it changes stands in git, nowhere else. */
export interface Edit {
  readonly id: string; readonly title: string; readonly by: string; readonly name: string; readonly at: string; readonly kind: EditKind;
  readonly submitted: { readonly commit: string; readonly at: string; readonly by: string } | null;
  readonly approvals: readonly Approval[]; readonly returned: Returned | null; readonly published: Published | null; readonly dropped: boolean;
}
export type EditKind = 'edit' | 'table' | 'list' | 'rollback';
export type EditState = 'editing' | 'waiting' | 'returned' | 'approved' | 'published' | 'dropped';

export const branchOf = (id: string): string => `edit/${id}`;
export const editId = /^\d{8}-\d{1,6}$/;

/** How far an edit is, now that its branch stands at `head` and these departments must agree. A new commit takes every approval back. */
export function stateOf(edit: Edit, head: string | undefined, departments: readonly string[]): EditState {
  if (edit.dropped) return 'dropped';
  if (edit.published) return 'published';
  if (edit.submitted?.commit !== head) return edit.returned ? 'returned' : 'editing';
  return departments.length > 0 && departments.every((one) => approvalOf(edit, head, one)) ? 'approved' : 'waiting';
}
export const approvalOf = (edit: Edit, head: string | undefined, department: string): Approval | undefined =>
  edit.approvals.find((one) => one.department === department && one.commit === head);

export interface Edits {
  all(): Promise<readonly Edit[]>;
  find(id: string): Promise<Edit | undefined>;
  /** Begins an edit from a commit. */
  begin(ask: { readonly who: Who; readonly title: string; readonly kind?: EditKind; readonly from: string }): Promise<Edit>;
  change(id: string, how: (edit: Edit) => Edit): Promise<Edit>;
}

/** One file for each edit below `dir`; the branches lie in the repository. */
export function openEdits({ dir, git, now }: { readonly dir: string; readonly git: Git; readonly now: () => Date }): Edits {
  const fileOf = (id: string) => path.join(dir, `${id}.json`);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
  const ids = async () => { await mkdir(dir, { recursive: true }); return (await readdir(dir)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)).sort(); };
  async function find(id: string): Promise<Edit | undefined> {
    if (!editId.test(id)) return undefined;
    try { return JSON.parse(await readFile(fileOf(id), 'utf8')) as Edit; } catch (trouble) { if ((trouble as NodeJS.ErrnoException).code === 'ENOENT') return undefined; throw trouble; }
  }
  const keep = async (edit: Edit) => { await writeWhole(fileOf(edit.id), `${JSON.stringify(edit, null, 1)}\n`); return edit; };
  return {
    all: async () => (await Promise.all((await ids()).map(find))).filter((edit) => edit !== undefined),
    find,
    begin: ({ who, title, kind = 'edit', from }) => inTurn(async () => {
      const day = now().toISOString().slice(0, 10).replaceAll('-', '');
      const today = (await ids()).filter((id) => id.startsWith(`${day}-`)).map((id) => Number(id.slice(9)));
      const id = `${day}-${Math.max(0, ...today) + 1}`;
      await git.point(branchOf(id), from);
      return keep({ id, title, by: who.id, name: who.name, at: now().toISOString(), kind, submitted: null, approvals: [], returned: null, published: null, dropped: false });
    }),
    change: (id, how) => inTurn(async () => {
      const edit = await find(id);
      if (!edit) throw new Error(`no edit ${id}`);
      return keep(how(edit));
    }),
  };
}
