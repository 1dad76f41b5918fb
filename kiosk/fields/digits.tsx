import { DigitPad } from '../ui/keyboard.tsx';
import { Message } from '../ui/message.tsx';
import { Stack } from '../ui/grid.tsx';
import type { FieldProps } from './props.ts';

const shape = { phone: { maxLength: 11, groups: [3, 4, 4] }, 'id-number': { maxLength: 18, groups: [6, 8, 4] }, money: { maxLength: 9, groups: [] }, integer: { maxLength: 6, groups: [] } } as const;

/** From here on an amount is asked about once more: most small companies stay below. Not a limit. */
const unusualTenThousands = 1000;

/** Numbers on large keys: telephone, identity number, amounts, counts. */
export function DigitsField({ field, value, onChange, say, language, onEnter }: FieldProps) {
  const { maxLength, groups } = shape[field.type as keyof typeof shape];
  const labels = { box: language === 'en' ? field.en.name : field.name, erase: say('keys.erase'), clear: say('keys.clear') };
  const unit = language === 'en' ? (field.en.unit ?? field.unit) : field.unit;
  // The unit and the amount read back: ten thousands are easily typed as ones.
  const amount = field.unit === '万元' ? say('answer.ten-thousands', { value: value || '0', yuan: (Number(value || '0') * 10_000).toLocaleString('en-US') }) : unit !== undefined ? say('answer.amount', { value: value || '0', unit }) : undefined;
  const large = field.unit === '万元' && Number(value) >= unusualTenThousands;
  const pad = <DigitPad value={value} onChange={onChange} maxLength={maxLength} groups={groups} extra={field.type === 'id-number' ? 'X' : undefined} onEnter={onEnter} labels={labels} />;
  if (amount === undefined) return pad;
  return <Stack><Message tone={large ? 'attention' : 'info'} title={large ? say('answer.unusual', { amount }) : amount} live />{pad}</Stack>;
}
