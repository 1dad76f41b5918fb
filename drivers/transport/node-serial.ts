import { SerialPort } from 'serialport';
import type { Clock } from './clock.ts';
import { reopeningWire } from './reopening.ts';
import type { Wire } from './wire.ts';

/** A serial line of the terminal: `/dev/ttyUSB0` or, better, a name under `/dev/serial/by-id` that survives replugging. */
export interface SerialLine { readonly path: string; readonly baudRate: number; readonly parity?: 'none' | 'even' | 'odd' | undefined }

/** Bytes over a serial line, eight bits and one stop bit, without flow control. Node only. Opens again when the device comes back. */
export function nodeSerialWire({ path, baudRate, parity = 'none' }: SerialLine, ask: { clock?: Clock } = {}): Wire {
  return reopeningWire(({ bytes, lost }) => new Promise((resolve) => {
    const port = new SerialPort({ path, baudRate, parity, autoOpen: false });
    port.on('data', bytes);
    port.on('error', () => port.destroy()); // `close` follows where it was open
    port.on('close', lost);
    port.open((trouble) => resolve(trouble ? 'failed' : {
      // Not drained: a device that holds the line back would hold one of Node's few threads with it.
      send: (out) => new Promise((done) => {
        if (!port.isOpen) return done('closed');
        const closed = () => done('closed');
        port.once('close', closed);
        port.write(out, (failed) => { port.off('close', closed); done(failed ? 'closed' : 'sent'); });
      }),
      close: () => { if (port.isOpen) port.close(() => undefined); },
    }));
  }), ask);
}
