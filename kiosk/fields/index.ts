import type { ComponentType } from 'preact';
import type { FieldType } from '../../content/schema/field.ts';
import { ChoiceField } from './choice.tsx';
import { DateField } from './date.tsx';
import { DigitsField } from './digits.tsx';
import { PersonsField } from './persons.tsx';
import type { FieldProps } from './props.ts';
import { RegionField } from './region.tsx';
import { TextField } from './text.tsx';
import { YearsField } from './years.tsx';
import { YesNoField } from './yes-no.tsx';

/** Which editor a field type has. Missing one does not compile. */
export const fieldEditors: { readonly [T in FieldType]: ComponentType<FieldProps> } = {
  text: TextField,
  name: TextField,
  'id-number': DigitsField,
  phone: DigitsField,
  date: DateField,
  choice: ChoiceField,
  choices: ChoiceField,
  years: YearsField,
  region: RegionField,
  money: DigitsField,
  integer: DigitsField,
  'yes-no': YesNoField,
  persons: PersonsField,
};
