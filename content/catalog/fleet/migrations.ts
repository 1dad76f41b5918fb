/** How each dialect calls a short text compared byte by byte, and a whole number of 64 bits. */
export interface Dialect { readonly text: string; readonly whole: string }
export const sqliteDialect: Dialect = { text: 'TEXT', whole: 'INTEGER' };
export const postgresDialect: Dialect = { text: 'TEXT COLLATE "C"', whole: 'BIGINT' };

/** Number n is the n-th. A published one is never changed: what must change is a further one. */
export const migrations: readonly ((dialect: Dialect) => readonly string[])[] = [
  ({ text, whole }) => [
    `CREATE TABLE kiosk (id ${text} PRIMARY KEY, site ${text} NOT NULL, channel ${text} NOT NULL, trouble ${text}, heard_at ${whole} NOT NULL, kept_at ${whole} NOT NULL, generation_at ${whole} NOT NULL,
      fell_back ${whole} NOT NULL, fell_at ${whole} NOT NULL, erred_at ${whole} NOT NULL, troubled_at ${whole} NOT NULL, beat TEXT NOT NULL)`,
    'CREATE INDEX kiosk_by_site ON kiosk (site, id)',
    'CREATE INDEX kiosk_by_hearing ON kiosk (heard_at)',
    `CREATE TABLE showing (kiosk ${text} NOT NULL, pack ${text} NOT NULL, version ${whole} NOT NULL, since ${whole} NOT NULL, PRIMARY KEY (kiosk, pack))`,
    'CREATE INDEX showing_by_version ON showing (pack, version)',
    `CREATE TABLE history (kiosk ${text} NOT NULL, heard_at ${whole} NOT NULL, beat TEXT NOT NULL)`,
    'CREATE INDEX history_by_kiosk ON history (kiosk, heard_at)',
    'CREATE INDEX history_by_hearing ON history (heard_at)',
    `CREATE TABLE watch (rollout ${text} PRIMARY KEY, since ${whole} NOT NULL)`,
  ],
];
export const migrationTable = ({ whole }: Dialect) => `CREATE TABLE IF NOT EXISTS migration (number ${whole} PRIMARY KEY, at ${whole} NOT NULL)`;

/** The migrations a database at `number` lacks; undefined when a newer program than this one wrote it. */
export const lacking = (number: number): readonly number[] | undefined =>
  number > migrations.length ? undefined : migrations.map((_, index) => index + 1).filter((one) => one > number);
