import type { Field } from '../../content/schema/field.ts';
import { byHand, type Held, type Needed } from './materials.ts';
import type { Part } from './matter.ts';

/** What merging and prefilling saved, counted from the forms themselves. */
export interface Saved {
  readonly forms: number;
  /** Boxes on all departments' forms together, and those the citizen filled in. */
  readonly fieldsBefore: number;
  readonly fieldsAsked: number;
  /** Documents all items ask for, each counted where it is asked, and those the citizen must hand in or bring. */
  readonly materialsBefore: number;
  readonly materialsToBring: number;
}

/** `answered`: fields the citizen filled in, whether in one form or several. */
export function saved(parts: readonly Part[], answered: ReadonlySet<string>, needed: readonly Needed[], held: Readonly<Record<string, Held>>): Saved {
  return {
    forms: parts.length,
    fieldsBefore: parts.reduce((sum, p) => sum + p.fields.length, 0),
    fieldsAsked: answered.size,
    materialsBefore: parts.reduce((sum, p) => sum + p.materials.length, 0),
    materialsToBring: needed.filter((n) => { const h = held[n.material.id]; return h !== undefined && byHand(h); }).length,
  };
}

export interface DepartmentForm { readonly item: string; readonly title: string; readonly department: string; readonly rows: readonly { readonly field: string; readonly label: string; readonly value: string }[] }
/** The form each department gets, generated from the one form; a field nobody needed to answer stays out. */
export function departmentForms(parts: readonly Part[], fields: Readonly<Record<string, Field>>, show: (field: Field) => string | undefined): readonly DepartmentForm[] {
  return parts.map((part) => ({
    item: part.item.id, title: part.formTitle, department: part.item.district.with[0] ?? part.item.district.lead,
    rows: part.fields.flatMap((id) => {
      const field = fields[id];
      const value = field && show(field);
      return field && value !== undefined ? [{ field: id, label: field.name, value }] : [];
    }),
  }));
}
