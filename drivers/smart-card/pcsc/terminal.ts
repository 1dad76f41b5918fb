import type { PlainStatus } from '../../device.ts';
import { selfTestBy } from '../../self-test.ts';
import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import { type Found, heldInTurn } from '../slot.ts';
import type { CardChannel, CardTerminal } from '../terminal.ts';
import type { Attachment } from './attachment.ts';
import { forkedAttachment } from './forked.ts';
import { pcscWatcher, type SlotState } from './watcher.ts';

const lookEveryMs = 100;
const startMs = 2000;
const connectMs = 5000;
const releaseMs = 5000;
/** Some other program holds the card; a short visit of one is waited for. */
const takenMs = 3000;

export interface PcscChoice {
  readonly clock?: Clock;
  readonly model?: string;
  /** Part of the reader's name, where several are attached; the first that fits is taken. */
  readonly reader?: string;
  readonly attached?: Attachment & { close?(): void };
}
export interface PcscTerminal extends CardTerminal { close(): void }

/** A reader of the system's PC/SC daemon (pcscd, WinSCard), by npm `smartcard`. Node only. Each card is held exclusively. */
export function pcscTerminal({ clock = systemClock, model = 'pcsc', reader = '', attached = forkedAttachment() }: PcscChoice = {}): PcscTerminal {
  const watcher = pcscWatcher(attached, { clock, fragment: reader });
  const slot = heldInTurn(clock);
  const status = watched(statusOf(watcher.state));
  watcher.watch((state) => status.set(statusOf(state)));

  async function started() {
    for (const untilMs = clock.now() + startMs; watcher.state.is === 'starting' && clock.now() < untilMs;) await pause(clock, lookEveryMs);
  }

  async function find(over: () => boolean, onCard: (() => void) | undefined): Promise<Found | undefined> {
    for (let takenSinceMs: number | undefined; !over(); await pause(clock, lookEveryMs)) {
      const { is } = watcher.state;
      if (is === 'gone') return { is: 'offline', why: 'no-wire' };
      if (is === 'stuck') return { is: 'offline', why: 'no-answer' };
      if (is === 'starting' || is === 'absent') { takenSinceMs = undefined; continue; }
      onCard?.();
      if (is === 'mute') return { is: 'mute-card' };
      const connecting = attached.connect();
      const told = await within(clock, connectMs, connecting, undefined);
      if (!told) {
        void connecting.then((late) => { if (late.ok) void attached.disconnect(late.value.card); });
        return { is: 'offline', why: 'no-answer' };
      }
      if (told.ok) return { is: 'connected', card: channel(told.value.card, told.value.atr) };
      if (told.trouble === 'mute') return { is: 'mute-card' };
      if (told.trouble === 'daemon' || told.trouble === 'reader') return { is: 'offline', why: 'no-wire' };
      if (told.trouble === 'removed') continue;
      takenSinceMs ??= clock.now();
      if (clock.now() - takenSinceMs > takenMs) return { is: 'offline', why: 'no-answer' };
    }
    return undefined;
  }

  function channel(card: number, atr: Uint8Array): CardChannel {
    return {
      atr,
      async transmit(apdu, { deadlineMs }) {
        const told = await within(clock, deadlineMs, attached.transmit(card, apdu), { ok: false, trouble: 'removed' } as const);
        if (told.ok) return { is: 'answer', bytes: told.value };
        return told.trouble === 'daemon' || told.trouble === 'reader' ? { is: 'offline', why: 'no-wire' } : { is: 'lost-card' };
      },
      async release() { await within(clock, releaseMs, attached.disconnect(card), undefined); },
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
      return is === 'absent' ? 'absent' : is === 'present' || is === 'mute' ? 'present' : 'unknown';
    },
    async selfTest() {
      if (slot.holding) return { is: 'busy' };
      await started();
      return selfTestBy(status.value, 'reader' in watcher.state ? watcher.state.reader : '');
    },
    close() { watcher.close(); attached.close?.(); },
  };
}

function statusOf({ is }: SlotState): PlainStatus {
  return is === 'starting' ? { is } : is === 'gone' ? { is: 'offline', why: 'no-wire' } : is === 'stuck' ? { is: 'offline', why: 'no-answer' } : { is: 'ready' };
}
