import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Who a commit is by: a name, and the account's id. */
export interface Author { readonly name: string; readonly id: string }
export interface Commit { readonly hash: string; readonly parents: readonly string[]; readonly author: string; readonly authorId: string; readonly at: string; readonly message: string }
/** Path → its new text; null takes the file away. */
export type FileChanges = ReadonlyMap<string, string | null>;
/** The branch is no longer where it was thought to be. */
export class BranchMoved extends Error {}

/** A bare repository, worked on without any work tree: many people's branches at once, and nobody's checkout is in the way. */
export interface Git {
  readonly dir: string;
  /** The commit a branch stands at; undefined when there is no such branch. */
  head(branch: string): Promise<string | undefined>;
  branches(prefix: string): Promise<readonly { readonly branch: string; readonly hash: string }[]>;
  files(commit: string): Promise<readonly string[]>;
  /** A file's text at a commit; undefined when it is not there. */
  read(commit: string, file: string): Promise<string | undefined>;
  treeOf(commit: string): Promise<string>;
  /** Makes a folder show all files of a commit; what lies there of an earlier one is brought up to date. `index`: git's own note of what lies there. */
  exportTo(commit: string, folder: string, index: string): Promise<void>;
  mergeBase(a: string, b: string): Promise<string | undefined>;
  changedFiles(from: string, to: string): Promise<readonly string[]>;
  commits(range: readonly string[], most?: number): Promise<readonly Commit[]>;
  /** Commits changes on top of `parents[0]` and moves the branch there, if one is named; throws BranchMoved when somebody was faster. */
  commit(ask: { readonly branch: string | null; readonly parents: readonly string[]; readonly changes: FileChanges; readonly author: Author; readonly message: string; readonly at: Date }): Promise<string>;
  point(branch: string, to: string, from?: string): Promise<void>;
}

const nothing = '0'.repeat(40);

/** Runs git by its path and arguments, never through a shell; the user's and the machine's settings and hooks have no say. */
export function gitAt(dir: string, env: Readonly<Record<string, string>> = {}) {
  return (args: readonly string[], input?: string): Promise<{ readonly code: number; readonly out: Buffer; readonly err: string }> => new Promise((resolve, reject) => {
    const child = spawn('git', ['-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false', '-c', 'gc.auto=0', `--git-dir=${dir}`, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', ...env },
    });
    const out: Buffer[] = [];
    let err = '';
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => { err += part.toString(); });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, out: Buffer.concat(out), err }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** Makes an empty bare repository whose first branch is `main`. */
export async function makeRepository(dir: string): Promise<void> {
  const made = await gitAt(dir)(['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  if (made.code !== 0) throw new Error(`git init: ${made.err}`);
}

export function openGit(dir: string): Git {
  const run = gitAt(dir);
  const text = async (args: readonly string[], input?: string) => {
    const { code, out, err } = await run(args, input);
    if (code !== 0) throw new Error(`git ${args[0]}: ${err.trim()}`);
    return out.toString('utf8');
  };
  const lines = async (args: readonly string[]) => (await text(args)).split('\0').filter((line) => line !== '');
  const ref = (branch: string) => `refs/heads/${branch}`;

  /** What a commit says never changes: each such question is asked of git once. */
  const known = new Map<string, Promise<unknown>>();
  function once<T>(commits: readonly string[], asked: string, work: () => Promise<T>): Promise<T> {
    if (!commits.every((one) => /^[0-9a-f]{40}$/.test(one))) return work();
    const name = [...commits, asked].join('\0');
    const had = known.get(name) as Promise<T> | undefined;
    if (had) return had;
    const asking = work();
    asking.catch(() => known.delete(name));
    known.set(name, asking);
    if (known.size > 2000) known.delete(known.keys().next().value!);
    return asking;
  }

  async function inIndex<T>(use: (indexed: ReturnType<typeof gitAt>) => Promise<T>, env: Readonly<Record<string, string>> = {}): Promise<T> {
    const folder = await mkdtemp(path.join(tmpdir(), 'catalog-index-'));
    try {
      return await use(gitAt(dir, { GIT_INDEX_FILE: path.join(folder, 'index'), ...env }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const must = async (running: Promise<{ code: number; out: Buffer; err: string }>) => {
    const { code, out, err } = await running;
    if (code !== 0) throw new Error(`git: ${err.trim()}`);
    return out.toString('utf8').trim();
  };

  const git: Git = {
    dir,
    async head(branch) {
      const { code, out } = await run(['rev-parse', '--verify', '--quiet', `${ref(branch)}^{commit}`]);
      return code === 0 ? out.toString().trim() : undefined;
    },
    async branches(prefix) {
      const told = await text(['for-each-ref', '--format=%(refname:short) %(objectname)', `refs/heads/${prefix}`]);
      return told.split('\n').filter(Boolean).map((line) => { const [branch, hash] = line.split(' ') as [string, string]; return { branch, hash }; });
    },
    files: (commit) => once([commit], 'files', () => lines(['ls-tree', '-r', '-z', '--name-only', commit])),
    read: (commit, file) => once([commit], `read ${file}`, async () => {
      const { code, out } = await run(['cat-file', 'blob', `${commit}:${file}`]);
      return code === 0 ? out.toString('utf8') : undefined;
    }),
    treeOf: (commit) => once([commit], 'tree', async () => (await text(['rev-parse', `${commit}^{tree}`])).trim()),
    exportTo: async (commit, folder, index) => { await must(gitAt(dir, { GIT_INDEX_FILE: index })([`--work-tree=${folder}`, 'read-tree', '--reset', '-u', commit])); },
    mergeBase: (a, b) => once([a, b], 'base', async () => {
      const { code, out } = await run(['merge-base', a, b]);
      return code === 0 ? out.toString().trim() : undefined;
    }),
    changedFiles: (from, to) => once([from, to], 'changed', () => lines(['diff', '--name-only', '-z', '--no-renames', from, to])),
    async commits(range, most = 200) {
      const told = (await lines(['log', `--max-count=${most}`, '--format=%H%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%B%x00', ...range])).map((one) => one.trim()).filter((one) => one !== '');
      return told.map((one) => {
        const [hash, parents, author, email, at, message] = one.split('\x1f') as [string, string, string, string, string, string];
        return { hash, parents: parents.split(' ').filter(Boolean), author, authorId: email.split('@', 1)[0]!, at, message: message.trim() };
      });
    },
    async commit({ branch, parents, changes, author, message, at }) {
      const blobs = await Promise.all([...changes].map(async ([file, content]) => [file, content === null ? null : await must(run(['hash-object', '-w', '--stdin'], content))] as const));
      const tree = await inIndex(async (indexed) => {
        if (parents[0] !== undefined) await must(indexed(['read-tree', parents[0]]));
        await must(indexed(['update-index', '-z', '--index-info'], blobs.map(([file, blob]) => (blob === null ? `0 ${nothing}\t${file}\0` : `100644 ${blob}\t${file}\0`)).join('')));
        return must(indexed(['write-tree']));
      });
      const who = (role: string) => ({ [`GIT_${role}_NAME`]: author.name, [`GIT_${role}_EMAIL`]: `${author.id}@catalog.invalid`, [`GIT_${role}_DATE`]: at.toISOString() });
      const signed = gitAt(dir, { ...who('AUTHOR'), ...who('COMMITTER') });
      const hash = await must(signed(['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])], message));
      if (branch !== null) await git.point(branch, hash, parents[0] ?? nothing);
      return hash;
    },
    async point(branch, to, from) {
      const { code } = await run(['update-ref', ref(branch), to, ...(from === undefined ? [] : [from])]);
      if (code !== 0) throw new BranchMoved(branch);
    },
  };
  return git;
}
