import { Icon, type IconName } from './icon.tsx';
import './tag.css';

export type Tone = 'info' | 'attention' | 'done' | 'wrong';

export const toneIcon: Readonly<Record<Tone, IconName>> = {
  info: 'info', attention: 'triangle-alert', done: 'circle-check', wrong: 'circle-x',
};

/** A short word of state. Colour never speaks alone: the icon says the same. */
export function Tag({ label, tone, icon }: { readonly label: string; readonly tone: Tone; readonly icon?: IconName | undefined }) {
  return <span class="tag" data-tone={tone}><Icon name={icon ?? toneIcon[tone]} size="sm" />{label}</span>;
}
