import type { Pack } from '../../content/schema/pack.ts';
import type { Matter } from './matter.ts';

export type Withdrawn = Pack['withdrawn'][string];

/** Why a matter is taken back for the time being (暂停办理): itself, or one of the items of a chain. */
export function withdrawalOf({ withdrawn }: Pick<Pack, 'withdrawn'>, matter: Matter): Withdrawn | undefined {
  const ids = matter.is === 'chain' ? [matter.chain.id, ...matter.chain.parts.map(({ item }) => item)] : [matter.item.id];
  const id = ids.find((one) => Object.hasOwn(withdrawn, one));
  return id === undefined ? undefined : withdrawn[id];
}
