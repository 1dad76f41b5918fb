import { fail, ok, type Result } from '../core/result.ts';
import type { Delegations, FileInfo, Snapshot, Targets } from './metadata.ts';
import { delegatesFor, isBinOf } from './paths.ts';
import type { Parsed } from './parse-metadata.ts';
import type { Limits, Target, TufProblem } from './port.ts';
import type { WantedRole } from './targets.ts';
import type { Vouched } from './update.ts';

/** Where a walk starts, and how it comes by a role's metadata. */
export interface WalkOptions {
  readonly top: Vouched;
  readonly snapshot: Snapshot;
  readonly limits: Limits;
  readonly load: (wanted: WantedRole) => Promise<Result<Parsed<Targets>, TufProblem>>;
}

/** A role as one of its delegators sends us to it. */
interface Way extends Vouched { readonly name: string; readonly from: string }

/** Targets that could be vouched for, and the roles that could not, with why. */
export interface Listing { readonly targets: readonly Target[]; readonly refused: readonly TufProblem[] }

export interface DelegationWalk {
  find(path: string): Promise<Result<Target | undefined, TufProblem>>;
  list(): Promise<Listing>;
}

/** §5.6.7: the tree of delegations, its roles loaded as they are come by, each once for every delegator. */
export function walkDelegations({ top, snapshot, limits, load }: WalkOptions): DelegationWalk {
  const known = new Map<string, Promise<Result<Targets, TufProblem>>>();
  const start: Way = { name: 'targets', from: 'root', ...top };

  const open = ({ name, from, role, keys }: Way) => {
    const edge = JSON.stringify([from, name]);
    const before = known.get(edge);
    if (before) return before;
    const now = (async (): Promise<Result<Targets, TufProblem>> => {
      const file = fileOf(snapshot, name);
      if (!file) return fail({ is: 'missing', name });
      const loaded = await load({ name, role, keys, file });
      return loaded.ok ? ok(loaded.value.signed) : loaded;
    })();
    known.set(edge, now);
    return now;
  };

  const find: DelegationWalk['find'] = async (path) => {
    const ahead: Way[] = [start];
    const visited = new Set<string>();
    // §5.6.7.1: the top role and at most so many delegated ones.
    while (ahead.length > 0 && visited.size <= limits.delegations) {
      const way = ahead.pop()!;
      if (visited.has(way.name)) continue;
      visited.add(way.name);
      const opened = await open(way);
      if (!opened.ok) return opened;
      const { targets, delegations } = opened.value;
      if (Object.hasOwn(targets, path)) return ok({ ...targets[path]!, path, role: way.name });
      if (!delegations) continue;
      // §5.6.7.2: in order of appearance; behind a terminating delegation nobody is asked any more.
      const delegates = await delegatesFor(delegations, path);
      const last = delegates.findIndex(({ terminating }) => terminating);
      if (last >= 0) ahead.length = 0;
      const asked = last >= 0 ? delegates.slice(0, last + 1) : delegates;
      ahead.push(...asked.map(({ name, role }) => ({ name, role, keys: delegations.keys, from: way.name })).toReversed());
    }
    return ok(undefined);
  };

  const list = async (): Promise<Listing> => {
    const ahead: Way[] = [start];
    const visited = new Set<string>();
    const targets: Target[] = [];
    const refused = new Map<string, TufProblem>();
    const refuse = (problem: TufProblem) => refused.set(problem.name, problem);
    while (ahead.length > 0) {
      const way = ahead.pop()!;
      if (visited.has(way.name)) continue;
      if (visited.size >= limits.roles) {
        refuse({ is: 'too-long', name: way.name });
        break;
      }
      visited.add(way.name);
      const opened = await open(way);
      if (!opened.ok) {
        refuse(opened.problem);
        continue;
      }
      for (const path of Object.keys(opened.value.targets)) {
        const found = await find(path);
        if (!found.ok) refuse(found.problem);
        else if (found.value?.role === way.name) targets.push(found.value);
      }
      const { delegations } = opened.value;
      if (delegations) ahead.push(...delegatesOf(delegations, snapshot).map((one) => ({ ...one, keys: delegations.keys, from: way.name })).toReversed());
    }
    return { targets, refused: [...refused.values()] };
  };
  return { find, list };
}

const fileOf = ({ meta }: Snapshot, name: string): FileInfo | undefined => (Object.hasOwn(meta, `${name}.json`) ? meta[`${name}.json`] : undefined);

/** Every role delegated to; of bins those that there are. */
function delegatesOf({ roles, succinct_roles: succinct }: Delegations, { meta }: Snapshot): readonly Omit<Way, 'keys' | 'from'>[] {
  if (succinct === undefined) return (roles ?? []).map((role) => ({ name: role.name, role }));
  return Object.keys(meta).map((file) => file.replace(/\.json$/, '')).filter((name) => isBinOf(succinct, name)).map((name) => ({ name, role: succinct }));
}
