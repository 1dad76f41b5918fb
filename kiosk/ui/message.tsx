import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { toneIcon, type Tone } from './tag.tsx';
import './message.css';

export interface MessageProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ComponentChildren;
  /** Spoken as soon as it appears; trouble interrupts, the rest waits its turn. */
  readonly live?: boolean | undefined;
}

/** Icon and words, never colour alone. What happened first, then what to do. */
export function Message({ tone, title, children, live = false }: MessageProps) {
  const urgent = tone === 'wrong' || tone === 'attention';
  return (
    <div class="message" data-tone={tone} role={live ? (urgent ? 'alert' : 'status') : undefined}>
      <Icon name={toneIcon[tone]} size="lg" />
      <div class="message-words">
        <p class="message-title">{title}</p>
        {children !== undefined && <div class="message-more">{children}</div>}
      </div>
    </div>
  );
}
