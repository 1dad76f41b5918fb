// What the tests of the content database run in a page: real transactions on a real disk.
import { activate, collect, confirm, stage, standingOf } from '../../kiosk/sync/generations.ts';
import { type Kept, openKept } from '../../kiosk/sync/kept.ts';
import { keep } from '../../kiosk/sync/receive.ts';
import { sha256 } from '../../kiosk/tuf/bytes.ts';

async function opened(): Promise<Kept> {
  const kept = await openKept({ indexedDB });
  if (!kept.ok) throw new Error('the disk does not answer');
  return kept.value;
}
const filesOf = 40;

const api = {
  /** Generation after generation, each shown at once, until the end; tells each number that is on the disk. */
  async turn(told: (n: number) => void) {
    const kept = await opened();
    for (;;) {
      const blobs = await Promise.all(Array.from({ length: filesOf }, async () => {
        const bytes = crypto.getRandomValues(new Uint8Array(4096));
        return { hash: await sha256(bytes), bytes };
      }));
      await keep(kept, blobs);
      const files = Object.fromEntries(blobs.map(({ hash, bytes }, i) => [`items/i${i}.json`, { pack: 'office/shared', sha256: hash, length: bytes.length, at: '2026-11-30T08:00:00Z' }]));
      const staged = await stage(kept, { packs: { 'office/shared': { version: 1, sha256: blobs[0]!.hash } }, files, withdrawn: [], timestamp: 1, snapshot: 1, checkedBy: '0.1.0', catalog: 'c' }, false);
      if (!staged.ok) throw new Error('not staged');
      const { generation } = staged.value;
      await activate(kept, generation);
      told(generation);
      await confirm(kept, generation);
      await collect(kept, new Set());
    }
  },
  /** The generation shown, the one before, and how many of the files that either names are not there as they should be. */
  async look() {
    const kept = await opened();
    const standing = await standingOf(kept);
    if (!standing.ok) throw new Error('the disk does not answer');
    const { shown, active } = standing.value;
    const before = await kept.read(['generations'], (tx) => tx.get('generations', String(shown.previous)));
    let lost = 0;
    for (const generation of [active, before.ok ? before.value as typeof active : undefined]) {
      for (const { sha256: hash, length } of Object.values(generation?.files ?? {})) {
        const read = await kept.read(['blobs'], (tx) => tx.get('blobs', hash));
        const bytes = read.ok ? read.value as Uint8Array<ArrayBuffer> | undefined : undefined;
        if (bytes?.length !== length || await sha256(bytes) !== hash) lost++;
      }
    }
    const blobs = await kept.read(['blobs'], (tx) => tx.keys('blobs'));
    return { active: shown.active, previous: shown.previous, whole: active !== undefined || shown.active === 0, lost, blobs: blobs.ok ? blobs.value.length : -1 };
  },
};
export type KeptApi = typeof api;
(window as unknown as { kept: KeptApi }).kept = api;
