import { loadPcsc, type Pcsc, type PcscCard, type PcscContext, type PcscReader, type Trouble, troubleOf } from './module.ts';

/** What came of a call: nothing here rejects, because it is told to another process. */
export type Told<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };
export interface Seen { readonly is: 'absent' | 'present' | 'mute' | 'gone'; readonly state: number }

/** One reader of the system's daemon, as far as it is used here. Any call may take its time; the caller keeps the deadline. */
export interface Attachment {
  /** Finds the daemon, and in it the first reader whose name contains `fragment`. */
  attach(fragment: string): Promise<Told<string>>;
  /** Waits for a change from `state` (0: tells at once); nothing new after `timeoutMs`. */
  wait(state: number, timeoutMs: number): Promise<Told<Seen | undefined>>;
  /** The card for nobody but us. */
  connect(): Promise<Told<{ readonly card: number; readonly atr: Uint8Array }>>;
  transmit(card: number, apdu: Uint8Array): Promise<Told<Uint8Array>>;
  /** Powers the card down. */
  disconnect(card: number): Promise<Told<true>>;
}

const longestAnswer = 258;

export async function attachment(): Promise<Attachment> {
  const loaded = await loadPcsc();
  let watching: PcscContext | undefined;
  let using: PcscContext | undefined;
  let reader: PcscReader | undefined;
  const cards = new Map<number, { readonly card: PcscCard; pending: Promise<unknown> }>();
  let lastCard = 0;

  async function told<T>(job: (pcsc: Pcsc) => Promise<T> | T): Promise<Told<T>> {
    if (!loaded) return { ok: false, trouble: 'daemon' };
    try { return { ok: true, value: await job(loaded) }; } catch (error) { return { ok: false, trouble: troubleOf(error) }; }
  }
  return {
    attach: (fragment) => told((pcsc) => {
      for (const context of [watching, using]) try { context?.close(); } catch { /* its daemon is gone */ }
      cards.clear();
      reader = undefined;
      // The library lets one call at a time through on each connection, and one waits for changes nearly always.
      watching = new pcsc.Context();
      using = new pcsc.Context();
      reader = using.listReaders().find(({ name }) => name.includes(fragment));
      if (!reader) throw new Error('No readers available');
      return reader.name;
    }),
    wait: (state, timeoutMs) => told(async (pcsc) => {
      const changes = watching && reader ? await watching.waitForChange([{ name: reader.name, state }], timeoutMs) : null;
      const now = changes?.[0]?.state;
      if (now === undefined) return undefined;
      const is = now & (pcsc.SCARD_STATE_UNKNOWN | pcsc.SCARD_STATE_UNAVAILABLE) ? 'gone' : !(now & pcsc.SCARD_STATE_PRESENT) ? 'absent' : now & pcsc.SCARD_STATE_MUTE ? 'mute' : 'present';
      return { is, state: now & ~pcsc.SCARD_STATE_CHANGED };
    }),
    connect: () => told(async ({ SCARD_SHARE_EXCLUSIVE: exclusive, SCARD_PROTOCOL_T0: t0, SCARD_PROTOCOL_T1: t1 }) => {
      const from = reader;
      if (!from) throw new Error('Unknown reader');
      // Some cards fall silent when both protocols are offered.
      const card = await from.connect(exclusive, t0 | t1).catch((error: unknown) => { if (troubleOf(error) === 'mute') return from.connect(exclusive, t0); throw error; });
      cards.set(++lastCard, { card, pending: Promise.resolve() });
      return { card: lastCard, atr: Uint8Array.from(card.atr ?? []) };
    }),
    transmit: (card, apdu) => told(async () => {
      const held = cards.get(card);
      if (!held) throw new Error('Card was removed');
      const sent = held.card.transmit(Array.from(apdu), { maxRecvLength: longestAnswer });
      held.pending = sent.catch(() => undefined);
      const answer = await sent;
      const bytes = Uint8Array.from(answer);
      answer.fill(0);
      return bytes;
    }),
    disconnect: (card) => told(async (pcsc) => {
      const held = cards.get(card);
      cards.delete(card);
      await held?.pending;
      held?.card.disconnect(pcsc.SCARD_UNPOWER_CARD);
      return true as const;
    }),
  };
}
