import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
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
  /** Many files at once, in the order asked for; a file that is not there is left out. */
  readAll(commit: string, files: readonly string[]): Promise<readonly { readonly file: string; readonly text: string }[]>;
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

/** A path as fast-import reads it: in quotes, as C would write it. */
const quotedPath = (file: string) => `"${file.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

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

  /** Path → blob of all files of a commit. */
  const blobs = (commit: string) => once([commit], 'blobs', async () => new Map((await lines(['ls-tree', '-r', '-z', commit])).flatMap((line) => {
    const found = /^\d+ blob ([0-9a-f]{40})\t(.*)$/s.exec(line);
    return found ? [[found[2]!, found[1]!] as const] : [];
  })));

  const must = async (running: Promise<{ code: number; out: Buffer; err: string }>) => {
    const { code, out, err } = await running;
    if (code !== 0) throw new Error(`git: ${err.trim()}`);
    return out.toString('utf8').trim();
  };

  const git: Git = {
    dir,
    async head(branch) {
      // Asked many times for each page: a loose ref is a file with the hash in it.
      const loose = /^[0-9a-f]{40}$/.exec((await readFile(path.join(dir, 'refs/heads', branch), 'utf8').catch(() => '')).trim())?.[0];
      if (loose !== undefined) return loose;
      const { code, out } = await run(['rev-parse', '--verify', '--quiet', `${ref(branch)}^{commit}`]);
      return code === 0 ? out.toString().trim() : undefined;
    },
    async branches(prefix) {
      const told = await text(['for-each-ref', '--format=%(refname:short) %(objectname)', `refs/heads/${prefix}`]);
      return told.split('\n').filter(Boolean).map((line) => { const [branch, hash] = line.split(' ') as [string, string]; return { branch, hash }; });
    },
    files: async (commit) => [...(await blobs(commit)).keys()],
    async read(commit, file) {
      const blob = (await blobs(commit)).get(file);
      return blob === undefined ? undefined : once([blob], 'text', () => text(['cat-file', 'blob', blob]));
    },
    async readAll(commit, files) {
      const all = await blobs(commit);
      const there = files.filter((file) => all.has(file));
      const { out } = await run(['cat-file', '--batch'], `${there.map((file) => all.get(file)).join('\n')}\n`);
      let at = 0;
      return there.map((file) => {
        // `<hash> blob <bytes>`, the bytes, an empty line's end.
        const head = out.indexOf(0x0a, at);
        const size = Number(out.subarray(at, head).toString().split(' ')[2]);
        at = head + 1 + size + 1;
        return { file, text: out.subarray(head + 1, head + 1 + size).toString('utf8') };
      });
    },
    treeOf: (commit) => once([commit], 'tree', async () => (await text(['rev-parse', `${commit}^{tree}`])).trim()),
    exportTo: async (commit, folder, index) => { await must(gitAt(dir, { GIT_INDEX_FILE: index })([`--work-tree=${folder}`, 'read-tree', '--reset', '-u', commit])); },
    mergeBase: (a, b) => once([a, b], 'base', async () => {
      const { code, out } = await run(['merge-base', a, b]);
      return code === 0 ? out.toString().trim() : undefined;
    }),
    async changedFiles(from, to) {
      const [before, after] = await Promise.all([blobs(from), blobs(to)]);
      return [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file)).sort();
    },
    commits: (range, most = 200) => once(range.map((one) => one.replace(/^\^/, '')), `commits ${range.length} ${most}`, async () => {
      const told = (await lines(['log', `--max-count=${most}`, '--format=%H%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%B%x00', ...range])).map((one) => one.trim()).filter((one) => one !== '');
      return told.map((one) => {
        const [hash, parents, author, email, at, message] = one.split('\x1f') as [string, string, string, string, string, string];
        return { hash, parents: parents.split(' ').filter(Boolean), author, authorId: email.split('@', 1)[0]!, at, message: message.trim() };
      });
    }),
    async commit({ branch, parents, changes, author, message, at }) {
      const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
      // A branch goes on from where it was thought to be; what is on no branch yet is kept alive by a ref of its own.
      const target = branch === null ? 'refs/console/unpublished' : ref(branch);
      if (branch !== null && parents[0] !== undefined && await git.head(branch) !== parents[0]) throw new BranchMoved(branch);
      const who = `${author.name.replaceAll(/[<>\n]/g, '')} <${author.id}@catalog.invalid> ${Math.floor(at.getTime() / 1000)} +0800`;
      const script = [
        `commit ${target}\nmark :1\nauthor ${who}\ncommitter ${who}\n${data(message)}`,
        ...parents.map((parent, i) => `${i === 0 ? 'from' : 'merge'} ${parent}\n`),
        ...[...changes].map(([file, text]) => (text === null ? `D ${quotedPath(file)}\n` : `M 100644 inline ${quotedPath(file)}\n${data(text)}`)),
        '\nget-mark :1\ndone\n',
      ];
      const { code, out, err } = await run(['fast-import', '--quiet', '--done', '--date-format=raw', ...(branch === null ? ['--force'] : [])], script.join(''));
      if (/Not updating/.test(err) && branch !== null) throw new BranchMoved(branch);
      if (code !== 0) throw new Error(`git fast-import: ${err.trim()}`);
      return out.toString().trim();
    },
    async point(branch, to, from) {
      const { code } = await run(['update-ref', ref(branch), to, ...(from === undefined ? [] : [from])]);
      if (code !== 0) throw new BranchMoved(branch);
    },
  };
  return git;
}
