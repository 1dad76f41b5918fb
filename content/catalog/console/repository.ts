import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Pack } from '../../schema/pack.ts';
import { type Kept, loadPack } from '../../tools/load.ts';
import type { Finding } from '../../tools/read.ts';
import { type Author, type Git, gitAt, makeRepository, openGit } from './git.ts';

/** What maintainers edit: everything of content/ that is not a program. */
const contentFiles = ['items', 'chains', 'fields', 'materials', 'lists', 'rates', 'sites', 'texts', 'stages.yaml', 'departments.yaml'];

export interface Loaded { readonly pack: Pack; readonly findings: readonly Finding[] }
/** The content under git: files by their name below content/, whatever the folder it lies in within the repository. */
export interface Repository {
  readonly git: Git;
  /** The commit that main stands at. */
  main(): Promise<string>;
  files(commit: string): Promise<readonly string[]>;
  read(commit: string, file: string): Promise<string | undefined>;
  readAll(commit: string, files: readonly string[]): Promise<readonly { readonly file: string; readonly text: string }[]>;
  changedFiles(from: string, to: string): Promise<readonly string[]>;
  /** The whole content of a commit, checked; kept for the commits asked for last. */
  load(commit: string): Promise<Loaded>;
  /** The name of a content file within the repository. */
  stored(file: string): string;
}

/** Puts the present content into a repository of its own, unless there is one; a clone of the whole project serves as well. */
export async function startRepository({ dir, content, author, now }: { readonly dir: string; readonly content: string; readonly author: Author; readonly now: Date }): Promise<void> {
  if (existsSync(path.join(dir, 'HEAD'))) return;
  await mkdir(path.dirname(dir), { recursive: true });
  const fresh = await mkdtemp(`${dir}-`);
  await makeRepository(fresh);
  const who = (role: string) => ({ [`GIT_${role}_NAME`]: author.name, [`GIT_${role}_EMAIL`]: `${author.id}@catalog.invalid`, [`GIT_${role}_DATE`]: now.toISOString() });
  const run = gitAt(fresh, { ...who('AUTHOR'), ...who('COMMITTER') });
  const must = async (args: readonly string[]) => { const { code, err } = await run(args); if (code !== 0) throw new Error(`git ${args[1]}: ${err}`); };
  const present = contentFiles.filter((name) => existsSync(path.join(content, name)));
  await must([`--work-tree=${content}`, 'add', '--force', '--', ...present.map((name) => path.join(content, name))]);
  await must([`--work-tree=${content}`, 'commit', '--quiet', '-m', '现有内容']);
  await rm(dir, { recursive: true, force: true });
  await rename(fresh, dir);
}

/** `scratch`: a folder for checked-out trees. */
export async function openRepository(dir: string, scratch: string, now: () => Date): Promise<Repository> {
  const git = openGit(dir);
  const head = await git.head('main');
  if (head === undefined) throw new Error(`${dir} 里没有 main 分支`);
  const prefix = (await git.read(head, 'content/departments.yaml')) === undefined ? '' : 'content/';
  const kept = new Map<string, Promise<Loaded>>();
  const isContent = (file: string) => contentFiles.includes(file.split('/', 1)[0]!);
  const named = (files: readonly string[]) => files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length)).filter(isContent);

  // One folder, one after the other: only the files that differ are written, only those are read again.
  await rm(scratch, { recursive: true, force: true });
  await mkdir(path.join(scratch, 'tree'), { recursive: true });
  const reading: Kept = { sheets: new Map(), search: new Map() };
  let last: Promise<unknown> = Promise.resolve();
  function load(commit: string): Promise<Loaded> {
    const work = async () => {
      await git.exportTo(commit, path.join(scratch, 'tree'), path.join(scratch, 'index'));
      return loadPack(path.join(scratch, 'tree', prefix), now().toISOString(), reading);
    };
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  }

  return {
    git,
    async main() { return (await git.head('main'))!; },
    files: async (commit) => named(await git.files(commit)),
    read: (commit, file) => git.read(commit, prefix + file),
    readAll: async (commit, files) => (await git.readAll(commit, files.map((file) => prefix + file))).map(({ file, text }) => ({ file: file.slice(prefix.length), text })),
    changedFiles: async (from, to) => named(await git.changedFiles(from, to)),
    async load(commit) {
      const tree = await git.treeOf(commit);
      const loading = kept.get(tree) ?? load(commit);
      kept.delete(tree);
      kept.set(tree, loading);
      if (kept.size > 8) kept.delete(kept.keys().next().value!);
      return loading;
    },
    stored: (file) => prefix + file,
  };
}
