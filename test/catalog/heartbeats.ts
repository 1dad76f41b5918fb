import type { Heartbeat } from '../../content/schema/heartbeat.ts';

export const noon = Date.parse('2026-12-01T04:00:00Z');
export const iso = (ms: number) => new Date(ms).toISOString();

/** What a kiosk that does well reports at `at`. */
export function beat(kiosk: string, at: number, { content, counts, outbox, ...more }: Omit<Partial<Heartbeat>, 'content' | 'counts' | 'outbox'> & { content?: Partial<Heartbeat['content']>; counts?: Partial<Heartbeat['counts']>; outbox?: Partial<Heartbeat['outbox']> } = {}): Heartbeat {
  return {
    kiosk, site: 'demo', channel: 'stable', at: iso(at), version: '0.1.0', generation: 7,
    content: { packs: {}, timestamp: 40, snapshot: 12, newest: iso(at - 600_000), trouble: null, fellBack: 0, ...content },
    devices: { 'id-reader': 'ready', 'receipt-printer': 'ready' },
    counts: { visits: 3, finished: 2, left: 1, timedOut: 0, errors: 0, ...counts },
    outbox: { waiting: 0, rejected: 0, oldestSeconds: null, ...outbox },
    upSeconds: 3600, persisted: true, ...more,
  };
}
