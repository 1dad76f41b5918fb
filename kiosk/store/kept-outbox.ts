import type { Application, HandedIn } from '../models/hand-in.ts';
import { toBase64 } from '../platform/base64.ts';
import type { OutboxCounts } from '../models/kiosk.ts';
import type { Platform } from '../platform/port.ts';
import { startDrainLoop } from './drain-loop.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import { importPublicKey, seal } from './seal.ts';

const submitNowMs = 12_000;
const countEveryMs = 20_000;

/** The outbox with its key and its loop: what handing in means on this kiosk. Without storage or key nothing is ever promised. */
export async function keepOutbox({ kiosk, platform, publicJwk }: { readonly kiosk: string; readonly platform: Platform; readonly publicJwk: Readonly<Record<string, unknown>> }) {
  const [opened, key] = await Promise.all([openOutbox({ kiosk }), importPublicKey(publicJwk as JsonWebKey)]);
  let tell: (counts: OutboxCounts) => void = () => {};
  let oldestWaitingAt: number | null = null;
  const count = async (outbox: Outbox) => {
    const summary = await outbox.summary();
    if (!summary.ok) return;
    ({ oldestWaitingAt } = summary.value);
    tell({ waiting: summary.value.waiting, rejected: summary.value.rejected });
  };
  const outbox = opened.ok ? opened.value : undefined;
  const loop = outbox && startDrainLoop({
    outbox, platform,
    // A case told by nobody in front of the screen is told by the department; the record has served.
    onChange: (record) => { if (record.state.is === 'acknowledged') void outbox.settle(record.key); void count(outbox); },
  });
  // An attempt that outlived its deadline ends without telling anyone here.
  if (outbox) setInterval(() => void count(outbox), countEveryMs);
  void navigator.storage?.persist?.();

  return {
    /** Whether an application could be kept at all; without it nothing is begun that ends in handing in. */
    ready: outbox !== undefined && key.ok,
    /** Since when the oldest application waits, ms; null when none does. */
    oldestWaitingAt: () => oldestWaitingAt,
    watch(onCounts: (counts: OutboxCounts) => void) {
      tell = onCounts;
      if (outbox) void count(outbox);
    },
    rejected: {
      async retry(key: string) {
        const done = await outbox?.retry(key);
        if (outbox && done?.ok) { loop?.nudge(); void count(outbox); }
        return done?.ok ? 'done' as const : 'not-done' as const;
      },
      async discard(key: string) {
        const done = await outbox?.discard(key);
        if (outbox && done?.ok) void count(outbox);
        return done?.ok ? 'done' as const : 'not-done' as const;
      },
    },
    async handIn(application: Application, today: string): Promise<HandedIn> {
      if (!outbox || !key.ok) return { is: 'not-kept' };
      const accepted = await outbox.accept({ item: application.matter, today, seal: (localNumber) => seal({ ...inJson(application), localNumber }, localNumber, key.value) });
      if (!accepted.ok) return { is: 'not-kept' };
      const { key: record, localNumber } = accepted.value;
      const reply = await outbox.submitNow(record, platform, submitNowMs);
      if (reply.is === 'accepted') void outbox.settle(record);
      else loop?.nudge();
      void count(outbox);
      switch (reply.is) {
        case 'accepted': return { is: 'accepted', localNumber, cases: reply.cases };
        case 'rejected': return { is: 'rejected', localNumber, reason: reply.reason };
        case 'waiting': return { is: 'kept', localNumber };
      }
    },
  };
}

/** The application as JSON can say it: photographed pages in base64. */
const inJson = (application: Application) => ({ ...application, materials: application.materials.map((one) => (one.pages ? { ...one, pages: one.pages.map(toBase64) } : one)) });
