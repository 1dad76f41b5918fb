import { computed, type ReadonlySignal } from '@preact/signals';
import type { Pack } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';
import { type Say, sayIn } from '../core/say.ts';

export { type Params, type Say, sayIn } from '../core/say.ts';

/** `say` in the language now chosen. */
export const words = (pack: Pack, language: ReadonlySignal<Language>): ReadonlySignal<Say> => computed(() => sayIn(pack, language.value));

/** A thing's name in the language now chosen. */
export const nameIn = (language: Language, thing: { readonly name: string; readonly en: string }): string => (language === 'en' ? thing.en : thing.name);
