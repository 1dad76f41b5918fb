const dayMs = 86_400_000;
const chinaAheadMs = 8 * 3_600_000;

/** Whole days between what the catalog last vouched for (ISO) and now (ms); 0 where the clock is behind it. */
export const ageInDays = (newest: string, now: number): number => Math.max(0, Math.floor((now - Date.parse(newest)) / dayMs));
/** From so many days on staff are told, and from so many on everybody. */
export const oldForStaffDays = 3;
export const oldForAllDays = 30;

/** A moment (ISO) as it stands on the clock in China: `2026-11-30 16:05`. */
export const chinaTime = (iso: string): string => new Date(Date.parse(iso) + chinaAheadMs).toISOString().slice(0, 16).replace('T', ' ');

/** When what is said of an item or chain last changed (ISO). */
export const changedOf = ({ changedAt, builtAt }: { readonly changedAt: Readonly<Record<string, string>>; readonly builtAt: string }, id: string): string => (Object.hasOwn(changedAt, id) ? changedAt[id]! : builtAt);
