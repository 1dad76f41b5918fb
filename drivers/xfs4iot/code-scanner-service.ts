import type { CodeScanner, CodeScannerStatus, ScanOutcome } from '../code-scanner/port.ts';
import { toBase64 } from './base64.ts';
import { commonCapabilities, plainPayload, statusBoard, statusEvents } from './device-status.ts';
import { isObject, type Json } from './envelope.ts';
import { commandError, failure, type Result, success, type XfsService } from './service.ts';

/**
 * Offers a code scanner as an XFS4IoT BarcodeReader. It cannot filter symbologies and does not know which one it saw. A code is
 * somebody's credential: never log a completion of Read.
 */
export function codeScannerService(scanner: CodeScanner, { name = 'CodeScanner' }: { name?: string } = {}): XfsService {
  const board = statusBoard<CodeScannerStatus, 'on' | 'off'>(scanner, 'off');
  return {
    name,
    commands: {
      'BarcodeReader.Read': {
        version: '2.0', completionVersion: '3.0',
        async run({ symbologies }, { deadlineMs, signal }) {
          if (symbologies != null && !isObject(symbologies)) return failure('invalidData');
          const outcome = scanner.scan({ deadlineMs, signal, onProgress: () => board.set('on') });
          const ended = await outcome;
          board.set('off');
          return resultOf(ended);
        },
      },
      'BarcodeReader.Reset': {
        version: '2.0', completionVersion: '2.0',
        async run() {
          const status = await scanner.status();
          return status.is === 'ready' ? success() : failure('deviceNotReady', { offline: status.is === 'offline' ? status.why : 'no-answer' });
        },
      },
    },
    events: {},
    status: async () => payloadOf(await board.status()),
    capabilities: () => ({
      common: commonCapabilities(scanner.capabilities.model),
      barcodeReader: { canFilterSymbologies: false, symbologies: { qrCode: true } },
      cnDevice: { exactBytes: scanner.capabilities.exactBytes },
    }),
    watch: statusEvents(board, payloadOf),
    selfTest: () => scanner.selfTest(),
  };
}

function payloadOf([status, light]: readonly [CodeScannerStatus, 'on' | 'off']): Json {
  return { ...plainPayload(status), barcodeReader: { scanner: status.is === 'ready' ? light : 'unknown' } };
}

function resultOf(outcome: ScanOutcome): Result {
  switch (outcome.is) {
    case 'scanned': {
      const bytes = outcome.code.kind === 'token' ? outcome.code.bytes : new TextEncoder().encode(outcome.code.number);
      const barcodeData = toBase64(bytes);
      bytes.fill(0);
      return success({ readOutput: [{ symbology: 'symbologyUnknown', barcodeData }] });
    }
    case 'unreadable': return commandError('barcodeInvalid');
    case 'timed-out': return failure('timeOut');
    case 'cancelled': return failure('canceled');
    case 'offline': return failure('deviceNotReady', { offline: outcome.why });
  }
}
