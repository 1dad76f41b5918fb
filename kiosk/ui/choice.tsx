import { useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import { moveFocus } from './arrow-keys.ts';
import './choice.css';

export interface Option {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly disabled?: boolean | undefined;
  /** Shown when disabled: why not, and what to do instead. */
  readonly why?: string | undefined;
}

export interface ChoicesProps {
  readonly label: string;
  /** Hides the label from sight where the page's title already asks the same. */
  readonly bare?: boolean | undefined;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly many?: boolean | undefined;
  /** At most so many beside each other; fewer where the words would not fit. */
  readonly columns?: 1 | 2 | 3 | 4 | undefined;
  readonly onChoose: (id: string) => void;
}

/**
 * Large cards, one or several to be chosen. `onChoose` names the card touched; the caller adds or removes it.
 * Arrow keys move without choosing, so that a keypad user hears every card before deciding; Enter or Space chooses.
 */
export function Choices({ label, bare = false, options, chosen, many = false, columns = 1, onChoose }: ChoicesProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const entry = options.find((option) => chosen.includes(option.id))?.id ?? options[0]?.id;
  return (
    <div class="choices">
      {!bare && <p class="choices-label" id={id}>{label}</p>}
      <div
        ref={box} class="choices-grid" data-columns={columns} role={many ? 'group' : 'radiogroup'}
        aria-labelledby={bare ? undefined : id} aria-label={bare ? label : undefined}
        onKeyDown={(event) => moveFocus(event, box.current, '.choice')}
      >
        {options.map((option) => (
          <Card
            key={option.id} option={option} on={chosen.includes(option.id)} many={many}
            tab={many || option.id === entry} do={() => onChoose(option.id)}
          />
        ))}
      </div>
    </div>
  );
}

function Card({ option, on, many, tab, do: act }: {
  readonly option: Option; readonly on: boolean; readonly many: boolean; readonly tab: boolean; readonly do: () => void;
}) {
  const { label, detail, icon, disabled = false, why } = option;
  return (
    <button
      type="button" class="choice" role={many ? 'checkbox' : 'radio'} aria-checked={on} aria-disabled={disabled || undefined}
      tabIndex={tab ? 0 : -1} onClick={() => { if (!disabled) act(); }}
    >
      <span class="choice-mark" data-many={many || undefined} aria-hidden="true">{on && <Icon name="check" size="sm" />}</span>
      <span class="choice-words">
        <span class="choice-label">{label}</span>
        {detail !== undefined && <span class="choice-detail">{detail}</span>}
        {disabled && why !== undefined && <span class="choice-why"><Icon name="info" size="sm" />{why}</span>}
      </span>
      {icon !== undefined && <span class="choice-icon"><Icon name={icon} size="lg" /></span>}
    </button>
  );
}
