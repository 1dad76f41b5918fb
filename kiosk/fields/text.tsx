import { LetterPad } from '../ui/keyboard.tsx';
import { PinyinPad } from '../ui/pinyin.tsx';
import type { FieldProps } from './props.ts';

/** Chinese text typed by pinyin; letters only while the table is not there. */
export function TextField({ field, value, onChange, say, pinyin, language, onEnter }: FieldProps) {
  const name = language === 'en' ? field.en.name : field.name;
  const labels = {
    box: name, erase: say('keys.erase'), clear: say('keys.clear'), candidates: say('keys.candidates'), previous: say('keys.previous'), next: say('keys.next'), how: say('keys.how'),
  };
  const maxLength = field.max ?? 60;
  if (!pinyin) return <LetterPad value={value} onChange={onChange} maxLength={maxLength} onEnter={onEnter} labels={labels} />;
  return <PinyinPad value={value} onChange={onChange} maxLength={maxLength} table={pinyin} onEnter={onEnter} labels={labels} />;
}
