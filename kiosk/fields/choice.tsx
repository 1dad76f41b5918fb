import { optionsOf } from '../core/show.ts';
import { Choices } from '../ui/choice.tsx';
import type { FieldProps } from './props.ts';

/** One of a few, or several of a few (`choices`, joined by commas). */
export function ChoiceField({ field, value, onChange, pack, language }: FieldProps) {
  const options = optionsOf(field, pack, language);
  const many = field.type === 'choices';
  const chosen = value ? value.split(',') : [];
  const choose = (id: string) => {
    if (!many) return onChange(id);
    const next = chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id];
    return onChange(options.filter((o) => next.includes(o.id)).map((o) => o.id).join(','));
  };
  const columns = options.some((o) => o.detail) ? 1 : options.length > 6 ? 3 : options.length > 3 ? 2 : 1;
  return <Choices bare label={language === 'en' ? field.en.name : field.name} options={options} chosen={chosen} many={many} columns={columns} onChoose={choose} />;
}
