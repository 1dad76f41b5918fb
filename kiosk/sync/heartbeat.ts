import type { Heartbeat } from '../../content/schema/heartbeat.ts';
import type { Channel } from '../../content/schema/rollout.ts';
import type { VisitCounts } from '../models/visit-counts.ts';
import type { SyncState, SyncTrouble } from './state.ts';

export interface Pulse {
  readonly kiosk: string; readonly site: string; readonly channel: Channel; readonly version: string;
  /** ms since 1970, of this kiosk's clock. */
  readonly now: number; readonly startedAt: number;
  readonly generation: number;
  /** null before the worker first spoke. */
  readonly sync: SyncState | null;
  readonly devices: Readonly<Record<string, { readonly is: string }>>;
  readonly counts: VisitCounts;
  readonly outbox: { readonly waiting: number; readonly rejected: number; readonly oldestWaitingAt: number | null };
  readonly persisted: boolean;
}

/** What this kiosk tells of itself: states' words and numbers, chosen one by one; nothing of it is about a person. */
export function heartbeatOf({ kiosk, site, channel, version, now, startedAt, generation, sync, devices, counts, outbox, persisted }: Pulse): Heartbeat {
  return {
    kiosk, site, channel, version, generation, persisted, at: new Date(now).toISOString(),
    content: {
      packs: { ...sync?.packs }, timestamp: sync?.timestamp ?? 0, snapshot: sync?.snapshot ?? 0, newest: sync?.newest ?? null,
      trouble: sync?.trouble ? troubleWord(sync.trouble) : null, fellBack: sync?.fellBack ?? 0,
    },
    devices: Object.fromEntries(Object.entries(devices).map(([kind, { is }]) => [kind, is])),
    counts: { visits: counts.visits, finished: counts.finished, left: counts.left, timedOut: counts.timedOut, errors: counts.errors },
    outbox: { waiting: outbox.waiting, rejected: outbox.rejected, oldestSeconds: outbox.oldestWaitingAt === null ? null : seconds(now - outbox.oldestWaitingAt) },
    upSeconds: seconds(now - startedAt),
  };
}

const troubleWord = (trouble: SyncTrouble): string => (trouble.is === 'refused' ? `refused.${trouble.detail.is}` : trouble.is);
/** A clock that was set back makes nothing negative. */
const seconds = (ms: number): number => Math.max(0, Math.floor(ms / 1000));

export interface Sending {
  readonly clock: { after(ms: number, call: () => void): () => void };
  readonly random: () => number;
  readonly everySeconds: () => number;
  readonly build: () => Promise<Heartbeat>;
  readonly fetch: typeof globalThis.fetch;
}
const firstAfterMs = 5000;
const patienceMs = 15_000;

/** Reports again and again, ±20 % so that a fleet does not come all at once. Nobody waits for it, and nothing depends on the answer. */
export function sendHeartbeats({ url, token }: { readonly url: string; readonly token: string }, { clock, random, everySeconds, build, fetch }: Sending): void {
  const spread = (ms: number) => Math.round(ms * (0.8 + 0.4 * random()));
  async function send() {
    try {
      await fetch(url, {
        method: 'POST', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(patienceMs),
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: JSON.stringify(await build()),
      });
    } catch { /* The next one says the same. */ }
    clock.after(spread(everySeconds() * 1000), () => void send());
  }
  clock.after(spread(firstAfterMs), () => void send());
}
