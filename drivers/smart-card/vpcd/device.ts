import { type Clock, systemClock } from '../../transport/clock.ts';
import type { Wire } from '../../transport/wire.ts';
import type { SocialSecurityCard } from '../port.ts';
import { type Manner, simChip } from './chip.ts';
import { control, message, messageParser } from './codec.ts';

/** What can be put into the slot. */
export type SlottedCard =
  | { readonly is: 'social-security'; readonly card: SocialSecurityCard; readonly manner?: Partial<Manner> }
  /** A bank's card, a door's: it answers, but has no such application. */
  | { readonly is: 'other' }
  /** The wrong way round, or dead: the contact feels it, no chip answers. */
  | { readonly is: 'mute' };

/** A simulated card slot at the far end of a wire: what connects to vpcd's virtual reader, or to our own terminal. */
export interface SimCardSlot {
  lay(card: SlottedCard): void;
  pull(): void;
  /** The card leaves after so many further bytes of its answers to commands. */
  pullAfterBytes(bytes: number): void;
  /** The slot itself no longer answers anything. */
  setSilent(silent: boolean): void;
  /** Answers something else than the chip did. */
  setGarbage(mangle: ((answer: Uint8Array) => Uint8Array) | null): void;
  /** Delays every answer of a chip, in ms. */
  answerMs: number;
  readonly card: SlottedCard | undefined;
  readonly powered: boolean;
  /** The instruction bytes heard so far, in order. */
  readonly heard: readonly number[];
}

/** T=0, no historical bytes that mean anything; the one of the published example. */
const atr = Uint8Array.of(0x3b, 0x65, 0x00, 0x00, 0x20, 0x63, 0x0c, 0xba, 0x60);
/** What noise on the contacts of a card put in upside down looks like. */
const noAtr = Uint8Array.of(0x00, 0x00);
const empty = new Uint8Array(0);

/** `onGone`: vpcd takes the connection itself for the card, so whoever made it ends it then. */
export function simCardSlot(wire: Wire, { clock = systemClock, onGone = () => {} }: { readonly clock?: Clock; readonly onGone?: () => void } = {}): SimCardSlot {
  const parser = messageParser();
  const heard: number[] = [];
  let card: SlottedCard | undefined;
  let chip: ReturnType<typeof simChip> | undefined;
  let powered = false;
  let silent = false;
  let mangle: ((answer: Uint8Array) => Uint8Array) | null = null;
  let leavesAfter: number | undefined;
  /** Grows with every card, so that a slow answer is not sent for the next one. */
  let laid = 0;

  wire.listen((bytes) => { for (const body of parser.push(bytes)) take(body); });
  wire.watch(() => { parser.reset(); powered = false; restart(); });

  function take(body: Uint8Array) {
    if (silent || body.length === 0) return;
    if (body.length > 1) return command(body);
    if (body[0] === control.getAtr) void wire.send(message(!card ? empty : card.is === 'mute' ? noAtr : atr));
    if (body[0] === control.powerOff) powered = false;
    if (body[0] === control.powerOn || body[0] === control.reset) { powered = card !== undefined; restart(); }
  }
  function command(apdu: Uint8Array) {
    if (apdu.length > 1) heard.push(apdu[1]!);
    if (!chip) return void wire.send(message(empty));
    const spoken = chip.answer(apdu);
    const answer = mangle?.(spoken) ?? spoken;
    const mine = laid;
    const send = () => { if (mine === laid) say(message(answer)); };
    if (slot.answerMs > 0) clock.after(slot.answerMs, send);
    else send();
  }
  function say(framed: Uint8Array) {
    if (leavesAfter === undefined) return void wire.send(framed);
    if (leavesAfter === 0) { slot.pull(); return void wire.send(message(empty)); }
    const part = framed.slice(0, leavesAfter);
    leavesAfter -= part.length;
    const gone = part.length < framed.length;
    void wire.send(part).then(() => { if (gone && leavesAfter === 0) slot.pull(); });
  }
  function restart() {
    chip = card?.is === 'social-security' ? simChip(card.card, card.manner) : card?.is === 'other' ? simChip() : undefined;
  }

  const slot: SimCardSlot = {
    lay(next) { laid++; card = next; leavesAfter = undefined; restart(); },
    pull() {
      if (!card) return;
      laid++;
      card = undefined;
      chip = undefined;
      powered = false;
      leavesAfter = undefined;
      onGone();
    },
    pullAfterBytes(bytes) { leavesAfter = bytes; },
    setSilent(next) { silent = next; },
    setGarbage(next) { mangle = next; },
    answerMs: 0,
    get card() { return card; },
    get powered() { return powered; },
    heard,
  };
  return slot;
}
