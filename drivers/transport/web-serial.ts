import { type Clock, systemClock } from './clock.ts';
import { type Connection, type ConnectionEvents, reopeningWire } from './reopening.ts';
import type { Wire } from './wire.ts';

/** The part of the Web Serial API used here (WICG draft); TypeScript's DOM library does not declare it. */
export interface SerialPortLike {
  getInfo(): { readonly usbVendorId?: number; readonly usbProductId?: number };
  open(options: { readonly baudRate: number; readonly parity?: Parity; readonly bufferSize?: number }): Promise<void>;
  close(): Promise<void>;
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
}
export type Parity = 'none' | 'even' | 'odd';
export interface SerialLike extends EventTarget { getPorts(): Promise<readonly SerialPortLike[]> }

export interface WebSerialChoice {
  readonly baudRate: number;
  /** None unless told; Modbus boards as the standard has them want even. */
  readonly parity?: Parity;
  readonly usbVendorId?: number;
  readonly usbProductId?: number;
  readonly serial?: SerialLike;
  readonly clock?: Clock;
}

/**
 * Bytes over a serial port that was already granted to this origin (by enterprise policy SerialAllowAllPortsForUrls or
 * once by a technician): the first one that matches. Opens again when the device comes back.
 */
export function webSerialWire({ baudRate, parity = 'none', usbVendorId, usbProductId, serial = (navigator as { serial?: SerialLike }).serial, clock = systemClock }: WebSerialChoice): Wire {
  const matches = (port: SerialPortLike) => {
    const info = port.getInfo();
    return (usbVendorId === undefined || info.usbVendorId === usbVendorId) && (usbProductId === undefined || info.usbProductId === usbProductId);
  };
  const wire = reopeningWire(async (events) => {
    try {
      const port = (await serial?.getPorts())?.find(matches);
      if (!port) return 'failed';
      await port.open({ baudRate, parity, bufferSize: 4096 });
      return connection(port, events);
    } catch {
      return 'failed';
    }
  }, { clock });
  serial?.addEventListener('connect', wire.retryNow);
  return { ...wire, get state() { return wire.state; }, close() { serial?.removeEventListener('connect', wire.retryNow); wire.close(); } };
}

function connection(port: SerialPortLike, { bytes, lost }: ConnectionEvents): Connection {
  const writer = port.writable?.getWriter();
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let closing = false;
  const over = () => closing;

  async function listen() {
    // A framing error or an overrun ends the stream but not the port, which then offers a new stream.
    while (port.readable && !over()) {
      reader = port.readable.getReader();
      try {
        for (let next = await reader.read(); !next.done; next = await reader.read()) bytes(next.value);
      } catch { /* the loop looks whether the port still offers a stream */ }
      reader.releaseLock();
    }
    try { writer?.releaseLock(); await port.close(); } catch { /* the device is gone, nothing is left to close */ }
    lost();
  }
  void listen();

  return {
    send: (out) => (writer ? writer.write(out).then(() => 'sent' as const, () => 'closed' as const) : Promise.resolve('closed')),
    close() { closing = true; reader?.cancel().catch(() => undefined); },
  };
}
