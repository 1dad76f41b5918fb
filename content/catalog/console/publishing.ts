import { fail, ok, type Result } from '../../../kiosk/core/result.ts';
import { departmentOf, roleOf } from '../../schema/manifest.ts';
import type { Pack } from '../../schema/pack.ts';
import type { Catalog } from '../catalog.ts';
import { sayProblem } from '../problem.ts';
import type { Audience } from '../rollout-change.ts';
import type { KeyProblem, Signer } from '../signer.ts';
import type { DepartmentKeys } from './approval.ts';
import type { Desk } from './desk.ts';
import type { PublishedPack } from './edits.ts';
import { BranchMoved } from './git.ts';
import { officeName } from './routes-edits.ts';
import type { Who } from './people.ts';

/** Who gets it first, and from when; without `to` everybody at once. */
export interface When { readonly to?: Audience | undefined; readonly from?: string | undefined }
export type PublishProblem = { readonly is: 'says'; readonly says: string } | { readonly is: 'passphrases'; readonly departments: readonly { readonly code: string; readonly name: string }[] };
export interface Outcome { readonly commit: string; readonly packs: readonly PublishedPack[]; readonly rollout: string | null }
interface Publication {
  readonly who: Who; readonly title: string; readonly rollout: string; readonly when: When;
  /** The content to be published, not yet part of main. */
  readonly commit: string; readonly main: string;
  /** Departments that answer for it. */
  readonly departments: readonly string[];
  readonly signer: (department: string) => Promise<Signer | KeyProblem | undefined>;
}

/** From a commit to signed files in the catalog: first the catalog, then main; what a power cut leaves between is finished at the next start. */
export function publishing({ repository, now }: Desk, catalog: Catalog) {
  const { git } = repository;
  const pending = 'publishing';
  let last: Promise<unknown> = Promise.resolve();
  const names = (pack: Pack, codes: readonly string[]) => codes.map((code) => ({ code, name: pack.departments.district.find((one) => one.code === code)?.name ?? officeName }));

  async function publishNow({ who, title, rollout, when, commit, main, departments, signer }: Publication): Promise<Result<Outcome, PublishProblem>> {
    const { pack, findings } = await repository.load(commit);
    if (findings.length > 0) return fail({ is: 'says', says: `合在一起的内容里有 ${findings.length} 处要改，没有发布：${findings[0]!.says}` });
    const plan = catalog.plan(pack, now().getTime());
    const needed = [...new Set(plan.packs.map(({ department }) => department))];
    const strangers = needed.filter((code) => !departments.includes(code));
    if (strangers.length > 0) return fail({ is: 'says', says: `目录里还有别的部门没有发布的改动：${names(pack, strangers).map(({ name }) => name).join('、')}。请先把它们发布，再发布这一份。` });
    const signers = new Map<string, Signer>();
    const missing: string[] = [];
    for (const code of needed) {
      const found = await signer(code);
      if (found === undefined) missing.push(code);
      else if ('is' in found) return fail({ is: 'says', says: sayProblem({ is: 'key', problem: found }) });
      else signers.set(roleOf(code), found);
    }
    if (missing.length > 0) return fail({ is: 'passphrases', departments: names(pack, missing) });

    await git.point(pending, commit);
    const staged = when.to !== undefined;
    if (plan.packs.length > 0) {
      const done = await catalog.publish({
        plan, title, now: now().getTime(), who: who.name, signer: async (role) => ok(signers.get(role)!),
        ...(staged ? { rollout: { id: rollout, to: when.to!, ...(when.from !== undefined && { from: when.from }) } } : when.from !== undefined && { validFrom: when.from }),
      });
      if (!done.ok) return fail({ is: 'says', says: sayProblem(done.problem) });
    }
    try {
      await git.point('main', commit, main);
    } catch (trouble) {
      if (!(trouble instanceof BranchMoved)) throw trouble;
      return fail({ is: 'says', says: '已经发布到目录，但是 git 的 main 同时被别人移动了：请运维人员把 publishing 分支合并进 main。' });
    }
    return ok({ commit, packs: plan.packs.map(({ pack, from, to }) => ({ pack, from, to })), rollout: staged && plan.packs.length > 0 ? rollout : null });
  }

  return {
    /** One at a time. */
    publish(ask: Publication): Promise<Result<Outcome, PublishProblem>> {
      const done = last.then(() => publishNow(ask), () => publishNow(ask));
      last = done.catch(() => undefined);
      return done;
    },
    /** What was published just before the power went, and is not yet on main: it is what the catalog lists, so it becomes main. */
    async finish(): Promise<'nothing' | 'finished'> {
      const [commit, main] = [await git.head(pending), await repository.main()];
      if (commit === undefined || commit === main || (await git.mergeBase(commit, main)) !== main) return 'nothing';
      const { pack } = await repository.load(commit);
      if (catalog.plan(pack, now().getTime()).packs.length > 0) return 'nothing';
      await git.point('main', commit, main);
      return 'finished';
    },
    departmentsOf: (packs: readonly PublishedPack[]) => [...new Set(packs.map(({ pack }) => departmentOf(pack)))],
  };
}
export type Publishing = ReturnType<typeof publishing>;

/** The keys for a publication: those kept since the approvals, else the passphrases given now. */
export function signersFor(keys: DepartmentKeys, passphrases: Readonly<Record<string, string>>, kept: (department: string) => Signer | undefined = () => undefined): Publication['signer'] {
  return async (department) => {
    const signer = kept(department);
    if (signer) return signer;
    const passphrase = Object.hasOwn(passphrases, department) ? passphrases[department] : undefined;
    if (passphrase === undefined) return undefined;
    const opened = await keys.open(department, passphrase);
    return opened.ok ? opened.value : opened.problem;
  };
}
