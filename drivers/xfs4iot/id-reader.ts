import type { CardKind, CardOf, IdReader, IdReaderStatus, ReadOutcome } from '../id-reader/port.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { fromBase64 } from './base64.ts';
import type { XfsClient, XfsOutcome } from './client.ts';
import { isObject, type Json } from './envelope.ts';
import { endedOrLeft } from './leaving.ts';
import { serviceLink } from './service-link.ts';
import { serviceSelfTest } from './service-self-test.ts';
import { letterOf, readCard, readOfflineWhy } from './vendor.ts';

const presenceMs = 5000;
/** WLT, as in every card. */
const photoBytes = 1024;

/** The kinds of card wanted as with every reader; without `kinds` resident cards only. */
export interface XfsIdReaderOptions<K extends CardKind> { readonly model?: string; readonly detectsRemoval?: boolean; readonly photo?: boolean; readonly kinds?: readonly K[]; readonly clock?: Clock }

/** A reader of identity cards behind a service that offers CnIdCard (vendor.ts). `photo`: the service carries photos when asked for one. */
export function xfs4iotIdReader<const K extends CardKind = 'resident'>(client: XfsClient, { model = 'XFS4IoT', detectsRemoval = true, photo = false, kinds, clock = systemClock }: XfsIdReaderOptions<K> = {}): IdReader<CardOf<K>> {
  const wanted = kinds ?? ['resident'];
  const link = serviceLink<IdReaderStatus>(client, { read: statusOf, starting: { is: 'starting' }, offline: { is: 'offline', why: 'no-wire' } });
  return {
    capabilities: { model, photo, detectsRemoval },
    status: link.ask,
    watch: link.watch,
    async read({ deadlineMs, signal, onProgress, photo: isWanted = false }) {
      const command = client.command('CnIdCard.Read', '1.0', {
        timeoutMs: deadlineMs, signal, ...(isWanted && photo && { payload: { photo: true } }),
        onEvent(name) {
          if (name === 'CnIdCard.InsertCardEvent') onProgress?.('waiting');
          if (name === 'CnIdCard.MediaInsertedEvent') onProgress?.('reading');
        },
      });
      const outcome = await endedOrLeft(clock, signal, command);
      return outcome === 'left' ? { is: 'cancelled' } : outcomeOf<K>(outcome, wanted, isWanted);
    },
    async cardPresent() {
      const outcome = await client.command('CnIdCard.QueryCard', '1.0', { timeoutMs: presenceMs });
      if (outcome.is !== 'completed' || outcome.code !== 'success') return 'unknown';
      return outcome.payload.media === 'present' ? 'present' : outcome.payload.media === 'notPresent' ? 'absent' : 'unknown';
    },
    selfTest: () => serviceSelfTest(client, link),
  };
}

function statusOf({ common, cnIdCard }: Json): IdReaderStatus {
  const why = isObject(cnIdCard) ? readOfflineWhy(cnIdCard.offline) : undefined;
  if (why) return { is: 'offline', why };
  const device = isObject(common) ? common.device : undefined;
  if (device === 'online' || device === 'deviceBusy') return { is: 'ready' };
  if (device === 'starting') return { is: 'starting' };
  return { is: 'offline', why: device === 'hardwareError' ? 'self-test-failed' : 'no-answer' };
}

function outcomeOf<K extends CardKind>(outcome: XfsOutcome, wanted: readonly CardKind[], isPhotoWanted: boolean): ReadOutcome<CardOf<K>> {
  if (outcome.is === 'not-sent') return outcome.why === 'cancelled' ? { is: 'cancelled' } : outcome.why === 'no-time' ? { is: 'timed-out' } : { is: 'offline', why: 'no-wire' };
  if (outcome.is === 'indeterminate') return { is: 'offline', why: outcome.why === 'disconnected' ? 'no-wire' : 'no-answer' };
  if (outcome.is === 'refused') return { is: 'offline', why: 'no-answer' };
  const { code, payload } = outcome;
  switch (code) {
    case 'success': {
      const card = readCard(payload.card);
      if (!card) return { is: 'bad-card', field: 'card' };
      const photo = isPhotoWanted ? fromBase64(payload.photo) : undefined;
      if (wanted.includes(card.kind)) return { is: 'read', card: card as CardOf<K>, ...(photo?.length === photoBytes && { photo }) };
      const kind = letterOf(card);
      return { is: 'unknown-card', ...(kind !== undefined && { kind }) };
    }
    case 'timeOut': return { is: 'timed-out' };
    case 'canceled': return { is: 'cancelled' };
    case 'commandErrorCode': return cardError(payload);
    default: return { is: 'offline', why: readOfflineWhy(payload.offline) ?? 'no-answer' };
  }
}

function cardError({ errorCode, cardKind, field }: Json): Extract<ReadOutcome, { is: 'lost-card' | 'unknown-card' | 'bad-card' }> {
  if (errorCode === 'unknownCard') return { is: 'unknown-card', ...(typeof cardKind === 'string' && { kind: cardKind.slice(0, 2) }) };
  if (errorCode === 'badCard') return { is: 'bad-card', field: typeof field === 'string' ? field.slice(0, 40) : 'card' };
  return { is: 'lost-card' };
}
