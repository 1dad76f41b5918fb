import type { Heartbeat } from '../../schema/heartbeat.ts';
import type { Channel } from '../../schema/rollout.ts';

/** What a kiosk last told, and when it was heard (ms since 1970, the catalog's clock). */
export interface LastHeard { readonly heardAt: number; readonly heartbeat: Heartbeat }

/** How a version of a pack fares. Kiosks name only packs that an open rollout names, or whose newest version they do not show. */
export interface Adoption {
  /** Heard within the time asked for. */
  readonly kiosks: number;
  /** Of those: showing this version. */
  readonly showing: number;
  /** Of those: with errors on their page since they show it. */
  readonly troubled: number;
}

/** A kiosk as the halting of rollouts sees it. Moments are ms since 1970 on the catalog's clock; 0: never. */
export interface Standing {
  readonly id: string; readonly site: string; readonly channel: Channel; readonly heardAt: number;
  /** Generations given up since the one shown was activated, and when the last of them was heard of. */
  readonly fellBack: number; readonly fellAt: number;
  /** When errors on its page last rose. */
  readonly erredAt: number;
  /** Since when it has been saying that what it fetched cannot be taken (`blamesContent`). */
  readonly troubledAt: number;
  /** Of the packs asked for: which version, and since when. */
  readonly shows: Readonly<Record<string, { readonly version: number; readonly since: number }>>;
}

export interface FleetSummary {
  readonly kiosks: number; readonly heard: number;
  /** Heard, and the last look for content did not end well; why, by its word. */
  readonly troubled: number; readonly troubles: Readonly<Record<string, number>>;
}

/**
 * What the fleet page and the rollouts' halting know: the last heartbeat of each kiosk and a history. The same contract for
 * SQLite (embedded) and PostgreSQL (by connection string). Rejects when the database does not answer.
 */
export interface FleetStore {
  /**
   * Keeps a heartbeat, durably when it resolves. One that was overtaken on its way, or came twice, changes nothing; one whose
   * clock was set back counts.
   */
  keep(heartbeat: Heartbeat, heardAt: number): Promise<void>;
  /** Every kiosk, by id; of one site when told; the next page by `after`, the last id of the one before. */
  kiosks(ask?: { readonly site?: string; readonly after?: string; readonly most?: number }): Promise<readonly LastHeard[]>;
  kiosk(id: string): Promise<LastHeard | undefined>;
  /** Heartbeats of one kiosk, newest first: one an hour, and each in which anything but a count differed from the one before. */
  history(id: string, most: number): Promise<readonly LastHeard[]>;
  adoption(pack: string, version: number, heardSince: number): Promise<Adoption>;
  /** Kiosks heard since, by id, `most` at a time. */
  standings(ask: { readonly heardSince: number; readonly packs: readonly string[]; readonly after?: string; readonly most: number }): Promise<readonly Standing[]>;
  summary(heardSince: number): Promise<FleetSummary>;
  /** Since when each of these rollouts is being watched: `now` for those not watched before. Whoever is not named is watched no longer. */
  watching(rollouts: readonly string[], now: number): Promise<Readonly<Record<string, number>>>;
  /** Forgets history older than this, and kiosks not heard of since. */
  forget(historyBefore: number, kiosksBefore: number): Promise<void>;
  close(): Promise<void>;
}
