import { type Clock, systemClock } from '../../transport/clock.ts';
import { joined } from '../../transport/bytes.ts';
import { paced } from '../../transport/paced.ts';
import type { Wire } from '../../transport/wire.ts';
import type { IdCard } from '../port.ts';
import { commandBytes, commandLimits, type CommandName, frame, frameParser, sw } from './codec.ts';
import { putUnits } from './layout.ts';
import { encodeCard } from './text.ts';

export type SamFault = 'self-test' | 'unauthorised' | 'mute' | 'garbage';

/** A simulated SAM with its antenna, at the other end of a wire. */
export interface SimSam {
  /** Lays a card on: its text block (256 bytes of any kind) or its contents, a new address if it carries one, and a photo of 1,024 bytes. */
  layCard(card: Uint8Array | IdCard, more?: { readonly newAddress?: string; readonly photo?: Uint8Array | undefined }): void;
  pullCard(): void;
  /** The card will leave during the next read, after so many bytes of the answer; 0 lets the SAM still say that it failed. */
  pullDuringRead(afterBytes: number): void;
  setFault(fault: SamFault | null): void;
  /** Delays every answer, in ms. */
  answerMs: number;
  /** Commands understood so far, in order. */
  readonly heard: readonly CommandName[];
}

/** `baud` paces the answers as a serial line would, `fragmentBytes` splits them; 0 leaves them whole and immediate. */
export function simSam(wire: Wire, { clock = systemClock, baud = 0, fragmentBytes = 0 }: { clock?: Clock; baud?: number; fragmentBytes?: number } = {}): SimSam {
  const out = paced(wire, { baud, chunkBytes: fragmentBytes, clock });
  const parser = frameParser(commandLimits);
  const heard: CommandName[] = [];
  let card: { readonly text: Uint8Array; readonly newAddress: string | undefined; readonly photo: Uint8Array } | undefined;
  let step: 'untouched' | 'found' | 'selected' = 'untouched';
  /** Once read, a card must leave the field before it is found again. */
  let wasRead = false;
  let cutReadAfter: number | undefined;
  let fault: SamFault | null = null;

  wire.listen((bytes) => {
    for (const body of parser.push(bytes)) {
      const command = (Object.keys(commandBytes) as CommandName[]).find((name) => commandBytes[name].every((byte, i) => body[i] === byte));
      if (command) heard.push(command);
      if (fault === 'mute') continue;
      const reply = fault === 'garbage' ? noise : command ? answer(command) : status(sw.badCommand);
      if (sim.answerMs > 0) clock.after(sim.answerMs, () => void out.send(reply));
      else void out.send(reply);
    }
  });

  function answer(command: CommandName): Uint8Array {
    if (fault === 'self-test') return status(sw.selfTestFailed);
    if (fault === 'unauthorised') return status(sw.notAuthorised);
    switch (command) {
      case 'reset': step = 'untouched'; wasRead = false; return status(sw.ok);
      case 'status': return status(sw.ok);
      case 'samId': return status(sw.ok, samNumber);
      case 'find':
        if (!card || wasRead) return status(sw.noCard);
        step = 'found';
        return status(sw.found, new Uint8Array(4));
      case 'select':
        if (!card || step === 'untouched') return status(sw.selectFailed);
        step = 'selected';
        return status(sw.ok, new Uint8Array(8));
      case 'read': return read();
      case 'newAddress':
        if (!card || step !== 'selected') return status(sw.readFailed);
        return card.newAddress === undefined ? status(sw.noContent) : status(sw.ok, padded(card.newAddress, 70));
      case 'chipNumber':
        return card && step === 'selected' ? status(sw.ok, chipNumber) : status(sw.readFailed);
      case 'radioLimit': return status(sw.ok);
    }
  }

  function read(): Uint8Array {
    if (!card || step !== 'selected') return status(sw.readFailed);
    const whole = status(sw.ok, joined(Uint8Array.of(1, 0, 4, 0), card.text, card.photo));
    const cut = cutReadAfter;
    if (cut === undefined) { wasRead = true; return whole; }
    sim.pullCard();
    return cut === 0 ? status(sw.readFailed) : whole.slice(0, cut);
  }

  function lift() {
    card = undefined;
    step = 'untouched';
    wasRead = false;
  }

  const sim: SimSam = {
    layCard(next, more) {
      lift();
      card = { text: next instanceof Uint8Array ? next : encodeCard(next), newAddress: more?.newAddress, photo: more?.photo ?? nobodysPhoto };
    },
    pullCard() {
      lift();
      cutReadAfter = undefined;
    },
    pullDuringRead(afterBytes) { cutReadAfter = afterBytes; },
    setFault(next) { fault = next; },
    answerMs: 0,
    heard,
  };
  return sim;
}

/** Nobody's photo: bytes that no decoder takes, but that can be told from zeros. */
const nobodysPhoto = Uint8Array.from({ length: 1024 }, (_, i) => (i * 7) & 0xff);
/** 05.01-20042898-0012825249-4159100162, as in the published example. */
const samNumber = Uint8Array.of(5, 0, 1, 0, 0x92, 0xd4, 0x31, 0x01, 0xa1, 0xb2, 0xc3, 0x00, 0x02, 0xd5, 0xe6, 0xf7);
/** No chip's: zeros but for a mark. */
const chipNumber = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1);
const noise = Uint8Array.of(0xaa, 0xaa, 0x96, 0x00, 0xff, 0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x90, 0x00);

function status(code: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  return frame(joined(Uint8Array.of(0, 0, code), data));
}

function padded(text: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  putUnits(bytes, text, 0, length);
  return bytes;
}
