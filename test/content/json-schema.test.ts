import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import YAML from 'yaml';
import { elementTable } from '../../content/schema/elements.ts';
import { jsonSchemas } from '../../content/tools/json-schema.ts';
import { good, itemFile } from './fixture.ts';
import { contentRoot } from './root.ts';

interface Schema {
  readonly type?: string; readonly title?: string; readonly enum?: readonly unknown[]; readonly const?: unknown; readonly anyOf?: readonly Schema[]; readonly pattern?: string; readonly minLength?: number; readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[]; readonly items?: Schema; readonly additionalProperties?: boolean | Schema;
}
const schemas = jsonSchemas() as Readonly<Record<string, Schema>>;

/** What an editor would underline: the small part of JSON Schema that these schemas use. Paths of what does not fit. */
function misfits(schema: Schema, value: unknown, at = ''): readonly string[] {
  if (schema.anyOf) return schema.anyOf.some((branch) => misfits(branch, value, at).length === 0) ? [] : [at];
  if (schema.const !== undefined) return schema.const === value ? [] : [at];
  if (schema.enum && !schema.enum.includes(value)) return [at];
  if (schema.type === 'string') return typeof value === 'string' && value.length >= (schema.minLength ?? 0) && (!schema.pattern || new RegExp(schema.pattern).test(value)) ? [] : [at];
  if (schema.type === 'array') return Array.isArray(value) && value.length >= (schema.minItems ?? 0) ? value.flatMap((one, i) => misfits(schema.items ?? {}, one, `${at}/${i}`)) : [at];
  if (schema.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at];
    const rest = schema.additionalProperties;
    return [
      ...(schema.required ?? []).filter((key) => !Object.hasOwn(value, key)).map((key) => `${at}/${key}`),
      ...Object.entries(value).flatMap(([key, one]) => {
        const property = schema.properties?.[key];
        if (property) return misfits(property, one, `${at}/${key}`);
        return typeof rest === 'object' ? misfits(rest, one, `${at}/${key}`) : rest === false ? [`${at}/${key}`] : [];
      }),
    ];
  }
  return [];
}
const parse = (source: string): unknown => YAML.parse(source, { schema: 'failsafe' });
const file = (name: string): unknown => parse(readFileSync(path.join(contentRoot, name), 'utf8'));

describe('the JSON schema of', () => {
  test.each([
    ['item', 'items/person/medical-services/care-elsewhere.yaml'], ['item', 'items/person/social-security/social-insurance-records.yaml'],
    ['chain', 'chains/start-company.yaml'], ['fields', 'fields/company.yaml'], ['materials', 'materials/person.yaml'], ['list', 'lists/regions.yaml'],
    ['departments', 'departments.yaml'], ['site', 'sites/demo.yaml'], ['stages', 'stages.yaml'], ['texts', 'texts/zh.yaml'],
  ])('%s takes %s as it is written', (kind, name) => {
    expect(misfits(schemas[kind]!, file(name))).toEqual([]);
  });

  test('an item underlines what the check would refuse', () => {
    const item = (added: string) => misfits(schemas['item']!, parse(good[itemFile]! + added));
    expect(item('')).toEqual([]);
    expect(item('timming: 1\n')).toEqual(['/timming']);
    expect(item('handling:\n  plase: 大厅\n')).toEqual(['/handling/plase']);
    expect(item('variants:\n  - { id: One, name: 甲, en: A, type: 公共服务 }\n')).toEqual(['/variants/0/id']);
    expect(misfits(schemas['item']!, parse(good[itemFile]!.replace('depth: guide', 'depth: all')))).toEqual(['/depth']);
    expect(misfits(schemas['item']!, parse(good[itemFile]!.replace('no: P1\n', '')))).toEqual(['/no']);
  });

  test('an item has every element of the checklist, with the Chinese name that editors show', () => {
    const titles = Object.fromEntries(Object.entries(elementTable).map(([group, table]) => [group, Object.fromEntries(Object.entries(table).map(([key, [label]]) => [key, label]))]));
    for (const at of [schemas['item']!, schemas['item']!.properties!['variants']!.items!]) {
      expect(Object.fromEntries(Object.keys(elementTable).map((group) => {
        const { from, ...elements } = at.properties![group]!.properties!;
        expect(from).toBeDefined();
        return [group, Object.fromEntries(Object.entries(elements).map(([key, schema]) => [key, schema.title]))];
      }))).toEqual(titles);
    }
  });

  test('materials names their elements, too', () => {
    const properties = schemas['materials']!.properties!['materials']!.items!.properties!;
    expect(['original', 'medium', 'channel', 'copies', 'sharedData', 'collection'].map((key) => properties[key]!.title)).toEqual(['材料类型', '材料形式', '来源渠道', '纸质份数', '是否已实现数据共享', '收取方式']);
  });
});

test('the editor’s settings give every file of content the schema of its kind, and only one', () => {
  const root = path.dirname(contentRoot);
  const settings = JSON.parse(readFileSync(path.join(root, '.vscode/settings.json'), 'utf8')) as { readonly 'yaml.schemas': Readonly<Record<string, string>> };
  const mapped = Object.entries(settings['yaml.schemas']).flatMap(([address, files]) => globSync(files, { cwd: root }).map((one) => ({ one, kind: /^\.\/dist\/content\/json-schema\/([a-z]+)\.json$/.exec(address)?.[1] ?? address })));
  expect(mapped.map((m) => m.one).sort()).toEqual(globSync('content/**/*.yaml', { cwd: root }).sort());
  for (const { one, kind } of mapped) expect([one, schemas[kind] && misfits(schemas[kind], parse(readFileSync(path.join(root, one), 'utf8')))]).toEqual([one, []]);
});
