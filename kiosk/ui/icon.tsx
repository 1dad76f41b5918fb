import { h } from 'preact';
import { icons, type IconName } from './icons.ts';
import './icon.css';

export type { IconName };

/** One object of the open icon set (lucide, ISC), stroke 2, round. Never carries meaning alone: words stand beside it. */
export function Icon({ name, size = 'md' }: { readonly name: IconName; readonly size?: 'sm' | 'md' | 'lg' | 'xl' | undefined }) {
  return (
    <svg class="icon" data-size={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {icons[name].map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
