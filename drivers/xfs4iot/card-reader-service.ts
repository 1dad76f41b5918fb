import type { CardChannel, CardTerminal, Connected } from '../smart-card/terminal.ts';
import type { PlainStatus } from '../device.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { isObject, type Json } from './envelope.ts';
import { type Ask, type Client, commandError, failure, type Result, success, type Told, type XfsService } from './service.ts';
import { commonCapabilities, plainPayload, statusBoard, statusEvents } from './device-status.ts';

type Media = 'present' | 'notPresent' | 'unknown';
/** What is known of the slot beside the terminal's own status. */
interface Slot { readonly media: Media; readonly chip: 'held' | 'off' | 'mute' }
interface Holding { readonly client: Client; readonly card: CardChannel }

/** So often it is looked whether a card that was read is still there. */
const lookEveryMs = 500;
/** Powering a card that already lies there; ISO/IEC 7816-3 gives it 40,000 clock cycles for its first sign. */
const powerMs = 5000;
/** So long a terminal may take, after a silent card, to find out whether the card or the slot is gone. A client of ours adds it to its timeout. */
export const afterSilenceMs = 1500;
/** An extended APDU, ISO/IEC 7816-4: header, length, 65,535 bytes, expected length. */
const longestApdu = 4 + 3 + 65_535 + 2;
const flags = ['track1', 'track2', 'track3', 'security', 'watermark', 'memoryChip', 'track1Front', 'frontImage', 'backImage', 'track1JIS', 'track3JIS', 'ddi'] as const;
const protocols: readonly unknown[] = ['chipT0', 'chipT1', 'chipProtocolNotRequired'];
const foreignProtocols: readonly unknown[] = ['chipTypeAPart3', 'chipTypeAPart4', 'chipTypeB', 'chipTypeNFC'];
const mediaOf: Readonly<Record<'present' | 'absent' | 'unknown', Media>> = { present: 'present', absent: 'notPresent', unknown: 'unknown' };

/**
 * Offers a slot for chip cards as an XFS4IoT CardReader of type dip. The card belongs to the client that had it read, until
 * ChipPower off, Reset, its removal, or the client's leaving: to all others it is sequenceError, so that nobody talks to a card
 * that somebody else put in. What goes through ChipIO may be personal: never log it.
 */
export function cardReaderService(terminal: CardTerminal, { name = 'SmartCard', clock = systemClock }: { name?: string; clock?: Clock } = {}): XfsService {
  const board = statusBoard<PlainStatus, Slot>(terminal, { media: 'unknown', chip: 'off' });
  let holding: Holding | undefined;
  let busy = false;
  let stopLooking: (() => void) | undefined;

  function sees(media: Media) {
    const lost = media === 'notPresent' ? holding : undefined;
    if (lost) holding = undefined;
    // The terminal lets nobody else in before.
    void lost?.card.release();
    board.set({ media, chip: holding ? 'held' : media === 'notPresent' || board.own.chip === 'held' ? 'off' : board.own.chip });
    stopLooking?.();
    stopLooking = media === 'present' && terminal.capabilities.detectsRemoval ? clock.after(lookEveryMs, () => void look()) : undefined;
  }
  async function look(): Promise<Media> {
    if (!busy) {
      const media = mediaOf[await terminal.cardPresent()];
      if (!busy && (media !== 'unknown' || !holding)) sees(media);
    } else sees(board.own.media);
    return board.own.media;
  }
  async function release() {
    const { card } = holding ?? {};
    holding = undefined;
    board.set({ ...board.own, chip: 'off' });
    await card?.release();
  }
  const isOthers = (client: Client) => holding !== undefined && holding.client !== client;

  async function connect(ask: Pick<Ask, 'deadlineMs' | 'signal' | 'client'>, onCard: () => void): Promise<Connected> {
    await release();
    busy = true;
    const connected = await terminal.connect({ deadlineMs: ask.deadlineMs, signal: ask.signal, onCard });
    busy = false;
    // Whoever asked has left or been told that the time is over.
    if (connected.is === 'connected' && ask.signal.aborted) {
      await connected.card.release();
      sees('present');
      return { is: 'cancelled' };
    }
    if (connected.is === 'connected') {
      holding = { client: ask.client, card: connected.card };
      sees('present');
    }
    if (connected.is === 'mute-card') { sees('present'); board.set({ media: 'present', chip: 'mute' }); }
    return connected;
  }

  async function readRawData(payload: Json, ask: Ask): Promise<Result> {
    if ([...flags, 'chip', 'fluxInactive'].some((flag) => payload[flag] !== undefined && typeof payload[flag] !== 'boolean')) return failure('invalidData');
    if (isOthers(ask.client)) return failure('sequenceError');
    if (await look() !== 'present') ask.event('CardReader.InsertCardEvent', '2.0');
    const connected = await connect(ask, () => ask.event('CardReader.MediaInsertedEvent', '2.0'));
    switch (connected.is) {
      case 'connected': return success({
        ...Object.fromEntries(flags.filter((flag) => payload[flag] === true && flag !== 'frontImage' && flag !== 'backImage').map((flag) => [flag, { status: 'dataSourceNotSupported' }])),
        ...(payload.chip === true && { chip: [{ status: 'ok', data: toBase64(connected.card.atr) }] }),
      });
      case 'mute-card':
        ask.event('CardReader.InvalidMediaEvent', '2.0');
        return commandError('invalidMedia');
      case 'timed-out': return failure('timeOut');
      case 'cancelled': return failure('canceled');
      case 'offline': return failure('deviceNotReady', { offline: connected.why });
    }
  }

  async function chipIO({ chipProtocol, chipData }: Json, { client, deadlineMs }: Ask): Promise<Result> {
    if (isOthers(client)) return failure('sequenceError');
    if (foreignProtocols.includes(chipProtocol)) return commandError('protocolNotSupported');
    const apdu = fromBase64(chipData);
    if (!protocols.includes(chipProtocol) || !apdu || apdu.length < 4 || apdu.length > longestApdu) return failure('invalidData');
    if (!holding) return commandError(await look() === 'notPresent' ? 'noMedia' : 'atrNotObtained');
    const answer = await holding.card.transmit(apdu, { deadlineMs: Math.max(deadlineMs / 2, deadlineMs - afterSilenceMs) });
    apdu.fill(0);
    if (answer.is === 'answer') {
      const text = toBase64(answer.bytes);
      answer.bytes.fill(0);
      return success({ chipProtocol, chipData: text });
    }
    await release();
    await look();
    return answer.is === 'lost-card' ? commandError(board.own.media === 'present' ? 'invalidData' : 'noMedia') : failure('deviceNotReady', { offline: answer.why });
  }

  async function chipPower({ chipPower }: Json, ask: Ask): Promise<Result> {
    if (chipPower !== 'cold' && chipPower !== 'warm' && chipPower !== 'off') return failure('invalidData');
    if (isOthers(ask.client)) return failure('sequenceError');
    if (chipPower === 'warm') return commandError('chipPowerNotSupported');
    if (chipPower === 'off') { await release(); return success(); }
    if (await look() === 'notPresent') return commandError('noMedia');
    const connected = await connect({ ...ask, deadlineMs: Math.min(ask.deadlineMs, powerMs) }, () => {});
    switch (connected.is) {
      case 'connected': return success({ chipData: toBase64(connected.card.atr) });
      case 'mute-card': return commandError('atrNotObtained');
      case 'timed-out': return ask.deadlineMs > powerMs ? commandError('noMedia') : failure('timeOut');
      case 'cancelled': return failure('canceled');
      case 'offline': return failure('deviceNotReady', { offline: connected.why });
    }
  }

  /** The slot moves no card: whatever is asked for, it stays where it is, powered down. */
  async function reset({ to }: Json, { client }: Ask, tell: (event: Told) => void): Promise<Result> {
    if (to === 'retain') return failure('unsupportedData');
    if (to != null && to !== 'exit' && to !== 'currentPosition' && to !== 'auto') return failure('invalidData');
    if (isOthers(client)) return failure('sequenceError');
    await release();
    if (await look() === 'present') tell({ name: 'CardReader.MediaDetectedEvent', version: '2.0', payload: { position: 'transport' } });
    return success();
  }

  let tell: (event: Told) => void = () => {};
  return {
    name,
    commands: {
      'CardReader.ReadRawData': { version: '2.0', completionVersion: '3.0', run: readRawData },
      'CardReader.ChipIO': { version: '3.0', completionVersion: '3.0', run: chipIO },
      'CardReader.ChipPower': { version: '2.0', completionVersion: '3.0', run: chipPower },
      'CardReader.Reset': { version: '2.0', completionVersion: '2.0', run: (payload, ask) => reset(payload, ask, tell) },
    },
    events: Object.fromEntries(['InsertCardEvent', 'MediaInsertedEvent', 'InvalidMediaEvent', 'MediaRemovedEvent', 'MediaDetectedEvent'].map((event) => [`CardReader.${event}`, '2.0'])),
    async status() {
      await look();
      return payloadOf(await board.status());
    },
    capabilities: () => ({
      common: commonCapabilities(terminal.capabilities.model),
      cardReader: {
        type: 'dip', chipProtocols: { chipT0: true, chipT1: true, chipProtocolNotRequired: true }, chipPower: { cold: true, off: true },
        cardTakenSensor: terminal.capabilities.detectsRemoval,
      },
    }),
    watch(next) {
      tell = next;
      const stop = statusEvents(board, payloadOf, removed)(next);
      return () => { stop(); tell = () => {}; stopLooking?.(); stopLooking = undefined; };
    },
    selfTest: () => terminal.selfTest(),
    left(client) { if (holding?.client === client) void release(); },
  };
}

function payloadOf([status, { media, chip }]: readonly [PlainStatus, Slot]): Json {
  const chipPower = media === 'notPresent' ? 'noCard' : chip === 'held' ? 'online' : chip === 'mute' ? 'hardwareError' : media === 'present' ? 'poweredOff' : 'unknown';
  return { ...plainPayload(status), cardReader: { media, chipPower, chipModule: status.is === 'ready' ? 'ok' : 'unknown' } };
}
const mediaIn = ({ cardReader }: Json) => (isObject(cardReader) ? cardReader.media : undefined);
function removed(before: Json, after: Json): readonly Told[] {
  return mediaIn(before) === 'present' && mediaIn(after) === 'notPresent' ? [{ name: 'CardReader.MediaRemovedEvent', version: '2.0', payload: {} }] : [];
}
