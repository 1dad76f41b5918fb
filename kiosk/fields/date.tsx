import { Choices } from '../ui/choice.tsx';
import { DigitPad } from '../ui/keyboard.tsx';
import { Stack } from '../ui/grid.tsx';
import { useState } from 'preact/hooks';
import type { FieldProps } from './props.ts';

const plusDays = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
const digitsOf = (date: string) => date.replaceAll('-', '');

/** A date: the likely days as one touch each, any other by eight digits. Stored as YYYY-MM-DD. */
export function DateField({ field, value, onChange, today, say, language, onEnter }: FieldProps) {
  const past = (field.max ?? 1) <= 0;
  const quick = past
    ? [{ id: today, label: say('answer.today', { date: today }) }, { id: plusDays(today, -1), label: say('answer.yesterday', { date: plusDays(today, -1) }) }]
    : [{ id: today, label: say('answer.today', { date: today }) }, { id: plusDays(today, 1), label: say('answer.tomorrow', { date: plusDays(today, 1) }) }];
  const [typing, setTyping] = useState(value !== '' && !quick.some((q) => q.id === value));
  const [digits, setDigits] = useState(digitsOf(value));
  const name = language === 'en' ? field.en.name : field.name;
  const choose = (id: string) => {
    if (id === 'other') { setTyping(true); setDigits(''); onChange(''); } else { setTyping(false); onChange(id); }
  };
  const type = (typed: string) => {
    setDigits(typed);
    onChange(typed.length === 8 ? `${typed.slice(0, 4)}-${typed.slice(4, 6)}-${typed.slice(6)}` : '');
  };
  return (
    <Stack>
      <Choices bare label={name} options={[...quick, { id: 'other', label: say('answer.other-day') }]} chosen={typing ? ['other'] : value ? [value] : []} columns={3} onChoose={choose} />
      {typing && <DigitPad value={digits} onChange={type} maxLength={8} groups={[4, 2, 2]} placeholder={say('answer.date-digits')} onEnter={onEnter} labels={{ box: name, erase: say('keys.erase'), clear: say('keys.clear') }} />}
    </Stack>
  );
}
