import type { PlainStatus } from '../../device.ts';
import { selfTestBy } from '../../self-test.ts';
import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import { type Found, heldInTurn } from '../slot.ts';
import type { CardChannel, CardTerminal, Transmitted } from '../terminal.ts';
import { type Pcsc, type PcscCard, troubleOf } from './module.ts';
import { pcscWatcher, type SlotState } from './watcher.ts';

const lookEveryMs = 100;
/** Some other program holds the card; a short visit of one is waited for. */
const takenMs = 3000;
const longestAnswer = 258;

export interface PcscChoice {
  readonly clock?: Clock;
  readonly model?: string;
  /** Part of the reader's name, where several are attached; the first that fits is taken. */
  readonly reader?: string;
  readonly load?: () => Promise<Pcsc | undefined>;
}
export interface PcscTerminal extends CardTerminal { close(): void }

/** A reader of the system's PC/SC daemon (pcscd, WinSCard), by npm `smartcard`. Node only. Each card is held exclusively. */
export function pcscTerminal({ clock = systemClock, model = 'pcsc', reader = '', load }: PcscChoice = {}): PcscTerminal {
  const watcher = pcscWatcher({ clock, fragment: reader, ...(load && { load }) });
  const slot = heldInTurn(clock);
  const statusOf = (state: SlotState): PlainStatus => (state.is === 'starting' ? { is: 'starting' } : state.is === 'gone' ? { is: 'offline', why: 'no-wire' } : { is: 'ready' });
  const status = watched(statusOf(watcher.state));
  watcher.watch((state) => status.set(statusOf(state)));

  async function started() {
    for (let i = 0; watcher.state.is === 'starting' && i < 20; i++) await pause(clock, lookEveryMs);
  }

  async function find(over: () => boolean, onCard: (() => void) | undefined): Promise<Found | undefined> {
    let takenSinceMs: number | undefined;
    for (; !over(); await pause(clock, lookEveryMs)) {
      const { state, using } = watcher;
      if (state.is === 'gone') return { is: 'offline', why: 'no-wire' };
      if (state.is === 'starting' || state.is === 'absent' || !using) { takenSinceMs = undefined; continue; }
      onCard?.();
      if (state.is === 'mute') return { is: 'mute-card' };
      const { SCARD_SHARE_EXCLUSIVE: exclusive, SCARD_PROTOCOL_T0: t0, SCARD_PROTOCOL_T1: t1 } = using.pcsc;
      try {
        // Some cards fall silent when both protocols are offered.
        const card = await using.reader.connect(exclusive, t0 | t1).catch((error: unknown) => { if (troubleOf(error) === 'mute') return using.reader.connect(exclusive, t0); throw error; });
        return { is: 'connected', card: channel(card, using.pcsc) };
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble === 'mute') return { is: 'mute-card' };
        if (trouble === 'daemon' || trouble === 'reader') return { is: 'offline', why: 'no-wire' };
        if (trouble === 'removed') continue;
        takenSinceMs ??= clock.now();
        if (clock.now() - takenSinceMs > takenMs) return { is: 'offline', why: 'no-answer' };
      }
    }
    return undefined;
  }

  function channel(card: PcscCard, { SCARD_UNPOWER_CARD: unpower }: Pcsc): CardChannel {
    let pending: Promise<unknown> = Promise.resolve();
    return {
      atr: Uint8Array.from(card.atr ?? []),
      transmit(apdu, { deadlineMs }) {
        const sent = card.transmit(Array.from(apdu), { maxRecvLength: longestAnswer }).then(
          (answer): Transmitted => { const bytes = Uint8Array.from(answer); answer.fill(0); return { is: 'answer', bytes }; },
          (error: unknown): Transmitted => (troubleOf(error) === 'daemon' || troubleOf(error) === 'reader' ? { is: 'offline', why: 'no-wire' } : { is: 'lost-card' }),
        );
        pending = sent;
        return within(clock, deadlineMs, sent, { is: 'lost-card' });
      },
      async release() {
        const disconnect = () => { try { card.disconnect(unpower); } catch { /* card or daemon is gone already */ } };
        // The library lets a disconnect wait for a transmit under way, and with it the whole process: so not before its end.
        await within(clock, 5000, pending.finally(disconnect), undefined);
      },
    };
  }

  return {
    capabilities: { model, detectsRemoval: true },
    async status() { await started(); return status.value; },
    watch: status.watch,
    connect: (ask) => slot.connect(ask, (over) => find(over, ask.onCard)),
    async cardPresent() {
      await started();
      const { is } = watcher.state;
      return is === 'gone' || is === 'starting' ? 'unknown' : is === 'absent' ? 'absent' : 'present';
    },
    async selfTest() {
      if (slot.holding) return { is: 'busy' };
      await started();
      return selfTestBy(status.value, 'reader' in watcher.state ? watcher.state.reader : '');
    },
    close: watcher.close,
  };
}
