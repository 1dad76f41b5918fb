import { type Clock, pause } from '../../transport/clock.ts';
import type { CardKind, IdCard, IdReaderStatus, ReadOutcome } from '../port.ts';
import { sw } from './codec.ts';
import type { Asked, samExchange, Until } from './exchange.ts';
import { textBytes } from './layout.ts';
import { readCardText, readNewAddress } from './text.ts';

/** GA 467 class modules want at least this between two searches of the field. */
export const findEveryMs = 300;
/** In the answer to a read: two lengths, then text, then photo. */
const textAt = 4;
const photoBytes = 1024;
type Offline = Extract<IdReaderStatus, { is: 'offline' }>;
export type Attempt = ReadOutcome<IdCard> | 'no-card' | 'stopped';

interface Around {
  readonly clock: Clock;
  readonly kinds: readonly CardKind[];
  /** Remembers the status and hands it back. */
  told<T extends IdReaderStatus>(status: T): T;
  check(until?: Until): Promise<IdReaderStatus>;
}

/** The steps from an empty field to a card read: find, select, read, new address. And whether the card still lies there. */
export function cardOnSam(ask: ReturnType<typeof samExchange>, { clock, kinds, told, check }: Around) {
  let nextFindMs = -Infinity;
  /** The card read last may still lie there: the SAM will not find it again until it was lifted. */
  let readOnce = false;

  async function find(until?: Until): Promise<Asked> {
    const wait = Math.min(nextFindMs, until?.atMs ?? Infinity) - clock.now();
    if (wait > 0) await pause(clock, wait, until?.signal);
    if (until?.signal?.aborted || (until && until.atMs <= clock.now())) return { is: 'stopped' };
    const found = await ask('find', until);
    nextFindMs = clock.now() + findEveryMs;
    return found;
  }

  /** One search of the field, and all that follows when a card is there. */
  async function attempt(until: Until, wantsPhoto: boolean, onFound: () => void): Promise<Attempt> {
    const found = await find(until);
    if (found.is !== 'answer') return unanswered(found);
    const trouble = troubleIn(found);
    if (trouble) return told(trouble);
    if (found.status !== sw.found) return 'no-card';
    readOnce = false;
    onFound();

    const selected = await ask('select', until);
    if (selected.is !== 'answer') return unanswered(selected);
    if (selected.status === sw.unknownCardType) return { is: 'unknown-card' };
    if (selected.status !== sw.ok) return 'no-card'; // normal while the card is still moving
    return readSelected(until, wantsPhoto);
  }

  async function readSelected(until: Until, wantsPhoto: boolean): Promise<Attempt> {
    const answer = await ask('read', until);
    if (answer.is !== 'answer') return lostOr(answer, until);
    const trouble = troubleIn(answer);
    if (trouble) return told(trouble);
    if (answer.status === sw.unknownCardType) return { is: 'unknown-card' };
    if (answer.status !== sw.ok) return { is: 'lost-card' };
    readOnce = true;
    const { data } = answer;
    const text = lengthAt(data, 0) === textBytes ? readCardText(data.subarray(textAt, textAt + textBytes), kinds) : { is: 'bad' as const, field: 'length' };
    const photo = wantsPhoto && lengthAt(data, 2) === photoBytes ? data.slice(textAt + textBytes, textAt + textBytes + photoBytes) : undefined;
    data.fill(0);
    const without = (outcome: Attempt): Attempt => { photo?.fill(0); return outcome; };
    if (text.is === 'unknown-kind') return without({ is: 'unknown-card', ...(text.kind && { kind: text.kind }) });
    if (text.is === 'bad') return without({ is: 'bad-card', field: text.field });
    const read = (card: IdCard): Attempt => ({ is: 'read', card, ...(photo?.length === photoBytes && { photo }) });
    if (text.is === 'foreigner') return read(text.card); // bears no address

    const moved = await ask('newAddress', until);
    if (moved.is !== 'answer') return without(await lostOr(moved, until));
    const address = moved.status === sw.ok ? readNewAddress(moved.data) : '';
    moved.data.fill(0);
    if (address) return read({ ...text.card, address });
    // Without this answer an outdated address could end on a form. A module that lacks the command has no such answer to give.
    const none: readonly number[] = [sw.ok, sw.noContent, sw.badCommand];
    return none.includes(moved.status) ? read(text.card) : without({ is: 'lost-card' });
  }

  /** Silence after a card was selected: the card went, if the module itself still answers. */
  async function lostOr(asked: Exclude<Asked, { is: 'answer' }>, until: Until): Promise<Attempt> {
    return asked.is === 'no-answer' && (await check(until)).is === 'ready' ? { is: 'lost-card' } : unanswered(asked);
  }
  function unanswered(asked: Exclude<Asked, { is: 'answer' }>): Offline | 'stopped' {
    return asked.is === 'stopped' ? 'stopped' : told({ is: 'offline', why: asked.is });
  }

  async function presence(): Promise<'present' | 'absent' | 'unknown'> {
    if (readOnce) {
      // A card that was read is not found again while it lies there, but it still answers.
      const still = await ask('newAddress');
      if (still.is !== 'answer') return 'unknown';
      still.data.fill(0);
      if (still.status === sw.ok || still.status === sw.noContent) return 'present';
      readOnce = false;
    }
    const found = await find();
    if (found.is !== 'answer') return 'unknown';
    return found.status === sw.found ? 'present' : found.status === sw.noCard ? 'absent' : 'unknown';
  }

  return { attempt, presence };
}

/** What an answer, or the lack of one, says about the reader itself. */
export function troubleIn(asked: Asked): Offline | undefined {
  if (asked.is === 'no-wire' || asked.is === 'no-answer') return { is: 'offline', why: asked.is };
  if (asked.is !== 'answer') return undefined;
  if (asked.status === sw.selfTestFailed) return { is: 'offline', why: 'self-test-failed' };
  if (asked.status === sw.notAuthorised) return { is: 'offline', why: 'not-authorised' };
  return undefined;
}

function lengthAt(data: Uint8Array, at: number): number {
  return (data[at]! << 8) | data[at + 1]!;
}
