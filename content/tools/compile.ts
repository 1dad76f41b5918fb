import { elementTable, type ElementOverrides, type Elements } from '../schema/elements.ts';
import type { WrittenItem, WrittenVariant } from '../schema/item.ts';
import type { WrittenMaterial } from '../schema/material.ts';
import type { Item, Material, Site, Variant } from '../schema/pack.ts';
import type { Provenance } from '../schema/provenance.ts';
import type { WrittenSite } from '../schema/site.ts';
import type { Known } from '../schema/value.ts';

/** Collects the origins of one file, each once; a value then carries only the index. */
function ledger(first: Provenance) {
  const origins: Provenance[] = [first];
  const index = (from: Provenance) => {
    const at = origins.findIndex((o) => o.source === from.source && o.grade === from.grade && o.checked === from.checked && o.area === from.area);
    return at >= 0 ? at : origins.push(from) - 1;
  };
  return { origins, index };
}
type Ledger = ReturnType<typeof ledger>;
type Overriding = Partial<Provenance>;

/** What was written for one element → known, known not to apply, or null: unknown. */
function known(written: unknown, from: Provenance, book: Ledger): Known<unknown> {
  if (written === undefined) return null;
  if (typeof written !== 'object' || written === null || !('value' in written)) return { value: written, from: book.index(from) };
  const { value, reason, source, grade, checked, area } = written as Overriding & { value: unknown; reason?: string };
  const own = book.index({
    source: source ?? from.source, grade: grade ?? from.grade, checked: checked ?? from.checked,
    ...((area ?? from.area) !== undefined && { area: (area ?? from.area)! }),
  });
  return reason === undefined ? { value, from: own } : { none: reason, from: own };
}

type WrittenGroups = Readonly<Record<string, unknown>>;
function groupsOf(written: WrittenGroups, from: Provenance, book: Ledger, all: boolean) {
  const out: Record<string, Record<string, Known<unknown>>> = {};
  for (const [name, table] of Object.entries(elementTable)) {
    const group = written[name] as (WrittenGroups & { from?: Provenance }) | undefined;
    if (!group && !all) continue;
    const keys = all ? Object.keys(table) : Object.keys(table).filter((k) => group?.[k] !== undefined);
    out[name] = Object.fromEntries(keys.map((key) => [key, known(group?.[key], group?.from ?? from, book)]));
  }
  return out;
}

export function compileItem(written: WrittenItem): Item {
  const book = ledger(written.from);
  const elements = groupsOf(written as WrittenGroups, written.from, book, true) as unknown as Elements;
  const variants = written.variants.map((v) => compileVariant(v, written.from, book));
  return {
    id: written.id, no: written.no, list: written.no.startsWith('P') ? 'person' : 'enterprise', name: written.name, en: written.en,
    plain: written.plain ?? null, words: written.words, type: written.type ?? null, scene: written.scene,
    city: { lead: written.city.lead, with: written.city.with }, district: { lead: written.district.lead, with: written.district.with },
    depth: written.depth, by: written.by, doubts: written.doubts, origins: book.origins, elements,
    materials: written.materials ?? null, variants, steps: written.steps ?? null, examples: written.examples,
  };
}

function compileVariant(written: WrittenVariant, itemFrom: Provenance, book: Ledger): Variant {
  const from = written.from ?? itemFrom;
  return {
    id: written.id, name: written.name, en: written.en, type: written.type, plain: written.plain ?? null, when: written.when ?? null,
    elements: groupsOf(written as WrittenGroups, from, book, false) as unknown as ElementOverrides,
    materials: written.materials ?? null, steps: written.steps ?? null,
  };
}

const materialElements = ['original', 'medium', 'channel', 'channelNote', 'copies', 'copiesNote', 'size', 'blankForm', 'sample', 'fillingNote', 'standard', 'basis', 'sharedData', 'collection'] as const;
export function compileMaterial(written: WrittenMaterial): Material {
  const book = ledger(written.from);
  return {
    id: written.id, name: written.name, plain: written.plain ?? null, en: written.en, ways: written.ways, certificate: written.certificate ?? null, trust: written.trust,
    elements: Object.fromEntries(materialElements.map((k) => [k, known(written[k], written.from, book) as Known<string | number | boolean>])), origins: book.origins,
  };
}

export function compileSite(written: WrittenSite): Site {
  const book = ledger(written.from);
  const value = (w: unknown) => known(w, written.from, book) as Known<string>;
  return {
    id: written.id, name: written.name, en: written.en, fictional: written.fictional, hours: written.hours,
    address: value(written.address), windowHours: value(written.windowHours), phone: value(written.phone), origins: book.origins,
    devices: written.devices, rootSizePx: written.rootSizePx, night: written.night ?? null, first: written.first,
  };
}
