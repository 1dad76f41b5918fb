import { fail, ok, type Result } from '../core/result.ts';
import type { Bytes } from './bytes.ts';
import { checkFile } from './check-file.ts';
import { type DelegationWalk, type Listing, walkDelegations } from './delegation-walk.ts';
import type { Root, Snapshot, TargetFile, Targets, Timestamp } from './metadata.ts';
import type { Target, TufProblem, UpdaterOptions } from './port.ts';
import { loadRoot, updateRoot } from './root.ts';
import { loadSnapshot, updateSnapshot } from './snapshot.ts';
import { loadTargets, updateTargets } from './targets.ts';
import { loadTimestamp, updateTimestamp } from './timestamp.ts';
import { beginUpdate, type Update, vouchedByRoot } from './update.ts';

/** The signed parts of the four top roles. */
export interface Trusted { readonly root: Root; readonly timestamp: Timestamp; readonly snapshot: Snapshot; readonly targets: Targets }

/**
 * The client's workflow of the TUF specification 1.0, §5, for one update; make a new one for the next. Nothing is kept in the
 * store, and nothing answered, that was not verified; what is kept of an update that was interrupted serves the next. Nothing
 * rejects for the network's or the repository's sake.
 */
export class Updater {
  readonly #update: Update;
  #trusted: Trusted | undefined;
  #walk: DelegationWalk | undefined;

  constructor(options: UpdaterOptions) {
    this.#update = beginUpdate(options);
  }

  /** undefined until `refresh` or `trustStored` answered well. */
  get trusted(): Trusted | undefined {
    return this.#trusted;
  }

  /** Fetches the newest metadata of the four top roles. Delegated ones follow when `find` or `list` need them. */
  async refresh(): Promise<Result<null, TufProblem>> {
    const update = this.#update;
    this.#forget();
    const stored = await loadRoot(update);
    if (!stored.ok) return stored;
    const root = await updateRoot(update, stored.value);
    if (!root.ok) return root;
    const timestamp = await updateTimestamp(update, root.value.signed);
    if (!timestamp.ok) return timestamp;
    const snapshot = await updateSnapshot(update, root.value.signed, timestamp.value.signed);
    if (!snapshot.ok) return snapshot;
    return this.#trust(root.value.signed, timestamp.value.signed, snapshot.value.signed, updateTargets);
  }

  /** Believes what is stored, as far as its signatures hold, whether its time is over or not. From then on nothing is fetched but targets. */
  async trustStored(): Promise<Result<null, TufProblem>> {
    const update = this.#update;
    this.#forget();
    const root = await loadRoot(update);
    if (!root.ok) return root;
    const timestamp = await loadTimestamp(update, root.value.signed);
    if (!timestamp.ok) return timestamp;
    const snapshot = await loadSnapshot(update, root.value.signed, timestamp.value.signed);
    if (!snapshot.ok) return snapshot;
    return this.#trust(root.value.signed, timestamp.value.signed, snapshot.value.signed, loadTargets);
  }

  /** The target of this path and the role that answers for it; undefined when no role that may speak for the path names it (§5.6.7). */
  find(path: string): Promise<Result<Target | undefined, TufProblem>> {
    return this.#trustedWalk().find(path);
  }

  /** Every target that `find` would find, of all roles reachable by delegation. One role that cannot be vouched for is a problem of the whole list. */
  async list(): Promise<Result<readonly Target[], TufProblem>> {
    const { targets, refused } = await this.#trustedWalk().list();
    return refused[0] ? fail(refused[0]) : ok(targets);
  }

  /** The same, with the roles that cannot be vouched for beside the targets of those that can: one department's expiry need not hold up the others. */
  listing(): Promise<Listing> {
    return this.#trustedWalk().list();
  }

  /** §5.7.3: fetches a target and checks it. */
  async download(target: Target): Promise<Result<Bytes, TufProblem>> {
    // Whoever signs may not make us fetch without end either.
    if (target.length > this.#update.limits.target) return fail({ is: 'too-long', name: target.path });
    const fetched = await this.#update.target(this.#fileOf(target), target.length, target.path);
    if (!fetched.ok) return fetched;
    const damage = await this.checkTarget(fetched.value, target);
    return damage.ok ? fetched : damage;
  }

  /** Whether these bytes, from wherever, are the target. */
  async checkTarget(bytes: Bytes, target: TargetFile & { readonly path: string }): Promise<Result<null, TufProblem>> {
    const damage = await checkFile(bytes, { length: target.length, hashes: target.hashes });
    return damage ? fail({ is: damage, name: target.path }) : ok(null);
  }

  async #trust(root: Root, timestamp: Timestamp, snapshot: Snapshot, load: typeof updateTargets): Promise<Result<null, TufProblem>> {
    const top = vouchedByRoot(root, 'targets');
    const loaded = await load(this.#update, { ...top, name: 'targets', file: snapshot.meta['targets.json']! }, root.consistent_snapshot);
    if (!loaded.ok) return loaded;
    this.#walk = walkDelegations({
      top, snapshot, limits: this.#update.limits,
      // No delegated role may be called that.
      load: async (wanted) => (wanted.name === 'targets' ? loaded : load(this.#update, wanted, root.consistent_snapshot)),
    });
    this.#trusted = { root, timestamp, snapshot, targets: loaded.value.signed };
    return ok(null);
  }

  #forget() {
    this.#trusted = undefined;
    this.#walk = undefined;
  }

  #trustedWalk(): DelegationWalk {
    if (!this.#walk) throw new Error('nothing is trusted yet: call refresh or trustStored first');
    return this.#walk;
  }

  /** §6.2.1: with consistent snapshots a hash stands before the last segment of the path. */
  #fileOf({ path, hashes }: Target): string {
    if (!this.#trusted) throw new Error('nothing is trusted yet: call refresh or trustStored first');
    if (!this.#trusted.root.consistent_snapshot) return path;
    const hash = Object.hasOwn(hashes, 'sha256') ? hashes.sha256 : Object.values(hashes)[0];
    const name = path.lastIndexOf('/') + 1;
    return `${path.slice(0, name)}${hash}.${path.slice(name)}`;
  }
}
