import type { Field } from '../../content/schema/field.ts';
import type { Pack } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';
import { grouped, mask } from './mask.ts';
import { readPersons } from './persons.ts';
import { labelIn } from './region.ts';

/** The options of a choice in one language. */
export function optionsOf(field: Field, pack: Pack, language: Language): readonly { readonly id: string; readonly label: string; readonly detail?: string }[] {
  if (field.options === undefined) return [];
  if (typeof field.options === 'string') {
    return (pack.lists[field.options]?.entries ?? []).map((e) => ({ id: e.id, label: language === 'en' ? (e.en ?? e.label) : e.label }));
  }
  return field.options.map((o) => {
    const detail = language === 'en' ? (o.detailEn ?? o.detail) : o.detail;
    return { id: o.id, label: language === 'en' ? o.en : o.label, ...(detail !== undefined && { detail }) };
  });
}

/** A value as the citizen reads it; `open` shows what is masked from bystanders otherwise. */
export function display(field: Field, value: string, pack: Pack, language: Language, open: boolean): string {
  const option = (id: string) => optionsOf(field, pack, language).find((o) => o.id === id)?.label ?? id;
  switch (field.type) {
    case 'choice': return typeof field.options === 'string' ? (labelIn(pack, field.options, value) ?? value) : option(value);
    case 'choices': return value.split(',').map(option).join(language === 'en' ? ', ' : '、');
    case 'years': return value.split(',').join(language === 'en' ? ', ' : '、');
    case 'region': return labelIn(pack, 'regions', value) ?? value;
    case 'yes-no': return language === 'en' ? (value === 'yes' ? 'Yes' : 'No') : value === 'yes' ? '是' : '否';
    case 'persons': return readPersons(value).map((p) => `${open ? p.name : mask('name', p.name)} ${p.share}%`).join(language === 'en' ? ', ' : '、');
    case 'money': case 'integer': return field.unit ? `${value} ${field.unit}` : value;
    case 'text': case 'name': case 'id-number': case 'phone': case 'date': {
      if (typeof field.options === 'string') return labelIn(pack, field.options, value) ?? value;
      if (value === 'long-term') return language === 'en' ? 'long-term' : '长期';
      if (!open && field.mask) return mask(field.mask, value);
      return field.mask === 'id-number' ? grouped(value) : value;
    }
  }
}
