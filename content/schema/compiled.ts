import * as v from 'valibot';
import { Condition } from './condition.ts';
import { Departments } from './department.ts';
import { elementTable } from './elements.ts';
import { fieldTypes } from './field.ts';
import { depths, matterTypes, means } from './item.ts';
import { List } from './list.ts';
import { slug, words } from './names.ts';
import { Provenance } from './provenance.ts';
import { deviceKinds } from './site.ts';
import { Stages } from './stage.ts';
import { Step } from './step.ts';
import { count, timeLimit, yesNo } from './value.ts';

// The files of a pack as they lie in the catalog: compiled, so that numbers are numbers and every list is there. What a newer
// catalog adds beside is left alone; steps and conditions are strict, because a word more in one of them changes what it means.

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const origins = v.pipe(v.array(Provenance), v.minLength(1));
const known = (value: v.GenericSchema) => v.nullable(v.union([v.object({ value, from: index }), v.object({ none: v.string(), from: index })]));
/** Where the written form is text, the compiled one is what the text said. */
function compiledValue(written: v.GenericSchema): v.GenericSchema {
  if (written === yesNo) return v.boolean();
  if (written === count) return index;
  if (written === timeLimit) return v.object({ amount: index, unit: v.picklist(['当场', '工作日', '日', '月', '小时']) });
  return written;
}
const groups = Object.entries(elementTable).map(([name, table]) => [
  name, v.object(Object.fromEntries(Object.entries(table as Readonly<Record<string, readonly [string, v.GenericSchema]>>).map(([key, [, schema]]) => [key, v.optional(known(compiledValue(schema)))]))),
] as const);
const Elements = v.object(Object.fromEntries(groups));
const ElementOverrides = v.object(Object.fromEntries(groups.map(([name, group]) => [name, v.optional(group)])));

const MaterialUse = v.object({ material: slug, when: v.optional(Condition), need: v.picklist(['必要', '非必要', '容缺后补']), oneOf: v.optional(slug) });
/** `Step` fills in what nobody wrote and reads what is written as text; here it must be there, as what the text said. */
const CompiledStep = v.pipe(
  v.looseObject({ do: v.string() }),
  v.check((step) => step.do !== 'consent' || (Array.isArray(step['facts']) && Array.isArray(step['certificates']))),
  v.check((step) => step.do !== 'identify' || (typeof step['level'] === 'string' && typeof step['company'] === 'boolean')),
  v.transform((step) => (step.do === 'identify' ? { ...step, company: step['company'] === true ? 'yes' : 'no' } : step)),
  Step,
);
const steps = v.pipe(v.array(CompiledStep), v.minLength(1));
const Level = v.object({ lead: words, with: v.array(words) });
const MatterType = v.picklist(matterTypes);
const depth = v.picklist(depths);

const Variant = v.object({
  id: slug, name: words, en: words, type: MatterType, plain: v.nullable(words), when: v.nullable(Condition), elements: ElementOverrides,
  materials: v.nullable(v.array(MaterialUse)), steps: v.nullable(steps),
});
const Item = v.object({
  id: slug, no: words, list: v.picklist(['person', 'enterprise']), name: words, en: words, plain: v.nullable(words), words: v.array(words),
  type: v.nullable(MatterType), scene: words, city: Level, district: Level, depth, by: v.array(v.picklist(means)), doubts: v.array(words), origins, elements: Elements,
  materials: v.nullable(v.array(MaterialUse)), variants: v.array(Variant), steps: v.nullable(steps), examples: v.array(v.unknown()),
});
const Chain = v.object({
  id: slug, name: words, en: words, plain: words, plainEn: words, words: v.array(words), scene: v.pipe(v.string(), v.regex(/^[EP]\d{1,2}\.\d$/)), appliesTo: words, appliesToEn: words,
  depth, from: Provenance, formsFrom: Provenance,
  parts: v.pipe(v.array(v.object({
    item: slug, variant: v.optional(slug), when: v.optional(Condition), form: v.object({ title: words, en: words, fields: v.pipe(v.array(slug), v.minLength(1)) }), materials: v.array(MaterialUse),
  })), v.minLength(2)),
  steps, examples: v.array(v.unknown()),
});
const SearchEntry = v.object({ id: slug, text: v.string(), pinyin: v.string(), initials: v.string() });
const Option = v.object({ id: slug, label: words, en: words, detail: v.optional(words), detailEn: v.optional(words) });
const Field = v.object({
  id: slug, name: words, ask: words, hint: v.optional(words), en: v.object({ name: words, ask: words, hint: v.optional(words), unit: v.optional(words) }),
  type: v.picklist(fieldTypes), options: v.optional(v.union([v.pipe(v.array(Option), v.minLength(2)), slug])), from: v.optional(v.array(v.picklist(['id-card', 'platform']))),
  derive: v.optional(slug), mask: v.optional(v.picklist(['name', 'id-number', 'phone', 'address'])), contest: v.picklist(['replace', 'window']), optional: v.boolean(),
  min: v.optional(v.number()), max: v.optional(v.number()), pattern: v.optional(v.picklist(['han'])), notBefore: v.optional(slug), unit: v.optional(words), source: v.optional(Provenance),
});
const Material = v.object({
  id: slug, name: words, plain: v.nullable(words), en: words, ways: v.pipe(v.array(v.picklist(['generated', 'card', 'passed-on', 'shared', 'photographed', 'brought'])), v.minLength(1)),
  certificate: v.nullable(slug), trust: v.picklist(['A', 'B', 'C', 'D']), origins, elements: v.record(v.string(), known(v.union([v.string(), v.number(), v.boolean()]))),
});
const time = v.pipe(v.string(), v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/));
const Site = v.object({
  id: slug, name: words, en: words, fictional: v.boolean(), hours: v.pipe(v.array(v.object({ days: v.array(words), open: time, close: time })), v.minLength(1)),
  address: known(v.string()), windowHours: known(v.string()), phone: known(v.string()), origins, devices: v.array(v.picklist(deviceKinds)),
  rootSizePx: v.pipe(v.number(), v.minValue(8), v.maxValue(64)), night: v.nullable(v.object({ from: time, to: time })), first: v.array(slug),
});

const shapes: Readonly<Record<string, (of: string) => v.GenericSchema>> = {
  'stages.json': () => Stages,
  'departments.json': () => Departments,
  items: (id) => v.object({ item: v.pipe(Item, v.check((item) => item.id === id)), search: v.pipe(v.array(SearchEntry), v.check((all) => all.every((one) => one.id === id))) }),
  chains: (id) => v.object({ chain: v.pipe(Chain, v.check((chain) => chain.id === id)), search: v.pipe(v.array(SearchEntry), v.check((all) => all.every((one) => one.id === id))) }),
  fields: () => byId(Field),
  materials: () => byId(Material),
  lists: (id) => v.pipe(List, v.check((list) => list.id === id)),
  sites: (id) => v.pipe(Site, v.check((site) => (site as { id: string }).id === id)),
  texts: (group) => v.pipe(v.record(v.string(), words), v.check((all) => Object.keys(all).every((key) => key.startsWith(`${group}.`)))),
};
const byId = (one: v.GenericSchema<unknown, { id: string }>) => v.pipe(v.record(slug, one), v.check((all) => Object.entries(all).every(([id, { id: own }]) => id === own)));

/** Files that are bytes: looked at by whoever uses them, not here. */
export const isPlainBytes = (name: string): boolean => /^(?:media|models)\//.test(name);

/** Whether a file of a pack, parsed, has the shape that its name promises. A name that promises nothing fits nothing. */
export function fitsShape(name: string, content: unknown): boolean {
  const folder = name.split('/', 1)[0]!;
  const shape = Object.hasOwn(shapes, folder) ? shapes[folder] : undefined;
  const id = name.slice(name.lastIndexOf('/') + 1, -'.json'.length);
  return shape !== undefined && name.endsWith('.json') && !meddles(content) && v.is(shape(id), content);
}

/** A key that is no name but JavaScript's own: it would be put in by assignment. */
function meddles(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(meddles);
}
