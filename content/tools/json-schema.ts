import { toJsonSchema } from '@valibot/to-json-schema';
import { Chain } from '../schema/chain.ts';
import { Departments } from '../schema/department.ts';
import { FieldFile } from '../schema/field.ts';
import { Item } from '../schema/item.ts';
import { List } from '../schema/list.ts';
import { MaterialFile } from '../schema/material.ts';
import { Site } from '../schema/site.ts';
import { Stages } from '../schema/stage.ts';
import { Texts } from '../schema/text.ts';

/** JSON Schema of every kind of content file, for editors that complete and check while typing. What a file may contain, not what it compiles to. */
export function jsonSchemas(): Record<string, object> {
  const kinds = { item: Item, chain: Chain, fields: FieldFile, materials: MaterialFile, list: List, departments: Departments, site: Site, stages: Stages, texts: Texts };
  return Object.fromEntries(Object.entries(kinds).map(([name, schema]) => [name, toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' })]));
}
