import type { Pack } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';

export type Params = Readonly<Record<string, string | number>>;
/** The sentence of a key in one language, its blanks filled. */
export type Say = (key: string, params?: Params) => string;

/** Sentences come from content; a key without one is a mistake of ours, shown as the key so that it is noticed, never as blank. */
export function sayIn(pack: Pick<Pack, 'texts'>, language: Language): Say {
  return (key, params = {}) => (pack.texts[language][key] ?? pack.texts.zh[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
