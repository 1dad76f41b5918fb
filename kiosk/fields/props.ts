import type { Field } from '../../content/schema/field.ts';
import type { Pack } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';
import type { PinyinTable } from '../ui/pinyin-candidates.ts';

/** What an editor for one field gets. `value` is the stored form; `onChange` gives it back in the stored form. */
export interface FieldProps {
  readonly field: Field;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly pack: Pack;
  readonly language: Language;
  readonly today: string;
  readonly say: (key: string, params?: Readonly<Record<string, string | number>>) => string;
  /** Characters by syllable for the on-screen pinyin keyboard; null while it loads. */
  readonly pinyin: PinyinTable | null;
  readonly onEnter?: (() => void) | undefined;
  /** The person whose visit this is, once their card was read. */
  readonly self?: { readonly name: string; readonly number: string } | undefined;
  /** Lays another person's card on the reader; undefined where there is no reader. */
  readonly readCard?: ReadCard | undefined;
}
export interface ReadCard {
  readonly state: 'idle' | 'waiting' | 'reading' | 'trouble';
  /** The rule that kept the last card from being taken, such as `card-expired`. */
  readonly barred: string | null;
  readonly start: (onPerson: (person: { readonly name: string; readonly number: string }) => void) => void;
  readonly stop: () => void;
}
