import type { Camera, CameraStatus } from '../../camera/port.ts';
import type { SelfTest } from '../../device.ts';
import { type Clock, systemClock, within } from '../../transport/clock.ts';
import { watched } from '../../transport/listeners.ts';
import { oneAtATime } from '../../transport/lock.ts';
import { codeOf, longestCodeBytes } from '../code.ts';
import type { CodeScanner, CodeScannerStatus } from '../port.ts';
import { waitingScans } from '../waiting.ts';
import type { Read, ReadCodes } from './read.ts';

const noWire = { is: 'offline', why: 'no-wire' } as const;
const openMs = 8000;
const decoderMs = 3000;

/**
 * A camera as a scanner. It films only while somebody waits for a code and is off as soon as one was seen, at the deadline,
 * when called off and when the decoder breaks; so nothing held up before is ever seen.
 */
export function cameraScanner(camera: Camera, readCodes: ReadCodes, { clock = systemClock, model = 'camera' }: { clock?: Clock; model?: string } = {}): CodeScanner {
  const status = watched<CodeScannerStatus>({ is: 'starting' });
  const learn = (now: CameraStatus) => { status.set(now.is === 'offline' ? noWire : now); };
  const inTurn = oneAtATime();
  const waiting = waitingScans(clock, () => status.value, () => {
    const over = new AbortController();
    void inTurn(() => film(over.signal));
    return () => over.abort();
  });
  camera.watch(learn);
  void camera.status().then(learn);

  /** Films until a code was seen or nobody waits any more. */
  async function film(signal: AbortSignal): Promise<void> {
    const opened = await camera.open({ deadlineMs: openMs, signal });
    if (signal.aborted) return;
    if (opened.is !== 'open') return waiting.settle(noWire);
    const { preview, onEnd, close } = opened.session;
    await new Promise<void>((resolve) => {
      const stop = preview ? readCodes(preview, (read) => { if (read.is !== 'ready') end(read); }) : () => {};
      function end(read: Read | undefined) {
        stop();
        close();
        if (!signal.aborted) waiting.settle(read?.is === 'code' ? scanned(read.bytes) : noWire);
        resolve();
      }
      onEnd(() => end(undefined));
      if (!preview) end(undefined);
    });
  }
  async function selfTest(): Promise<SelfTest> {
    const looked = await camera.selfTest();
    if (looked.is !== 'passed') return looked;
    let stop = () => {};
    const decoder = new Promise<Read['is']>((resolve) => { stop = readCodes(null, ({ is }) => resolve(is)); });
    const is = await within(clock, decoderMs, decoder, 'broken');
    stop();
    return is === 'broken' ? { is: 'failed', why: 'self-test-failed' } : looked;
  }

  return {
    capabilities: { model, exactBytes: true },
    async status() { learn(await camera.status()); return status.value; },
    watch: status.watch,
    selfTest,
    scan: waiting.scan,
  };
}

function scanned(bytes: Uint8Array) {
  if (bytes.length > longestCodeBytes) return { is: 'unreadable' } as const;
  const code = codeOf(bytes);
  bytes.fill(0);
  return { is: 'scanned', code } as const;
}
