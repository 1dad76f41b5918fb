import type { IdCard, IdReader, IdReaderStatus, ReadOutcome } from '../id-reader/port.ts';
import { toBase64 } from './base64.ts';
import type { Json } from './envelope.ts';
import { commandError, failure, type Result, success, type XfsService } from './service.ts';
import { commonCapabilities, commonStatus, statusEvents } from './device-status.ts';

const eventVersion = '1.0';

/** Offers a reader of identity cards as the vendor interface CnIdCard (vendor.ts). Its completions carry a person's data: never log them. */
export function idCardService(reader: IdReader<IdCard>, { name = 'IdCard' }: { name?: string } = {}): XfsService {
  return {
    name,
    commands: {
      'CnIdCard.Read': {
        version: '1.0', completionVersion: '1.0',
        run: async ({ photo }, { deadlineMs, signal, event }) => resultOf(await reader.read({
          deadlineMs, signal, photo: photo === true,
          onProgress: (progress) => event(progress === 'waiting' ? 'CnIdCard.InsertCardEvent' : 'CnIdCard.MediaInsertedEvent', eventVersion),
        })),
      },
      'CnIdCard.QueryCard': { version: '1.0', completionVersion: '1.0', run: async () => success({ media: media[await reader.cardPresent()] }) },
    },
    events: { 'CnIdCard.InsertCardEvent': eventVersion, 'CnIdCard.MediaInsertedEvent': eventVersion },
    status: async () => statusPayload(await reader.status()),
    capabilities: () => ({ common: commonCapabilities(reader.capabilities.model), cnIdCard: { detectsRemoval: reader.capabilities.detectsRemoval, photo: reader.capabilities.photo } }),
    watch: statusEvents(reader, statusPayload),
    selfTest: () => reader.selfTest(),
  };
}

const media = { present: 'present', absent: 'notPresent', unknown: 'unknown' } as const;

function statusPayload(status: IdReaderStatus): Json {
  const device = status.is === 'ready' ? 'online' : status.is === 'starting' ? 'starting' : status.why === 'self-test-failed' || status.why === 'not-authorised' ? 'hardwareError' : 'offline';
  return { common: commonStatus(device), cnIdCard: { offline: status.is === 'offline' ? status.why : 'online' } };
}

function resultOf(outcome: ReadOutcome<IdCard>): Result {
  switch (outcome.is) {
    case 'read': {
      const photo = outcome.photo && toBase64(outcome.photo);
      outcome.photo?.fill(0);
      return success({ card: outcome.card, ...(photo !== undefined && { photo }) });
    }
    case 'lost-card': return commandError('cardLost');
    case 'unknown-card': return commandError('unknownCard', outcome.kind === undefined ? {} : { cardKind: outcome.kind });
    case 'bad-card': return commandError('badCard', { field: outcome.field });
    case 'timed-out': return failure('timeOut');
    case 'cancelled': return failure('canceled');
    case 'offline': return failure('deviceNotReady', { offline: outcome.why });
  }
}
