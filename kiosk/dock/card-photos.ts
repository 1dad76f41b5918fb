import { randomBytes } from 'node:crypto';

const widthPx = 102;
const heightPx = 126;
/** BGR from the top, as a maker's decoder gives them. */
export const photoRowsBytes = widthPx * heightPx * 3;
const wltBytes = 1024;

/**
 * Photos that a tester gave to cards on the dock, and the decoder that knows them. A card hands over 1,024 opaque bytes which
 * mean nothing outside of this process. Kept in memory only: gone with it.
 */
export function cardPhotos() {
  const byPerson = new Map<string, { readonly wlt: Buffer; readonly rows: Buffer }>();
  return {
    /** Gives a card this photo, or takes it back. */
    give(person: string, rows: Buffer | null): 'done' | 'bad-photo' {
      const before = byPerson.get(person);
      before?.rows.fill(0);
      byPerson.delete(person);
      if (!rows) return 'done';
      if (rows.length !== photoRowsBytes) return 'bad-photo';
      byPerson.set(person, { wlt: randomBytes(wltBytes), rows });
      return 'done';
    },
    has: (person: string): boolean => byPerson.has(person),
    /** What the card hands over; undefined when nobody gave it a photo. */
    wltOf: (person: string): Uint8Array | undefined => byPerson.get(person)?.wlt,
    /** What the decoder answers: the rows, or undefined for bytes that it cannot read. */
    decode: (wlt: Buffer): Buffer | undefined => [...byPerson.values()].find((one) => one.wlt.equals(wlt))?.rows,
  };
}
