import { canonicalBytes } from '../../../kiosk/tuf/canonical.ts';
import { verifySignature } from '../../../kiosk/tuf/keys.ts';
import { fail, ok, type Result } from '../../../kiosk/core/result.ts';
import { roleOf } from '../../schema/manifest.ts';
import type { Catalog } from '../catalog.ts';
import { sayKeyProblem } from '../problem.ts';
import type { KeyProblem, Signer } from '../signer.ts';
import type { Approval, Edit } from './edits.ts';

type What = Pick<Approval, 'department' | 'by' | 'at' | 'commit'>;
/** What an approver signs: which department agrees to which commit of which edit. */
const statementOf = (edit: string, { department, by, at, commit }: What): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(canonicalBytes({ format: 'catalog-approval-1', edit, commit, department, by, at }));

const heldMs = 12 * 3600_000;

/**
 * The departments' keys as the console uses them. A key opened for an approval stays in memory until that very commit is
 * published, twelve hours at most; it never signs anything that its department did not agree to.
 */
export function departmentKeys(catalog: Catalog, now: () => Date) {
  const held = new Map<string, { readonly signer: Signer; readonly until: number }>();
  const nameOf = (edit: string, commit: string, department: string) => `${edit} ${commit} ${department}`;
  const roleKeys = (department: string) => {
    const delegations = catalog.published().targets.signed.delegations;
    const role = delegations?.roles?.find(({ name }) => name === roleOf(department));
    return (role?.keyids ?? []).map((keyid) => ({ keyid, key: delegations!.keys[keyid]! }));
  };

  /** Opens the department's key that lies here and that this passphrase fits. */
  async function open(department: string, passphrase: string): Promise<Result<Signer, KeyProblem>> {
    let problem: KeyProblem = { is: 'no-key', name: roleOf(department) };
    for (const { keyid } of roleKeys(department)) {
      const opened = await catalog.ring.open(keyid, () => passphrase);
      if (opened.ok) return opened;
      if (opened.problem.is !== 'no-key') problem = opened.problem;
    }
    return fail(problem);
  }

  return {
    open,
    /** Signs the approval, and keeps the key for the publication of this commit. */
    async approve(edit: Edit, what: What & { readonly name: string }, passphrase: string): Promise<Result<Approval, string>> {
      const opened = await open(what.department, passphrase);
      if (!opened.ok) return fail(sayKeyProblem(opened.problem));
      const signature = await opened.value.sign(statementOf(edit.id, what));
      if (!signature.ok) return fail(sayKeyProblem(signature.problem));
      held.set(nameOf(edit.id, what.commit, what.department), { signer: opened.value, until: now().getTime() + heldMs });
      return ok({ ...what, keyid: opened.value.keyid, signature: signature.value });
    },
    /** Whether a department's key, one that counts today, made this approval: what lies on the disk is not believed. */
    async isReal(edit: Edit, approval: Approval): Promise<boolean> {
      const known = roleKeys(approval.department).find(({ keyid }) => keyid === approval.keyid);
      return known !== undefined && verifySignature(known.key, statementOf(edit.id, approval), approval.signature);
    },
    /** The key kept since the approval; undefined when it was forgotten (a restart, twelve hours). */
    kept(edit: string, commit: string, department: string): Signer | undefined {
      for (const [name, { until }] of held) if (until < now().getTime()) held.delete(name);
      return held.get(nameOf(edit, commit, department))?.signer;
    },
    forget(edit: string): void { for (const name of held.keys()) if (name.startsWith(`${edit} `)) held.delete(name); },
  };
}
export type DepartmentKeys = ReturnType<typeof departmentKeys>;
