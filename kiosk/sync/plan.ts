import { isAtLeast } from '../core/version.ts';
import { chooseVersion, type Taker } from '../core/rollout.ts';
import { departmentOf, manifestPath } from '../../content/schema/manifest.ts';
import type { ListedPack, Listing } from './listing.ts';
import type { Packs } from './record.ts';
import type { SyncTrouble } from './state.ts';

export interface Asking { readonly taker: Taker; readonly now: number; /** Packs of the generation shown. */ readonly shown: Packs; /** This app's version. */ readonly own: string }
/** What this kiosk is to show: a listed version of each pack, or `kept`: the version it shows, because the newer is not to be taken. */
export interface Plan { readonly packs: Readonly<Record<string, ListedPack | 'kept'>>; readonly troubles: readonly SyncTrouble[] }

/**
 * Chooses for every pack by itself: what is wrong with one department's pack keeps that pack as it is shown, and none else.
 * Versions that need a newer app count as not listed.
 */
export function planOf({ packs, rollout, malformed, silent }: Listing, { taker, now, shown, own }: Asking): Plan {
  const troubles: SyncTrouble[] = [
    ...malformed.map(({ pack, file }): SyncTrouble => ({ is: 'content', pack, file })),
    ...silent.map(({ why }): SyncTrouble => (why.is === 'expired' ? { is: 'expired' } : { is: 'refused', detail: why })),
  ];
  const chosen: Record<string, ListedPack | 'kept'> = {};
  const keepShown = (pack: string) => { if (Object.hasOwn(shown, pack)) chosen[pack] = 'kept'; };
  for (const { department } of silent) for (const pack of Object.keys(shown)) if (departmentOf(pack) === department) keepShown(pack);
  for (const pack of new Set([...Object.keys(packs), ...malformed.map((one) => one.pack)])) {
    const listed = packs[pack] ?? [];
    const version = shown[pack]?.version ?? 0;
    const wished = chooseVersion(pack, listed, rollout, taker, now, version);
    if (wished.is === 'lower') {
      troubles.push({ is: 'refused', detail: { is: 'rollback', name: manifestPath(pack, version) } });
      keepShown(pack);
      continue;
    }
    const fitting = listed.filter(({ manifest }) => isAtLeast(own, manifest.kiosk));
    const tooNew = wished.is === 'version' ? listed.find((one) => one.version === wished.version && !fitting.includes(one)) : undefined;
    if (tooNew) troubles.push({ is: 'kiosk-too-old', pack, needs: tooNew.manifest.kiosk });
    const choice = chooseVersion(pack, fitting, rollout, taker, now, version);
    const hindered = fitting.length < listed.length || malformed.some((one) => one.pack === pack);
    const found = choice.is === 'version' ? fitting.find((one) => one.version === choice.version) : undefined;
    if (found && !(hindered && found.version < version)) chosen[pack] = found;
    else if (hindered) keepShown(pack);
  }
  return { packs: chosen, troubles };
}
