import { useId } from 'preact/hooks';
import { Button, type ButtonProps } from './button.tsx';
import { Icon } from './icon.tsx';
import './field-box.css';

export interface FieldBoxProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly placeholder?: string | undefined;
  /** Where the value is from, as a whole phrase. */
  readonly source?: string | undefined;
  /** Dots instead of the value, which then is not in the page at all; `placeholder` is read out for them. */
  readonly hidden?: boolean | undefined;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  /** The one the keyboard on the screen writes into. */
  readonly active?: boolean | undefined;
  readonly onTap?: (() => void) | undefined;
  readonly actions?: readonly ButtonProps[] | undefined;
}

/** One data element, large, with where it came from and what is wrong with it. */
export function FieldBox({ label, value, placeholder, source, hidden = false, error, hint, active = false, onTap, actions }: FieldBoxProps) {
  const id = useId();
  const about = [hint !== undefined && `${id}-hint`, source !== undefined && `${id}-source`, error !== undefined && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const inside = (
    <>
      <span class="field-words">
        <span class="field-label" id={`${id}-label`}>{label}</span>
        {hidden && value !== undefined
          ? <span class="field-value" data-dots role="img" aria-label={placeholder ?? label}>••••••••</span>
          : <span class="field-value" data-empty={value === undefined || value === '' || undefined}>{value || placeholder || ' '}</span>}
      </span>
      {onTap && <Icon name="pencil" />}
    </>
  );
  return (
    <div class="field-box" role="group" aria-labelledby={`${id}-label`} data-active={active || undefined} data-wrong={error !== undefined || undefined}>
      {onTap
        ? <button type="button" class="field-main" aria-describedby={about} aria-current={active || undefined} onClick={onTap}>{inside}</button>
        : <div class="field-main">{inside}</div>}
      {hint !== undefined && <p class="field-hint" id={`${id}-hint`}>{hint}</p>}
      {source !== undefined && <p class="field-source" id={`${id}-source`}><Icon name="shield-check" size="sm" />{source}</p>}
      {error !== undefined && <p class="field-error" id={`${id}-error`} role="alert"><Icon name="circle-x" size="sm" />{error}</p>}
      {actions !== undefined && actions.length > 0 && (
        <div class="field-actions">{actions.map((action) => <Button key={action.label} describe={label} {...action} />)}</div>
      )}
    </div>
  );
}
