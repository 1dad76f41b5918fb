// In the browser: the same pictures for the peers, cards too, cut by the points that our detector found, so that all compare the same.
import type { Face } from '../../../kiosk/face/picture.ts';
import { cardOf, pictureOf } from './pictures.ts';

export type Points = Readonly<Record<string, Face['points']>>;
export async function pictureFor(how: string, name: string, points: Points): Promise<ImageBitmap | null> {
  if (how === 'full') return createImageBitmap(await (await fetch(`/pictures/${name}`)).blob());
  const found = points[name];
  if (!found) return null;
  const { file } = await cardOf(await pictureOf(name), { points: found }, how === 'card' ? null : Number(how.slice('card-'.length)));
  return createImageBitmap(file);
}
