import type { PlainStatus } from '../../../drivers/device.ts';
import type { CardTerminal, Connected, Transmitted } from '../../../drivers/smart-card/terminal.ts';
import { watched } from '../../../drivers/transport/listeners.ts';

/** A slot that does what the test says, without time: put in, pull, answer. */
export function scriptedTerminal() {
  const status = watched<PlainStatus>({ is: 'ready' });
  let card: 'none' | 'chip' | 'mute' = 'none';
  let waiting: ((connected: Connected) => void) | undefined;
  let answer: (apdu: Uint8Array) => Transmitted = () => ({ is: 'answer', bytes: Uint8Array.of(0x90, 0x00) });
  const seen = { connected: 0, released: 0, apdus: [] as string[] };

  function arrive(): Connected {
    if (card === 'mute') return { is: 'mute-card' };
    seen.connected++;
    let isReleased = false;
    return {
      is: 'connected',
      card: {
        atr: Uint8Array.of(0x3b, 0x6d, 0x00, 0x00),
        async transmit(apdu) {
          seen.apdus.push(Buffer.from(apdu).toString('hex'));
          return card === 'chip' && !isReleased ? answer(apdu) : { is: 'lost-card' };
        },
        async release() { if (!isReleased) seen.released++; isReleased = true; },
      },
    };
  }
  const terminal: CardTerminal = {
    capabilities: { model: 'scripted', detectsRemoval: true },
    async status() { return status.value; },
    watch: status.watch,
    async selfTest() { return { is: 'passed', device: 'scripted' }; },
    connect({ signal, deadlineMs, onCard }) {
      if (card !== 'none') { onCard?.(); return Promise.resolve(arrive()); }
      return new Promise((resolve) => {
        const end = (connected: Connected) => { clearTimeout(timer); waiting = undefined; resolve(connected); };
        const timer = setTimeout(() => end({ is: 'timed-out' }), Math.min(deadlineMs, 60_000));
        signal?.addEventListener('abort', () => end({ is: 'cancelled' }));
        waiting = (connected) => { onCard?.(); end(connected); };
      });
    },
    async cardPresent() { return card === 'none' ? 'absent' : 'present'; },
  };
  return {
    terminal, seen,
    lay(kind: 'chip' | 'mute' = 'chip') { card = kind; waiting?.(arrive()); },
    pull() { card = 'none'; },
    answers(how: (apdu: Uint8Array) => Transmitted) { answer = how; },
  };
}
