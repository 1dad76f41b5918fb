import type { KioskRow } from './heard.ts';

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, unknown>>;
/** What a batch of heartbeats changes. */
export interface Changes {
  readonly kiosks: readonly KioskRow[];
  readonly history: readonly KioskRow[];
  /** Kiosks whose packs changed: all they show now. */
  readonly showing: readonly KioskRow[];
}

/** The little in which SQLite and PostgreSQL differ. Everything rejects when the database does not answer. */
export interface FleetDatabase {
  /** SQL that both understand, with `?` for each value. */
  ask(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Reads what is kept of these kiosks and writes what becomes of them, in one durable transaction in which nobody else writes them. */
  fold(ids: readonly string[], become: (before: ReadonlyMap<string, KioskRow>) => Changes): Promise<void>;
  close(): Promise<void>;
}

/** Thrown when a database cannot be opened: `message` is the one sentence to show. */
export class FleetStoreUnavailable extends Error {}

export const rowColumns = 'id, heard_at, kept_at, generation_at, fell_at, erred_at, troubled_at, beat';
/** Whole numbers come from PostgreSQL as text. */
export function kioskRow(row: SqlRow): KioskRow {
  return {
    id: String(row.id), heardAt: Number(row.heard_at), keptAt: Number(row.kept_at), generationAt: Number(row.generation_at), fellAt: Number(row.fell_at), erredAt: Number(row.erred_at), troubledAt: Number(row.troubled_at),
    heartbeat: JSON.parse(String(row.beat)) as KioskRow['heartbeat'],
  };
}
