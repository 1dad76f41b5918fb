import { Choices } from '../ui/choice.tsx';
import type { FieldProps } from './props.ts';

const howMany = 6;

/** The last six calendar years; several may be chosen, joined by commas, oldest first. */
export function YearsField({ field, value, onChange, today, say, language }: FieldProps) {
  const last = Number(today.slice(0, 4));
  const options = Array.from({ length: howMany }, (_, i) => ({ id: String(last - i), label: say('answer.year', { year: last - i }) }));
  const chosen = value ? value.split(',') : [];
  const choose = (id: string) => onChange((chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id]).sort().join(','));
  return <Choices bare label={language === 'en' ? field.en.name : field.name} options={options} chosen={chosen} many columns={3} onChoose={choose} />;
}
