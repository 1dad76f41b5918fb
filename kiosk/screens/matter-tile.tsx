import type { Matter } from '../core/matter.ts';
import type { Kiosk, Place } from '../models/kiosk.ts';
import { Tile } from '../ui/tile.tsx';
import { matterName, plainName } from './matter-words.ts';
import { offerOf } from './offer-words.ts';

/** One matter to choose: the name people use, the official one below, and how far it goes here. */
export function MatterTile({ kiosk, matter, from }: { readonly kiosk: Kiosk; readonly matter: Matter; readonly from?: Place | undefined }) {
  const offer = offerOf(kiosk, matter);
  const plain = plainName(kiosk, matter);
  const official = matterName(kiosk, matter);
  return <Tile title={plain} detail={official === plain ? undefined : official} tag={{ label: offer.label, tone: offer.tone }} do={() => kiosk.item(matter, from)} />;
}
