import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Case } from '../../kiosk/platform/port.ts';

/** One case as anyone may see it: numbers and an item, nobody's data. */
export interface CaseRow { readonly key: string; readonly item: string; readonly number: string; readonly localNumber: string }

export type Taken = { readonly is: 'new' | 'repeat'; readonly cases: readonly Case[] } | { readonly is: 'key-reused' };

/** The office's books on disk: submissions by key, their cases, ratings by key. The applications themselves are not kept. */
export interface Ledger {
  /** Takes a submission once per key: a repeat gets the stored receipt, the same key with another body is refused. `today` YYYY-MM-DD. */
  take(ask: { key: string; fingerprint: string; localNumber: string; items: readonly { id: string; department: string }[]; at: Date; today: string }): Taken;
  /** What was stored for the key, before anything is opened again. */
  known(key: string, fingerprint: string): Taken | null;
  find(caseNumber: string): { readonly department: string; readonly at: string } | null;
  rate(key: string, rating: string): 'new' | 'repeat' | 'key-reused';
  cases(): CaseRow[];
  ratings(): number;
  close(): void;
}

export function openLedger(dir: string): Ledger {
  const db = new DatabaseSync(join(dir, 'ledger.sqlite'));
  db.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    create table if not exists submissions (key text primary key, fingerprint text not null, local_number text not null, receipt text not null, at text not null);
    create table if not exists cases (number text primary key, key text not null references submissions, item text not null, department text not null, at text not null, unique (key, item));
    create table if not exists ratings (key text primary key, rating text not null);
  `);

  const known: Ledger['known'] = (key, fingerprint) => {
    const row = db.prepare('select fingerprint, receipt from submissions where key = ?').get(key);
    if (!row) return null;
    return row.fingerprint === fingerprint ? { is: 'repeat', cases: JSON.parse(String(row.receipt)) as Case[] } : { is: 'key-reused' };
  };

  /** 办件编号: 区划 370406, 类别 001, yyyyMMdd, 1, then six digits that count up within the day (../domain/FACTS.md §6). */
  const nextNumber = (today: string) => {
    const prefix = `370406001${today.replaceAll('-', '')}1`;
    const last = db.prepare('select max(number) as number from cases where number glob ?').get(`${prefix}*`)?.number;
    return prefix + String(last == null ? 1 : Number(String(last).slice(-6)) + 1).padStart(6, '0');
  };

  return {
    known,
    take({ key, fingerprint, localNumber, items, at, today }) {
      // Two deliveries of one request may both have found the key unknown; the transaction decides which came first.
      db.exec('begin immediate');
      try {
        const before = known(key, fingerprint);
        if (!before) {
          db.prepare('insert into submissions values (?, ?, ?, ?, ?)').run(key, fingerprint, localNumber, '[]', at.toISOString());
          const cases = items.map(({ id, department }): Case => {
            const number = nextNumber(today);
            db.prepare('insert into cases values (?, ?, ?, ?, ?)').run(number, key, id, department, at.toISOString());
            return { item: id, number, department };
          });
          db.prepare('update submissions set receipt = ? where key = ?').run(JSON.stringify(cases), key);
          db.exec('commit');
          return { is: 'new', cases };
        }
        db.exec('commit');
        return before;
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
    },
    find(caseNumber) {
      const row = db.prepare('select department, at from cases where number = ?').get(caseNumber);
      return row ? { department: String(row.department), at: String(row.at) } : null;
    },
    rate(key, rating) {
      const row = db.prepare('select rating from ratings where key = ?').get(key);
      if (row) return row.rating === rating ? 'repeat' : 'key-reused';
      db.prepare('insert into ratings values (?, ?)').run(key, rating);
      return 'new';
    },
    cases: () => db.prepare('select c.key, c.item, c.number, s.local_number from cases c join submissions s using (key) order by c.number').all()
      .map((row) => ({ key: String(row.key), item: String(row.item), number: String(row.number), localNumber: String(row.local_number) })),
    ratings: () => Number(db.prepare('select count(*) as n from ratings').get()?.n),
    close: () => db.close(),
  };
}
