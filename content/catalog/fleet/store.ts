import type { Heartbeat } from '../../schema/heartbeat.ts';

/** What a kiosk last told, and when it was heard (ms since 1970, the catalog's clock). */
export interface LastHeard { readonly heardAt: number; readonly heartbeat: Heartbeat }

/** How a version of a pack fares among the kiosks that show it. */
export interface Adoption {
  readonly kiosks: number;
  /** Heard within the time asked for, and showing this version. */
  readonly showing: number;
  /** Of those: heard with errors or having fallen back since they show it. */
  readonly troubled: number;
}

/**
 * What the fleet page and the rollouts' halting know: the last heartbeat of each kiosk and a day's history of counts. The same
 * contract for SQLite (embedded) and PostgreSQL (by connection string). Rejects when the database does not answer.
 */
export interface FleetStore {
  /** Keeps a heartbeat; an older one than what was heard last changes nothing. */
  keep(heartbeat: Heartbeat, heardAt: number): Promise<void>;
  /** Every kiosk, by id; of one site when told. */
  kiosks(ask?: { readonly site?: string; readonly after?: string; readonly most?: number }): Promise<readonly LastHeard[]>;
  kiosk(id: string): Promise<LastHeard | undefined>;
  /** Heartbeats of one kiosk, newest first. */
  history(id: string, most: number): Promise<readonly LastHeard[]>;
  adoption(pack: string, version: number, heardSince: number): Promise<Adoption>;
  /** How many kiosks, how many heard since, by content generation trouble. */
  summary(heardSince: number): Promise<{ readonly kiosks: number; readonly heard: number; readonly troubled: number; readonly troubles: Readonly<Record<string, number>> }>;
  /** Forgets history older than this, and kiosks not heard of since. */
  forget(historyBefore: number, kiosksBefore: number): Promise<void>;
  close(): Promise<void>;
}
