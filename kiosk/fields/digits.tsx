import { DigitPad } from '../ui/keyboard.tsx';
import type { FieldProps } from './props.ts';

const shape = { phone: { maxLength: 11, groups: [3, 4, 4] }, 'id-number': { maxLength: 18, groups: [6, 8, 4] }, money: { maxLength: 9, groups: [] }, integer: { maxLength: 6, groups: [] } } as const;

/** Numbers on large keys: telephone, identity number, amounts, counts. */
export function DigitsField({ field, value, onChange, say, language, onEnter }: FieldProps) {
  const { maxLength, groups } = shape[field.type as keyof typeof shape];
  const labels = { box: language === 'en' ? field.en.name : field.name, erase: say('keys.erase'), clear: say('keys.clear') };
  return <DigitPad value={value} onChange={onChange} maxLength={maxLength} groups={groups} extra={field.type === 'id-number' ? 'X' : undefined} onEnter={onEnter} labels={labels} />;
}
