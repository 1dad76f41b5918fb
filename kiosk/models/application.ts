import type { Pack } from '../../content/schema/pack.ts';
import type { ScannedPage } from '../../drivers/document-camera/port.ts';
import type { Stroke } from '../../drivers/signature/port.ts';
import type { Facts } from '../core/facts.ts';
import { type Held, mergeMaterials } from '../core/materials.ts';
import type { Part } from '../core/matter.ts';
import { departmentForms } from '../core/saved.ts';
import { display } from '../core/show.ts';
import type { Application } from './hand-in.ts';
import type { Who } from './identification.ts';

export interface Draft {
  readonly pack: Pack; readonly matterId: string; readonly subject: { readonly idNumber: string; readonly name: string }; readonly who: Who | null; readonly parts: readonly Part[]; readonly facts: Facts;
  readonly held: Readonly<Record<string, Held>>; readonly pagesOf: (material: string) => readonly ScannedPage[]; readonly statement: string | null; readonly strokes: readonly Stroke[]; readonly now: number;
}

/** The application as the departments get it: each its own form, generated from the one form. */
export function applicationOf({ pack, matterId, subject, who, parts, facts, held, pagesOf, statement, strokes, now }: Draft): Application {
  const forms = departmentForms(parts, pack.fields, (field) => { const fact = facts[field.id]; return fact && display(field, fact.value, pack, 'zh', true); });
  return {
    version: 1, matter: matterId, madeAt: new Date(now).toISOString(),
    applicant: { idType: '111', idNumber: subject.idNumber, name: subject.name },
    // How sure it is who stood here, and by what: the department decides whether that will do.
    identity: { level: who?.level ?? 'none', proofs: who?.proofs ?? [] },
    company: who?.acting ?? null,
    items: parts.map((part, i) => ({
      id: part.item.id, no: part.item.no, name: part.item.name, variant: part.variant?.id ?? null,
      department: forms[i]!.department, form: part.formTitle, rows: forms[i]!.rows,
    })),
    facts: Object.fromEntries(Object.entries(facts).map(([id, f]) => [id, { value: f.value, source: f.source.is === 'platform' ? f.source.register : f.source.is }])),
    materials: mergeMaterials(parts, pack).flatMap(({ material: { id, name } }) => {
      const h = held[id];
      return h ? [{ id, name, held: h.is, ref: h.is === 'shared' ? h.ref : null, ...(h.is === 'photographed' && !h.simulated && { pages: pagesOf(id).map(({ bytes }) => bytes) }) }] : [];
    }),
    statement, signature: strokes,
  };
}
