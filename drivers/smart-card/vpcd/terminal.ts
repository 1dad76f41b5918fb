import { type Clock, pause, systemClock, within } from '../../transport/clock.ts';
import { watched, watchedWhileChecked } from '../../transport/listeners.ts';
import type { Wire } from '../../transport/wire.ts';
import type { PlainStatus, SelfTest } from '../../device.ts';
import { type Found, heldInTurn } from '../slot.ts';
import type { CardChannel, CardTerminal } from '../terminal.ts';
import { control, isAtr } from './codec.ts';
import { vpcdExchange } from './exchange.ts';

const pollEveryMs = 300;
const slotMs = 1000;
const checkEveryMs = 10_000;

/**
 * A card slot that speaks vpcd's protocol, the reader's side of it: what the daemon's virtual reader does, without the daemon.
 * One difference: vpcd takes a connection for a card, here the wire is the slot's cable and an empty answer to reset means
 * that no card is in it.
 */
export function vpcdTerminal(wire: Wire, { clock = systemClock, model = 'vpcd' }: { readonly clock?: Clock; readonly model?: string } = {}): CardTerminal {
  const { ask, tell } = vpcdExchange(wire, clock);
  const slot = heldInTurn(clock);
  const known = watched<PlainStatus>({ is: 'starting' });

  /** What is in the slot: `mute` gives no answer to reset worth the name. */
  async function look(): Promise<{ readonly is: 'absent' | 'mute' } | { readonly is: 'card'; readonly atr: Uint8Array } | Extract<PlainStatus, { is: 'offline' }>> {
    const asked = await ask(Uint8Array.of(control.getAtr), { deadlineMs: slotMs });
    if (asked.is !== 'answer') {
      const offline = { is: 'offline', why: asked.is } as const;
      known.set(offline);
      return offline;
    }
    known.set({ is: 'ready' });
    return asked.bytes.length === 0 ? { is: 'absent' } : isAtr(asked.bytes) ? { is: 'card', atr: asked.bytes } : { is: 'mute' };
  }
  async function check(): Promise<PlainStatus> {
    if (wire.state === 'opening') known.set({ is: 'starting' });
    else await look();
    return known.value;
  }
  const onWire = () => {
    known.set(wire.state === 'closed' ? { is: 'offline', why: 'no-wire' } : { is: 'starting' });
    if (wire.state === 'open') void check();
  };
  onWire();
  wire.watch(onWire);

  async function find(over: () => boolean, onCard: (() => void) | undefined): Promise<Found | undefined> {
    while (!over()) {
      if (wire.state === 'opening') { await pause(clock, 100); continue; }
      const seen = await look();
      if (over()) return undefined;
      if (seen.is === 'offline') return seen;
      if (seen.is === 'absent') { await pause(clock, pollEveryMs); continue; }
      onCard?.();
      if (seen.is === 'mute') return { is: 'mute-card' };
      await tell(Uint8Array.of(control.powerOn));
      const powered = await look();
      if (powered.is === 'offline') return powered;
      if (powered.is === 'mute') return { is: 'mute-card' };
      if (powered.is === 'card') return { is: 'connected', card: channel(powered.atr) };
    }
    return undefined;
  }

  function channel(atr: Uint8Array): CardChannel {
    return {
      atr,
      async transmit(apdu, { deadlineMs }) {
        // One byte would be a command to the slot.
        if (apdu.length < 4) return { is: 'lost-card' };
        const asked = await ask(apdu, { deadlineMs });
        if (asked.is === 'answer') return asked.bytes.length === 0 ? { is: 'lost-card' } : asked;
        if (asked.is === 'no-wire') return { is: 'offline', why: 'no-wire' };
        // The slot still answers: then the silence is the card's.
        const seen = await look();
        return seen.is === 'offline' ? seen : { is: 'lost-card' };
      },
      async release() { await tell(Uint8Array.of(control.powerOff)); },
    };
  }

  return {
    capabilities: { model, detectsRemoval: true },
    async status() { return known.value.is === 'ready' ? known.value : check(); },
    watch: watchedWhileChecked(known, { clock, everyMs: checkEveryMs, check: () => { if (wire.state === 'open') void check(); } }),
    connect: (ask) => slot.connect(ask, (over) => find(over, ask.onCard)),
    async cardPresent() {
      const seen = await within(clock, 5000, look(), { is: 'offline' } as const);
      return seen.is === 'offline' ? 'unknown' : seen.is === 'absent' ? 'absent' : 'present';
    },
    async selfTest(): Promise<SelfTest> {
      if (slot.holding) return { is: 'busy' };
      const status = await within(clock, 10_000, check(), { is: 'offline', why: 'no-answer' } as const);
      return status.is === 'ready' ? { is: 'passed', device: '' } : { is: 'failed', why: status.is === 'offline' ? status.why : 'no-answer' };
    },
  };
}
