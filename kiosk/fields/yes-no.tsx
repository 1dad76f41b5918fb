import { Choices } from '../ui/choice.tsx';
import type { FieldProps } from './props.ts';

export function YesNoField({ field, value, onChange, say, language }: FieldProps) {
  const options = [{ id: 'yes', label: say('answer.yes') }, { id: 'no', label: say('answer.no') }];
  return <Choices bare label={language === 'en' ? field.en.name : field.name} options={options} chosen={value ? [value] : []} columns={2} onChoose={onChange} />;
}
