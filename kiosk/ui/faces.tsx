import { useRef } from 'preact/hooks';
import { moveFocus } from './arrow-keys.ts';
import { Icon, type IconName } from './icon.tsx';
import './faces.css';

type Score = 1 | 2 | 3 | 4 | 5;

export interface FiveFacesProps {
  readonly options: readonly { readonly score: Score; readonly label: string }[];
  readonly chosen?: Score | undefined;
  readonly onChoose: (score: Score) => void;
  /** What is being judged; without it the page's title names the group. */
  readonly label?: string | undefined;
}

const face: Readonly<Record<Score, IconName>> = { 5: 'laugh', 4: 'smile', 3: 'meh', 2: 'frown', 1: 'angry' };

/** Five levels, each a face and a word, all of one size and colour: the machine has no favourite answer. */
export function FiveFaces({ options, chosen, onChoose, label }: FiveFacesProps) {
  const box = useRef<HTMLDivElement>(null);
  const entry = chosen ?? options[0]?.score;
  return (
    <div
      ref={box} class="faces" role="radiogroup" aria-label={label} aria-labelledby={label === undefined ? 'title' : undefined}
      onKeyDown={(event) => moveFocus(event, box.current, '.face')}
    >
      {options.map((option) => (
        <button
          key={option.score} type="button" class="face" role="radio" aria-checked={option.score === chosen}
          tabIndex={option.score === entry ? 0 : -1} onClick={() => onChoose(option.score)}
        >
          <Icon name={face[option.score]} size="xl" />
          <span class="face-word">{option.label}</span>
          <span class="face-mark" aria-hidden="true">{option.score === chosen && <Icon name="check" size="sm" />}</span>
        </button>
      ))}
    </div>
  );
}
