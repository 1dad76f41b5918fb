import { Icon, type IconName } from './icon.tsx';
import { Dots } from './working.tsx';
import './button.css';

export interface ButtonProps {
  readonly label: string;
  readonly do: () => void;
  /** `primary` once per screen; `quiet` for what few people need. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | undefined;
  readonly icon?: IconName | undefined;
  readonly disabled?: boolean | undefined;
  readonly busy?: boolean | undefined;
  /** Just appeared under somebody's finger: looks ready, takes no touch yet. */
  readonly settling?: boolean | undefined;
  readonly wide?: boolean | undefined;
  /** Spoken after the label, for instance which row the button belongs to or why it cannot be pressed yet. */
  readonly describe?: string | undefined;
}

/** A disabled button stays reachable by keypad, so that its reason can be heard; it only does nothing. */
export function Button({ label, do: act, kind = 'plain', icon, disabled = false, busy = false, settling = false, wide = false, describe }: ButtonProps) {
  const idle = disabled || busy || settling;
  return (
    <button
      type="button" class="button" data-kind={kind} data-wide={wide || undefined}
      aria-disabled={idle || undefined} data-settling={(settling && !disabled) || undefined} aria-busy={busy || undefined} aria-description={describe}
      onClick={() => { if (!idle) act(); }}
    >
      {busy ? <Dots /> : icon !== undefined && <Icon name={icon} />}
      <span>{label}</span>
    </button>
  );
}
