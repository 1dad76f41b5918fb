import { useState } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/choice.tsx';
import { Stack } from '../ui/grid.tsx';
import type { FieldProps } from './props.ts';

/** Province first, then city; the stored value is the city's code. */
export function RegionField({ field, value, onChange, pack, say, language }: FieldProps) {
  const provinces = pack.lists['regions']?.entries ?? [];
  const ofValue = provinces.find((p) => p.children?.some((c) => c.id === value));
  const [province, setProvince] = useState(ofValue?.id);
  const label = language === 'en' ? field.en.name : field.name;
  const at = provinces.find((p) => p.id === province);
  if (!at) return <Choices bare label={label} options={provinces.map((p) => ({ id: p.id, label: short(p.label) }))} chosen={[]} columns={4} onChoose={setProvince} />;
  return (
    <Stack>
      <Button kind="plain" icon="map-pin" label={say('answer.other-province', { province: at.label })} do={() => { setProvince(undefined); onChange(''); }} />
      <Choices bare label={label} options={(at.children ?? []).map((c) => ({ id: c.id, label: c.label }))} chosen={value ? [value] : []} columns={3} onChoose={onChange} />
    </Stack>
  );
}

/** Provinces are shown by the short names people say. */
const short = (label: string) => label.replace(/(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$/, '');
