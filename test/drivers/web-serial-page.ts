// Runs in a real Chromium: our wire over Web Serial and our reader on it, handed to the test through the window.
import type { ReadCard } from '../../drivers/id-reader/port.ts';
import { sdtReader } from '../../drivers/id-reader/sdt/driver.ts';
import { webSerialWire } from '../../drivers/transport/web-serial.ts';

const wire = webSerialWire({ baudRate: 115_200 });
let received: number[] = [];
let chunks = 0;
wire.listen((bytes) => { received.push(...bytes); chunks++; });
const reader = sdtReader(wire, { kinds: ['resident', 'residence-permit', 'foreigner'] });

const serialPage = {
  state: () => wire.state,
  status: () => reader.status(),
  async read(ask: ReadCard) { received = []; chunks = 0; return reader.read(ask); },
  cardPresent: () => reader.cardPresent(),
  selfTest: () => reader.selfTest(),
  /** All that came since the last read began. */
  received: () => ({ bytes: received, chunks }),
};
export type SerialPage = typeof serialPage;
Object.assign(globalThis, { serialPage });
