/** A schema of openapi.yaml, as parsed. */
export type Schema = Readonly<Record<string, unknown>>;

/** What is wrong with a value, as sentences; empty when it fits. Knows just the keywords openapi.yaml uses and throws on any other. */
export function misfits(value: unknown, schema: Schema, resolve: (ref: string) => Schema, at = 'value'): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]): string[] => {
    switch (keyword) {
      case '$ref': return misfits(value, resolve(String(rule)), resolve, at);
      case 'type': return [rule].flat().includes(typeOf(value)) || ([rule].flat().includes('number') && typeOf(value) === 'integer') ? [] : [`${at} is not ${String(rule)}`];
      case 'enum': return (rule as unknown[]).includes(value) ? [] : [`${at} is none of the listed values`];
      case 'const': return value === rule ? [] : [`${at} is not ${String(rule)}`];
      case 'pattern': return typeof value !== 'string' || new RegExp(String(rule), 'u').test(value) ? [] : [`${at} does not match ${String(rule)}`];
      case 'minLength': return typeof value !== 'string' || value.length >= Number(rule) ? [] : [`${at} is too short`];
      case 'maxLength': return typeof value !== 'string' || value.length <= Number(rule) ? [] : [`${at} is too long`];
      case 'minimum': return typeof value !== 'number' || value >= Number(rule) ? [] : [`${at} is too small`];
      case 'minItems': return !Array.isArray(value) || value.length >= Number(rule) ? [] : [`${at} has too few`];
      case 'maxItems': return !Array.isArray(value) || value.length <= Number(rule) ? [] : [`${at} has too many`];
      case 'items': return !Array.isArray(value) ? [] : value.flatMap((one, i) => misfits(one, rule as Schema, resolve, `${at}[${i}]`));
      case 'required': return !isObject(value) ? [] : (rule as string[]).filter((key) => !Object.hasOwn(value, key)).map((key) => `${at}.${key} is missing`);
      case 'properties':
        if (!isObject(value)) return [];
        return Object.entries(rule as Record<string, Schema>).flatMap(([key, inner]) => (Object.hasOwn(value, key) ? misfits(value[key], inner, resolve, `${at}.${key}`) : []));
      case 'additionalProperties':
        if (!isObject(value) || rule !== false) return [];
        return Object.keys(value).filter((key) => !Object.hasOwn(schema.properties as object, key)).map((key) => `${at}.${key} is not documented`);
      case 'format': return fits(String(rule), value) ? [] : [`${at} is not a ${String(rule)}`];
      case 'description': case 'contentEncoding': case 'contentMediaType': return [];
      default: throw new Error(`openapi.yaml uses ${keyword}, which this check does not know`);
    }
  });
}

/** Every schema closed: a reply then may hold nothing that is not documented. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return schema.type === 'object' ? { additionalProperties: false, properties: {}, ...inner } : inner;
}

function fits(format: string, value: unknown): boolean {
  if (typeof value !== 'string') return true;
  if (format === 'date') return /^\d{4}-\d\d-\d\d$/.test(value);
  return format === 'date-time' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
