import type { Field } from '../../content/schema/field.ts';
import type { Pack } from '../../content/schema/pack.ts';
import type { Language } from '../../content/schema/text.ts';
import { grouped, mask } from './mask.ts';
import { readPersons } from './persons.ts';
import { labelIn } from './region.ts';
import { sayIn } from './say.ts';

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
  const say = sayIn(pack, language);
  const option = (id: string) => optionsOf(field, pack, language).find((o) => o.id === id)?.label ?? id;
  switch (field.type) {
    case 'choice': return typeof field.options === 'string' ? (labelIn(pack, field.options, value) ?? value) : option(value);
    case 'choices': return value.split(',').map(option).join(say('show.between'));
    case 'years': return value.split(',').join(say('show.between'));
    case 'region': return labelIn(pack, 'regions', value) ?? value;
    case 'yes-no': return say(value === 'yes' ? 'show.yes' : 'show.no');
    case 'persons': return readPersons(value).map((p) => `${open ? p.name : mask('name', p.name)} ${p.share}%`).join(say('show.between'));
    case 'money': case 'integer': { const unit = language === 'en' ? (field.en.unit ?? field.unit) : field.unit; return unit ? `${value} ${unit}` : value; }
    case 'text': case 'name': case 'id-number': case 'phone': case 'date': {
      if (typeof field.options === 'string') return labelIn(pack, field.options, value) ?? value;
      if (value === 'long-term') return say('show.long-term');
      if (!open && field.mask) return mask(field.mask, value);
      return field.mask === 'id-number' ? grouped(value) : value;
    }
  }
}
