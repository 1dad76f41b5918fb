import type { KeyPath, Value } from '../yaml-document.ts';

/** What stands at a place of a file's value; `#id` is the member of a list with that id. */
export function lookAt(value: Value | undefined, at: KeyPath): Value | undefined {
  return at.reduce<Value | undefined>((here, key) => {
    if (Array.isArray(here)) return (here as readonly Value[]).find((one) => typeof one === 'object' && `#${String((one as { readonly id?: Value }).id)}` === key);
    return typeof here === 'object' && Object.hasOwn(here, key) ? (here as Readonly<Record<string, Value>>)[key] : undefined;
  }, value);
}
export const placeName = (at: KeyPath): string => JSON.stringify(at);
