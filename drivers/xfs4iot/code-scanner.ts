import { codeOf, longestCodeBytes } from '../code-scanner/code.ts';
import type { CodeScanner, CodeScannerStatus, ScanOutcome } from '../code-scanner/port.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { fromBase64 } from './base64.ts';
import type { XfsClient, XfsOutcome } from './client.ts';
import { plainStatusOf } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { endedOrLeft } from './leaving.ts';
import { serviceCapabilities } from './service-capabilities.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';

const noWire = { is: 'offline', why: 'no-wire' } as const;

/** A code scanner behind an XFS4IoT BarcodeReader service. A service that says nothing of `exactBytes` is believed to give bytes as they are. */
export function xfs4iotCodeScanner(client: XfsClient, { model = 'XFS4IoT', clock = systemClock }: { model?: string; clock?: Clock } = {}): CodeScanner {
  const link = serviceLink<CodeScannerStatus>(client, { read: statusOf, starting: { is: 'starting' }, offline: noWire });
  const exact = serviceCapabilities(client, ({ cnDevice }) => !isObject(cnDevice) || cnDevice.exactBytes !== false, true);
  return {
    get capabilities() { return { model, exactBytes: exact.value }; },
    status: link.ask,
    watch: link.watch,
    selfTest: () => serviceSelfTest(client, link),
    async scan({ deadlineMs, signal, onProgress }) {
      const outcome = await endedOrLeft(clock, signal, client.command('BarcodeReader.Read', '2.0', {
        timeoutMs: deadlineMs, signal, payload: { symbologies: { qrCode: true } }, onAccepted: () => onProgress?.('waiting'),
      }));
      if (outcome === 'left') return { is: 'cancelled' };
      const scanned = outcomeOf(outcome);
      // A code that came as its person left is given to nobody.
      if (scanned.is !== 'scanned' || !signal?.aborted) return scanned;
      if (scanned.code.kind === 'token') scanned.code.bytes.fill(0);
      return { is: 'cancelled' };
    },
  };
}

/** The port knows one way of being away. */
function statusOf(payload: Json): CodeScannerStatus {
  const status = plainStatusOf(payload);
  return status.is === 'offline' ? noWire : status;
}

function outcomeOf(outcome: XfsOutcome): ScanOutcome {
  if (outcome.is === 'not-sent' && outcome.why === 'cancelled') return { is: 'cancelled' };
  if (outcome.is === 'not-sent' && outcome.why === 'no-time') return { is: 'timed-out' };
  if (outcome.is !== 'completed') return noWire;
  switch (outcome.code) {
    case 'success': return codeIn(outcome.payload);
    case 'commandErrorCode': return { is: 'unreadable' };
    case 'timeOut': return { is: 'timed-out' };
    case 'canceled': return { is: 'cancelled' };
    default: return noWire;
  }
}

function codeIn({ readOutput }: Json): ScanOutcome {
  const first: unknown = Array.isArray(readOutput) ? readOutput[0] : undefined;
  const bytes = isObject(first) ? fromBase64(first.barcodeData) : undefined;
  if (!bytes || bytes.length === 0 || bytes.length > longestCodeBytes) return { is: 'unreadable' };
  const code = codeOf(bytes);
  bytes.fill(0);
  return { is: 'scanned', code };
}
