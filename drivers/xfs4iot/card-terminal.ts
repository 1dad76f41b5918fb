import type { PlainStatus } from '../device.ts';
import type { CardChannel, CardTerminal, Connected, Transmitted } from '../smart-card/terminal.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { afterSilenceMs } from './card-reader-service.ts';
import type { XfsClient, XfsOutcome } from './client.ts';
import { plainStatusOf } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { endedOrLeft } from './leaving.ts';
import { serviceCapabilities } from './service-capabilities.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';

const presenceMs = 5000;
const releaseMs = 5000;

/** A slot for chip cards behind an XFS4IoT CardReader service. Whether it notices a card being taken out is asked of the service. */
export function xfs4iotCardTerminal(client: XfsClient, { model = 'XFS4IoT', clock = systemClock }: { model?: string; clock?: Clock } = {}): CardTerminal {
  const link = serviceLink<PlainStatus>(client, { read: (payload) => plainStatusOf(payload), starting: { is: 'starting' }, offline: { is: 'offline', why: 'no-wire' } });
  const able = serviceCapabilities(client, ({ cardReader }) => !isObject(cardReader) || cardReader.cardTakenSensor !== false, true);
  const powerOff = () => client.command('CardReader.ChipPower', '2.0', { timeoutMs: releaseMs, payload: { chipPower: 'off' } });

  async function giveUp(command: Promise<XfsOutcome>) {
    const late = await command;
    if (late.is === 'indeterminate' || (late.is === 'completed' && late.code === 'success')) await powerOff();
  }
  function channel(atr: Uint8Array): CardChannel {
    let released = false;
    return {
      atr,
      async transmit(apdu, { deadlineMs }) {
        if (released) return { is: 'lost-card' };
        return answerOf(await client.command('CardReader.ChipIO', '3.0', { timeoutMs: deadlineMs + afterSilenceMs, payload: { chipProtocol: 'chipProtocolNotRequired', chipData: toBase64(apdu) } }));
      },
      async release() {
        if (released) return;
        released = true;
        await powerOff();
      },
    };
  }

  return {
    get capabilities() { return { model, detectsRemoval: able.value }; },
    status: link.ask,
    watch: link.watch,
    selfTest: () => serviceSelfTest(client, link),
    async connect({ deadlineMs, signal, onCard }) {
      const command = client.command('CardReader.ReadRawData', '2.0', {
        timeoutMs: deadlineMs, signal, payload: { chip: true },
        onEvent: (name) => { if (name === 'CardReader.MediaInsertedEvent') onCard?.(); },
      });
      const outcome = await endedOrLeft(clock, signal, command);
      // A card that was powered all the same is nobody's.
      if (outcome === 'left') {
        void giveUp(command);
        return { is: 'cancelled' };
      }
      if (outcome.is === 'indeterminate' && outcome.why !== 'disconnected') void powerOff();
      const connected = connectedOf(outcome, channel);
      if (connected.is !== 'connected' || !signal?.aborted) return connected;
      await connected.card.release();
      return { is: 'cancelled' };
    },
    async cardPresent() {
      const outcome = await client.command('Common.Status', '2.0', { timeoutMs: presenceMs });
      const media = outcome.is === 'completed' && outcome.code === 'success' && isObject(outcome.payload.cardReader) ? outcome.payload.cardReader.media : undefined;
      return media === 'present' || media === 'latched' || media === 'jammed' || media === 'entering' ? 'present' : media === 'notPresent' ? 'absent' : 'unknown';
    },
  };
}

/** What the outcome says of the way to the card, when it says nothing of the card. */
function offline(outcome: XfsOutcome): { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' } {
  if (outcome.is === 'completed') return { is: 'offline', why: outcome.payload.offline === 'no-wire' ? 'no-wire' : 'no-answer' };
  const cut = outcome.is === 'not-sent' || (outcome.is === 'indeterminate' && outcome.why === 'disconnected');
  return { is: 'offline', why: cut ? 'no-wire' : 'no-answer' };
}

function connectedOf(outcome: XfsOutcome, channel: (atr: Uint8Array) => CardChannel): Connected {
  if (outcome.is === 'not-sent' && outcome.why === 'cancelled') return { is: 'cancelled' };
  if (outcome.is === 'not-sent' && outcome.why === 'no-time') return { is: 'timed-out' };
  if (outcome.is !== 'completed') return offline(outcome);
  const { code, payload } = outcome;
  switch (code) {
    case 'success': {
      const atr = atrIn(payload);
      return atr ? { is: 'connected', card: channel(atr) } : { is: 'mute-card' };
    }
    case 'timeOut': return { is: 'timed-out' };
    case 'canceled': return { is: 'cancelled' };
    // Whatever is wrong with the card, it does not speak; jammed and short ones are for the maintainer.
    case 'commandErrorCode': return payload.errorCode === 'mediaJam' || payload.errorCode === 'shutterFail' ? { is: 'offline', why: 'no-answer' } : { is: 'mute-card' };
    default: return offline(outcome);
  }
}
function atrIn({ chip }: Json): Uint8Array | undefined {
  const first: unknown = Array.isArray(chip) ? chip[0] : undefined;
  const atr = isObject(first) && (first.status == null || first.status === 'ok') ? fromBase64(first.data) : undefined;
  // ISO/IEC 7816-3: TS and T0 at least, 33 bytes at most.
  return atr && atr.length >= 2 && atr.length <= 33 ? atr : undefined;
}

function answerOf(outcome: XfsOutcome): Transmitted {
  if (outcome.is !== 'completed') return offline(outcome);
  const { code, payload } = outcome;
  if (code === 'success') {
    const bytes = fromBase64(payload.chipData);
    return bytes && bytes.length >= 2 ? { is: 'answer', bytes } : { is: 'offline', why: 'no-answer' };
  }
  // sequenceError: the card was given up meanwhile, as after a broken connection.
  const lost = code === 'sequenceError' || (code === 'commandErrorCode' && payload.errorCode !== 'protocolNotSupported');
  return lost ? { is: 'lost-card' } : offline(outcome);
}
