/** What a kiosk uses up: the receipt roll, counted in mm of paper, and the A4 tray, counted in sheets. */
export type Supply = 'roll' | 'tray';
export const supplies = ['roll', 'tray'] as const satisfies readonly Supply[];

/** How much paper a printer itself says it has. */
export type Told = 'full' | 'low' | 'end';

/** The book kept of one supply. Nothing in it is about a person: days and amounts. */
export interface Book {
  /** Used since it was last filled. */
  readonly used: number;
  /** Day on which it was last filled, YYYY-MM-DD; null when nobody saw it happen. */
  readonly filledOn: string | null;
  /** The first day that was counted. */
  readonly since: string;
  /** Amounts by day, of the last days only. */
  readonly days: Readonly<Record<string, number>>;
  /** What the printer said last of its paper, whatever else it said since. */
  readonly told: Told;
  /** As it was before the filling last noticed, while a sensor that only flickered may still take it back. */
  readonly before: { readonly used: number; readonly filledOn: string | null } | null;
}
export type Books = Readonly<Record<Supply, Book>>;

/** 203 dots an inch are 8 dots a mm (ESC/POS printers of this class). */
export const dotsPerMm = 8;
/** Over how many days, today left out, use is averaged. */
export const averageDays = 14;
/** A roll that says it is low again after so little was the old roll, whose sensor flickered: 2 m, or 20 sheets. */
const flicker = { roll: 2000, tray: 20 } as const;
/** From here on the forecast asks for new paper: two days, or a tenth. */
const soonDays = 2;
const soonShare = 0.1;

export const newBook = (today: string): Book => ({ used: 0, filledOn: null, since: today, days: {}, told: 'full', before: null });

/** Counts what one print used. */
export function counted(book: Book, amount: number, today: string): Book {
  const days = { ...book.days, [today]: (book.days[today] ?? 0) + amount };
  const oldest = daysBefore(today, averageDays);
  return { ...book, used: book.used + amount, days: Object.fromEntries(Object.entries(days).filter(([day]) => day >= oldest)) };
}

/** New paper, put in by somebody who says so. */
export const filled = (book: Book, today: string): Book => ({ ...book, used: 0, filledOn: today, before: null });

/** What the printer says of its paper: full after low or end means that somebody put new paper in. */
export function heard(book: Book, told: Told, supply: Supply, today: string): Book {
  if (told === book.told) return book;
  const { before } = book;
  if (told === 'full') return { ...book, told, used: 0, filledOn: today, before: book.told === 'low' ? { used: book.used, filledOn: book.filledOn } : null };
  if (before && book.used < flicker[supply]) return { ...book, told, used: before.used + book.used, filledOn: before.filledOn, before: null };
  return { ...book, told, before: null };
}

export type Forecast =
  /** The printer itself says so, which goes before everything computed. */
  | { readonly is: 'end' }
  | { readonly is: 'low' }
  /** Nobody set down how much fits in, or nothing was used yet that an average could be made of. */
  | { readonly is: 'unknown' }
  /** All of it should be gone, and the printer does not say so: new paper that nobody told of, perhaps. */
  | { readonly is: 'past' }
  /** `days` is null while there is no average yet. `soon`: time for new paper. */
  | { readonly is: 'left'; readonly amount: number; readonly days: number | null; readonly soon: boolean };

/** What is left and for how many days it lasts. `capacity` in the supply's unit; undefined when nobody set it down. */
export function forecast(book: Book, capacity: number | undefined, today: string): Forecast {
  if (book.told !== 'full') return { is: book.told };
  if (capacity === undefined || !(capacity > 0)) return { is: 'unknown' };
  const amount = capacity - book.used;
  if (amount <= 0) return { is: 'past' };
  const average = dailyUse(book, today);
  const days = average === null || average === 0 ? null : Math.floor(amount / average);
  return { is: 'left', amount, days, soon: amount < capacity * soonShare || (days !== null && days < soonDays) };
}

/** Average of a day over the last fourteen, or as many as were counted; null before the first day is over. */
export function dailyUse(book: Book, today: string): number | null {
  const from = [book.since, daysBefore(today, averageDays)].toSorted().at(-1)!;
  const length = daysBetween(from, today);
  if (length < 1) return null;
  const sum = Object.entries(book.days).reduce((all, [day, amount]) => (day >= from && day < today ? all + amount : all), 0);
  return sum / length;
}

const dayMs = 86_400_000;
const daysBefore = (day: string, n: number) => new Date(Date.parse(`${day}T00:00:00Z`) - n * dayMs).toISOString().slice(0, 10);
const daysBetween = (from: string, to: string) => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
