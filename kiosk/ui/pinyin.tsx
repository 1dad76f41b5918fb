import { useRef, useState } from 'preact/hooks';
import { moveFocus } from './arrow-keys.ts';
import { Icon } from './icon.tsx';
import { Key, KeyRow, Keys, PadBox, type PadLabels } from './key.tsx';
import { LetterRows } from './keyboard.tsx';
import { candidates, type Candidate, type PinyinTable } from './pinyin-candidates.ts';
import { useTyping } from './typing.ts';
import './pinyin.css';

export type { PinyinTable };

export interface PinyinLabels extends PadLabels {
  readonly candidates: string;
  readonly previous: string;
  readonly next: string;
  /** Stands where the characters will appear: how to write. */
  readonly how: string;
}

export interface PinyinPadProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength?: number | undefined;
  readonly table: PinyinTable;
  readonly placeholder?: string | undefined;
  readonly onEnter?: (() => void) | undefined;
  readonly labels: PinyinLabels;
}

const SHOWN = 7;
const MARKS = ['·', '（', '）', '—', '、', '，', '号'] as const;

/** Chinese on a machine without an input method: pinyin letters, then characters to choose from. Digits and marks go straight in. */
export function PinyinPad({ value, onChange, maxLength, table, placeholder, onEnter, labels }: PinyinPadProps) {
  const typing = useTyping({ value, onChange, maxLength, keep: (text) => text });
  const [letters, setLetters] = useState('');
  const [page, setPage] = useState(0);
  const all = candidates(table, letters);
  const shown = all.slice(page * SHOWN, (page + 1) * SHOWN);
  const spell = (next: string) => { setLetters(next.slice(0, 24)); setPage(0); };
  const choose = (candidate: Candidate) => { typing.insert(candidate.text); spell(letters.slice(candidate.uses)); };
  const erase = () => { if (letters === '') typing.erase(); else spell(letters.slice(0, -1)); };

  /** Hardware keys write pinyin as those on the screen do; with letters waiting, digits and Space choose. */
  const onKey = (key: string): boolean => {
    if (/^[a-z]$/i.test(key)) { spell(letters + key.toLowerCase()); return true; }
    if (letters === '') return false;
    const chosen = key === ' ' || key === 'Enter' ? shown[0] : /^[1-9]$/.test(key) ? shown[Number(key) - 1] : undefined;
    if (chosen) choose(chosen);
    else if (key === 'Backspace') erase();
    else if (key === 'Escape') spell('');
    else if (key === 'PageDown' && (page + 1) * SHOWN < all.length) setPage(page + 1);
    else if (key === 'PageUp' && page > 0) setPage(page - 1);
    else return /^[1-9 ]$/.test(key) || key === 'Enter';
    return true;
  };

  return (
    <div class="pad" data-layout="letters">
      <PadBox typing={typing} label={labels.box} placeholder={placeholder} onKey={onKey} onEnter={onEnter} />
      <Strip letters={letters} shown={shown} before={page > 0} after={(page + 1) * SHOWN < all.length} labels={labels}
        choose={choose} turn={(by) => setPage(page + by)} asTyped={() => { typing.insert(letters.toUpperCase()); spell(''); }} />
      <Keys layout="letters">
        <LetterRows digit={(text) => typing.insert(text)} letter={(text) => spell(letters + text)} erase={erase} erases={labels.erase} />
        <KeyRow>
          {MARKS.map((mark) => <Key key={mark} text={mark} do={() => typing.insert(mark)} />)}
          <Key icon="eraser" text={labels.clear} place="wide" do={() => { typing.clear(); spell(''); }} />
        </KeyRow>
      </Keys>
    </div>
  );
}

/** The letters so far and the characters they may mean; one or two letters may also stand as capitals (A座). Never changes height. */
function Strip({ letters, shown, before, after, labels, choose, turn, asTyped }: {
  readonly letters: string; readonly shown: readonly Candidate[]; readonly before: boolean; readonly after: boolean; readonly labels: PinyinLabels;
  readonly choose: (candidate: Candidate) => void; readonly turn: (by: 1 | -1) => void; readonly asTyped: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const hold = (event: MouseEvent) => event.preventDefault();
  return (
    <div class="pinyin-strip" ref={box} role="group" aria-label={labels.candidates} onKeyDown={(event) => moveFocus(event, box.current, 'button')}>
      <div class="pinyin-letters">
        {letters === ''
          ? <p class="pinyin-how">{labels.how}</p>
          : <output class="pinyin-typed">{letters}</output>}
        {letters !== '' && letters.length <= 2 && <button type="button" class="pinyin-raw" onMouseDown={hold} onClick={asTyped}>{letters.toUpperCase()}</button>}
      </div>
      <div class="pinyin-row">
        <button type="button" class="pinyin-turn" aria-label={labels.previous} aria-disabled={!before || undefined} onMouseDown={hold} onClick={() => { if (before) turn(-1); }}><Icon name="chevron-left" /></button>
        {Array.from({ length: SHOWN }, (_, at) => {
          const candidate = shown[at];
          return candidate
            ? <button key={candidate.text} type="button" class="pinyin-candidate" onMouseDown={hold} onClick={() => choose(candidate)}>{candidate.text}</button>
            : <span key={at} class="pinyin-candidate" data-empty />;
        })}
        <button type="button" class="pinyin-turn" aria-label={labels.next} aria-disabled={!after || undefined} onMouseDown={hold} onClick={() => { if (after) turn(1); }}><Icon name="chevron-right" /></button>
      </div>
    </div>
  );
}
