import type { Material, Pack } from '../../content/schema/pack.ts';
import type { Part } from './matter.ts';

/** How one material reaches the department in this visit. */
export type Held =
  | { readonly is: 'generated' }
  /** The identity card read here stands in its place. */
  | { readonly is: 'card' }
  /** Another department of the same chain issues it and passes it on. */
  | { readonly is: 'passed-on' }
  | { readonly is: 'shared'; readonly ref: string; readonly issuer: string }
  | { readonly is: 'photographed'; readonly by: 'camera' | 'phone'; readonly pages: number; readonly simulated: boolean }
  | { readonly is: 'bring' };

export interface Needed {
  readonly material: Material;
  readonly need: '必要' | '非必要' | '容缺后补';
  /** Materials of one group stand in for each other. */
  readonly oneOf: string | null;
  /** Which items of the chain need it: it is handed in once for all of them. */
  readonly forItems: readonly string[];
}

const strongest = ['必要', '容缺后补', '非必要'] as const;

/**
 * One set of materials for all parts (一套材料): each document once, with everyone who needs it. A document that one part
 * needs in any case settles every group it belongs to, and the others of such a group are not asked for.
 */
export function mergeMaterials(parts: readonly Part[], pack: Pack): readonly Needed[] {
  const uses = parts.flatMap((part) => part.materials);
  const anyway = new Set(uses.filter((u) => u.need === '必要' && u.oneOf === undefined).map((u) => u.material));
  const settled = new Set(uses.filter((u) => anyway.has(u.material)).map((u) => u.oneOf));
  const merged = new Map<string, Needed>();
  for (const part of parts) {
    for (const use of part.materials) {
      const material = pack.materials[use.material];
      if (!material || (use.oneOf !== undefined && settled.has(use.oneOf) && !anyway.has(use.material))) continue;
      const before = merged.get(material.id);
      merged.set(material.id, {
        material, need: strongest.find((need) => need === before?.need || need === use.need)!,
        oneOf: anyway.has(material.id) ? null : (use.oneOf ?? before?.oneOf ?? null),
        forItems: [...(before?.forItems ?? []), part.item.id],
      });
    }
  }
  return [...merged.values()];
}

/** Materials that still have no way to the department. A group is settled when one of it is. */
export function missing(needed: readonly Needed[], held: Readonly<Record<string, Held>>): readonly Needed[] {
  const settledGroups = new Set(needed.filter((n) => n.oneOf && held[n.material.id]).map((n) => n.oneOf));
  return needed.filter((n) => n.need === '必要' && !held[n.material.id] && !(n.oneOf && settledGroups.has(n.oneOf)));
}

/**
 * What needs nobody's hand: read, shared, generated or passed on. It goes before what the citizen would have done by hand.
 * Of documents that stand in for each other the citizen chooses one: what is signed about it later must be true.
 */
export function settledAlone(needed: readonly Needed[], certificates: readonly { readonly type: string; readonly ref: string; readonly issuer: string }[], cardRead: boolean): Readonly<Record<string, Held>> {
  const settled: Record<string, Held> = {};
  for (const { material, oneOf } of needed) {
    if (oneOf !== null && needed.some((n) => n.oneOf === oneOf && n.material.id !== material.id)) continue;
    const certificate = certificates.find((c) => c.type === material.certificate);
    if (material.ways.includes('card') && cardRead) settled[material.id] = { is: 'card' };
    else if (certificate) settled[material.id] = { is: 'shared', ref: certificate.ref, issuer: certificate.issuer };
    else if (material.ways.includes('generated')) settled[material.id] = { is: 'generated' };
    else if (material.ways.includes('passed-on')) settled[material.id] = { is: 'passed-on' };
  }
  return settled;
}
/** How a document a citizen chose among several is settled at once, if it needs nobody's hand. */
export function settledByChoice(material: Material, certificates: readonly { readonly type: string; readonly ref: string; readonly issuer: string }[]): Held | null {
  const certificate = certificates.find((c) => c.type === material.certificate);
  if (certificate && material.ways.includes('shared')) return { is: 'shared', ref: certificate.ref, issuer: certificate.issuer };
  return material.ways.includes('generated') ? { is: 'generated' } : null;
}
/** Whether a person still has to do something about it. */
export const byHand = (held: Held | undefined): boolean => held === undefined || held.is === 'photographed' || held.is === 'bring';
