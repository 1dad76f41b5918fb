import type { Pack } from '../../content/schema/pack.ts';

/** The label of a code list's entry or of one of its children; "省 市" for the latter. */
export function labelIn(pack: Pack, list: string, id: string): string | undefined {
  for (const entry of pack.lists[list]?.entries ?? []) {
    if (entry.id === id) return entry.label;
    const child = entry.children?.find((c) => c.id === id);
    if (child) return child.label.startsWith(entry.label) ? child.label : `${entry.label}${child.label}`;
  }
  return undefined;
}
