import { selfTestBy } from '../../self-test.ts';
import { type Clock, systemClock } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import type { Wire } from '../../transport/wire.ts';
import { codeOf } from '../code.ts';
import type { CodeScanner, CodeScannerStatus } from '../port.ts';
import { waitingScans } from '../waiting.ts';
import { lineParser, withoutAim } from './codec.ts';

/** A scanner sends a code in one go; bytes after such a silence begin another. */
const lineGapMs = 1000;

/**
 * A scanner on a serial line (RS-232, USB-CDC) set to end every code with CR, LF or both and to send by itself. `aim`: it is
 * set to put an AIM symbology identifier in front; what comes without one is damaged.
 */
export function serialScanner(wire: Wire, { clock = systemClock, model = 'serial', aim = false }: { clock?: Clock; model?: string; aim?: boolean } = {}): CodeScanner {
  const stateOf = (): CodeScannerStatus => (wire.state === 'open' ? { is: 'ready' } : wire.state === 'opening' ? { is: 'starting' } : { is: 'offline', why: 'no-wire' });
  const status = watched(stateOf());
  const waiting = waitingScans(clock, stateOf);
  const parser = lineParser();
  let lastMs = -Infinity;
  let begunMs = 0;

  wire.listen((bytes) => {
    if (clock.now() - lastMs > lineGapMs) parser.reset();
    if (!parser.unfinished) begunMs = clock.now();
    lastMs = clock.now();
    for (const scanned of parser.push(bytes)) {
      // A code begun before anyone waited belongs to whoever stood there before.
      if (waiting.sinceMs !== undefined && begunMs >= waiting.sinceMs) take(scanned.is === 'line' ? scanned.bytes : undefined);
      if (scanned.is === 'line') scanned.bytes.fill(0);
      begunMs = clock.now();
    }
  });
  wire.watch(() => {
    parser.reset();
    status.set(stateOf());
    if (wire.state === 'closed') waiting.settle({ is: 'offline', why: 'no-wire' });
  });

  function take(line: Uint8Array | undefined) {
    const bytes = line && aim ? withoutAim(line) : line;
    waiting.settle(bytes?.length ? { is: 'scanned', code: codeOf(bytes) } : { is: 'unreadable' });
  }

  return {
    capabilities: { model, exactBytes: true },
    async status() { return stateOf(); },
    watch: status.watch,
    async selfTest() { return selfTestBy(stateOf()); },
    scan: waiting.scan,
  };
}
