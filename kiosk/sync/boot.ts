import type { Pack } from '../../content/schema/pack.ts';
import type { Withdrawal } from '../../content/schema/rollout.ts';
import { countStart, fallBack, standingOf } from './generations.ts';
import type { Kept } from './kept.ts';
import { readPack } from './read-pack.ts';
import { mostStarts } from './record.ts';

/** What to show, and whether it is on trial: then it must be confirmed once it stands on the screen. */
export interface Booted { readonly pack: Pack; readonly generation: number; readonly onTrial: boolean }

/**
 * The content to start with: the active generation, else the one before, else what is built into the app (FACTS of storage: a
 * power cut may come at any moment). A generation that did not come to the screen is given up after `mostStarts` tries, each
 * counted before; one whose files are not whole at once, and fetched again.
 *
 * The catalog wins over the built-in content wherever it is configured, also over that of a newer app: what is signed there is
 * what the departments answer for. Only sentences that the new app has and the catalog's texts lack are taken from the app, and
 * what another version of the app checked is checked anew before it is shown.
 */
export async function bootContent(kept: Kept, builtIn: Pack, { own, site }: { readonly own: string; readonly site: string }): Promise<Booted> {
  // Active, previous, built-in: each round gives up one.
  for (let round = 0; round < 3; round++) {
    const standing = await standingOf(kept);
    if (!standing.ok) break;
    const { shown, active } = standing.value;
    if (shown.active === 0) return { pack: withdraw(builtIn, shown.withdrawn), generation: 0, onTrial: false };
    if (!active || (shown.trial && shown.trial.starts >= mostStarts)) {
      if (!(await fallBack(kept, shown.active, active ? { is: 'not-shown' } : { is: 'damaged', lost: [] })).ok) break;
      continue;
    }
    const foreign = active.checkedBy !== own;
    const read = active.files === null
      ? { ok: true, value: withdraw(builtIn, shown.withdrawn) } as const
      : await readPack(kept, { files: active.files }, shown.withdrawn, foreign ? { needed: [], site, checked: () => false } : null);
    if (read.ok) {
      // Before it is used: if the page hangs at it, the next start knows.
      if (shown.trial && !(await countStart(kept)).ok) break;
      return { pack: foreign ? withSentencesOf(builtIn, read.value) : read.value, generation: shown.active, onTrial: shown.trial !== null };
    }
    if (read.problem.is === 'storage') break;
    if (!(await fallBack(kept, shown.active, read.problem.is === 'damaged' ? read.problem : { is: 'not-shown' })).ok) break;
  }
  return { pack: builtIn, generation: 0, onTrial: false };
}

/** Items taken back, in whatever content is shown. */
const withdraw = (pack: Pack, withdrawn: readonly Withdrawal[]): Pack =>
  ({ ...pack, withdrawn: Object.fromEntries(withdrawn.map((one) => [one.item, { since: one.since, why: one.why, whyEn: one.whyEn ?? null }])) });

const withSentencesOf = (builtIn: Pack, pack: Pack): Pack => ({ ...pack, texts: { zh: { ...builtIn.texts.zh, ...pack.texts.zh }, en: { ...builtIn.texts.en, ...pack.texts.en } } });
