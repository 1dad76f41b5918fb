import { noRollout, type OpenRollout } from '../../content/schema/rollout.ts';
import { nextChange } from '../core/rollout.ts';
import type { UpdaterOptions } from '../tuf/port.ts';
import { activate, collect, standingOf } from './generations.ts';
import type { Kept } from './kept.ts';
import { type Listing, readListing, troubleOfTuf, type TufClient } from './listing.ts';
import { floorOf, metadataIn, raiseFloor, trustRoot } from './metadata-store.ts';
import { mendKept } from './mend.ts';
import type { Net } from './net.ts';
import { planOf } from './plan.ts';
import { receive } from './receive.ts';
import type { Packs, Shown, Waiting } from './record.ts';
import { settle, type Settling, type Vouching } from './settle.ts';
import type { SyncState, SyncTrouble } from './state.ts';
import { type Self, takerOf } from './taker.ts';
import { publishedAt, type Told, timeFrom, waitMs } from './time.ts';
import { wishOf } from './wish.ts';

/** Everything of the world that sync needs, so that tests may bring their own. */
export interface EngineOptions {
  readonly kept: Kept;
  readonly net: Net;
  readonly tuf: (options: UpdaterOptions) => TufClient;
  /** The catalog's base address, and the root this terminal was set up with. */
  readonly url: string; readonly root: unknown;
  readonly self: Self;
  /** This app's version, the content built into it, and when that was (ms): the clock was not before. */
  readonly own: string; readonly builtIn: Settling['builtIn']; readonly builtAt: number;
  readonly clock: { now(): number; after(ms: number, call: () => void): () => void };
  readonly random: () => number;
  readonly tell: (state: SyncState) => void;
}
export interface Engine {
  readonly state: SyncState;
  /** Looks now; one look at a time. */
  look(): Promise<void>;
  /** Looks again and again, at the pace the catalog asks for and whenever something takes effect by itself. */
  run(): void;
  /** The page says that nobody is there: what waits is shown from the next start on. */
  activate(generation: number): Promise<'activated' | 'not-waiting' | 'storage'>;
  stop(): void;
}

/** Moments ahead whose files are fetched beforehand, so that they take effect without network. */
const momentsAhead = 8;
/** Until the first look has told how often the catalog wants to be asked. */
const firstPace = { pollSeconds: 300, reportSeconds: 300 };

/** Brings this kiosk's content up to what the catalog vouches for, and keeps it there. Nothing rejects; what goes wrong stands in the state, and service goes on. */
export async function startEngine({ kept, net, tuf, url, root, self, own, builtIn, builtAt, clock, random, tell }: EngineOptions): Promise<Engine> {
  const trusted = await trustRoot(kept, root);
  const catalog = trusted.ok ? trusted.value : '';
  let floor = await floorOf(kept);
  let listing: Listing | null = null;
  let taker = await takerOf(self, noRollout);
  let listed: Vouching = { timestamp: 0, snapshot: 0 };
  let settled = false;
  let settledTroubles: readonly SyncTrouble[] = [];
  let nextAt: number | null = null;
  let failed = 0;
  let served = false;
  let tidied = false;
  let mended = false;
  let looking: Promise<void> | null = null;
  let running = false;
  let again = false;
  let stopWaiting = () => {};
  let state: SyncState = {
    generation: 0, waiting: null, receiving: null, lookedAt: null, newest: floor > 0 ? new Date(floor).toISOString() : null, timestamp: 0, snapshot: 0,
    trouble: trusted.ok ? null : { is: 'storage' }, fellBack: 0, packs: {}, reportSeconds: firstPace.reportSeconds, quiet: [],
  };
  const say = (change: Partial<SyncState>) => { state = { ...state, ...change }; tell(state); };
  await tellStanding();

  const time = (): Told => timeFrom({ system: clock.now(), floor: Math.max(floor, builtAt), served: served ? net.servedAt() : undefined });
  const client = (now: number) => tuf({ metadataUrl: `${url}/metadata`, targetsUrl: `${url}/targets`, store: metadataIn(kept), fetchBytes: net.fetchBytes, now });
  const settling: Omit<Settling, 'taker'> = { kept, net, url, own, catalog, builtIn, progress: (files, of) => say({ receiving: { files, of } }), changed: tellStanding };

  async function tellStanding() {
    const standing = await standingOf(kept);
    if (!standing.ok) return say({ trouble: { is: 'storage' } });
    const { shown, active, waiting } = standing.value;
    say({ generation: shown.active, waiting: reloads(state.waiting, shown) ?? waiting, timestamp: shown.timestamp, snapshot: shown.snapshot, fellBack: shown.fellBack, packs: worthTelling(active?.packs ?? {}, listing) });
  }

  async function lookOnce(): Promise<void> {
    const at = time();
    const updater = client(at.now);
    const refreshed = await updater.refresh();
    served = true;
    let trouble: SyncTrouble | null = null;
    if (refreshed.ok) {
      failed = 0;
      trouble = await believe(updater);
    } else {
      trouble = troubleOfTuf(refreshed.problem);
      if (trouble.is === 'expired' && time().wrong) trouble = { is: 'clock' };
      failed = trouble.is === 'unreachable' ? failed + 1 : 0;
      // What was trusted before goes on taking effect: a version whose time comes, a rollout that begins.
      if (!listing) await readStored(at.now);
    }
    if (trouble?.is !== 'unreachable') say({ lookedAt: new Date(clock.now()).toISOString() });
    const { now, wrong } = time();
    if (listing && (!settled || (nextAt !== null && nextAt <= now))) {
      settledTroubles = await settle(listing, listed, now, { ...settling, taker });
      settled = settledTroubles.every(({ is }) => is !== 'unreachable' && is !== 'storage' && is !== 'refused');
      nextAt = nextChange(Object.values(listing.packs).flat(), listing.rollout, now);
      await tellStanding();
      if (settled) await fetchAhead(listing, now);
    }
    await lookAfter();
    const fellFrom = state.fellBack > 0 ? await fellFromIn() : null;
    say({ receiving: null, trouble: trouble ?? settledTroubles[0] ?? (wrong ? { is: 'clock' } : null) ?? fellFrom });
  }

  /** The metadata is verified: time, paces and what it lists. */
  async function believe(updater: TufClient): Promise<SyncTrouble | null> {
    const { timestamp, snapshot } = updater.trusted!;
    const published = publishedAt(timestamp);
    if (published !== undefined && published > floor) {
      floor = published;
      if (!(await raiseFloor(kept, floor)).ok) return { is: 'storage' };
      say({ newest: new Date(floor).toISOString() });
    }
    if (listing && listed.snapshot === snapshot.version) {
      listed = { timestamp: timestamp.version, snapshot: snapshot.version };
      return null;
    }
    const read = await readListing(updater, kept);
    if (!read.ok) return read.problem;
    await take(read.value, { timestamp: timestamp.version, snapshot: snapshot.version });
    return null;
  }
  async function readStored(now: number) {
    const updater = client(now);
    if (!(await updater.trustStored()).ok) return;
    const read = await readListing(updater, kept);
    if (read.ok) await take(read.value, { timestamp: updater.trusted!.timestamp.version, snapshot: updater.trusted!.snapshot.version });
  }
  async function take(found: Listing, vouching: Vouching) {
    taker = await takerOf(self, found.rollout);
    listing = found;
    listed = vouching;
    settled = false;
    say({ reportSeconds: found.rollout.reportSeconds, quiet: found.rollout.quiet });
  }

  /** What will be shown at moments to come is fetched while the network is there. That it cannot be is no trouble yet. */
  async function fetchAhead(found: Listing, from: number) {
    for (let i = 0, at = nextAt; i < momentsAhead && at !== null; i++) {
      const standing = await standingOf(kept);
      if (!standing.ok) return;
      const wish = wishOf(planOf(found, { taker, now: at, shown: standing.value.active?.packs ?? {}, own }), standing.value.active);
      if (wish.ok && !(await receive(wish.value.wanted, settling)).ok) return;
      at = nextChange(Object.values(found.packs).flat(), found.rollout, Math.max(at, from));
    }
  }

  /** Once in a page's life, when nothing else is to be done: damage on the disk is mended, what nobody names is thrown away. */
  async function lookAfter() {
    if (!mended) {
      mended = true;
      const outcome = await mendKept(kept, { net, url });
      if (outcome !== 'well') await tellStanding();
      if (outcome === 'mended' || outcome === 'given-up') say({ waiting: { generation: state.generation, urgent: true } });
    }
    const standing = await standingOf(kept);
    if (tidied || !settled || !listing || !standing.ok || standing.value.waiting || standing.value.shown.trial) return;
    tidied = true;
    const manifests = Object.values(listing.packs).flat().flatMap(({ manifest }) => Object.values(manifest.files).map(({ sha256 }) => sha256));
    await collect(kept, new Set([...listing.blobs, ...manifests]));
  }
  async function fellFromIn(): Promise<SyncTrouble | null> {
    const standing = await standingOf(kept);
    return standing.ok && standing.value.shown.fellFrom !== null ? { is: 'fell-back', generation: standing.value.shown.fellFrom } : null;
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => { looking = null; });
    return looking;
  }
  function schedule() {
    const { pollSeconds } = listing?.rollout ?? firstPace;
    const pace = waitMs({ pollSeconds, failed, random: random() });
    const due = nextAt === null ? pace : Math.max(1000, nextAt - time().now);
    stopWaiting = clock.after(Math.min(pace, due), run);
  }
  function run() {
    stopWaiting();
    stopWaiting = () => {};
    // What happened during a look is seen by another one right after it.
    if (running) { again = true; return; }
    running = true;
    void look().finally(() => {
      running = false;
      if (!again) return schedule();
      again = false;
      run();
    });
  }

  return {
    get state() { return state; },
    look, run,
    async activate(generation) {
      if (generation === state.generation) return 'activated';
      const done = await activate(kept, generation);
      // It no longer waits: a generation that waits under the number shown asks for a start of the page.
      if (done.ok && done.value) state = { ...state, waiting: null };
      await tellStanding();
      return !done.ok ? 'storage' : done.value ? 'activated' : 'not-waiting';
    },
    stop() { stopWaiting(); },
  };
}

/** Mended files are loaded again by a start of the page; nothing else may take that place meanwhile. */
const reloads = (waiting: Waiting | null, shown: Shown): Waiting | null => (waiting?.generation === shown.active ? waiting : null);

/** What a heartbeat names: packs that an open rollout is about, and those that are not the newest listed. */
function worthTelling(packs: Packs, listing: Listing | null): Readonly<Record<string, number>> {
  const rolling = new Set((listing?.rollout.open ?? []).flatMap(({ packs: named }: OpenRollout) => Object.keys(named)));
  return Object.fromEntries(Object.entries(packs).flatMap(([pack, { version }]) => (rolling.has(pack) || (listing && Math.max(0, ...(listing.packs[pack] ?? []).map((one) => one.version)) !== version) ? [[pack, version]] : [])));
}
