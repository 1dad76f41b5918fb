import { Key, KeyRow, Keys, PadBox, type PadLabels } from './key.tsx';
import { useTyping } from './typing.ts';

export interface DigitPadProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength?: number | undefined;
  /** One more key beside the digits. */
  readonly extra?: 'X' | '.' | undefined;
  /** Shows the value in groups, such as [6, 8, 4]; the value itself has no spaces. */
  readonly groups?: readonly number[] | undefined;
  readonly placeholder?: string | undefined;
  readonly onEnter?: (() => void) | undefined;
  /** A PIN: shown as discs. */
  readonly secret?: boolean | undefined;
  readonly labels: PadLabels;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Digits for numbers and codes. The `X` of an identity number may be typed small. */
export function DigitPad({ value, onChange, maxLength, extra, groups, placeholder, onEnter, secret, labels }: DigitPadProps) {
  const keep = (text: string) => [...text.toUpperCase()].filter((c) => (c >= '0' && c <= '9') || c === extra).join('');
  const typing = useTyping({ value, onChange, maxLength, keep, groups });
  const [one, two, three, four, five, six, seven, eight, nine] = DIGITS.map((digit) => (
    <Key key={digit} text={digit} first={digit === '1'} do={() => typing.insert(digit)} />
  ));
  return (
    <div class="pad" data-layout="digits">
      <PadBox typing={typing} label={labels.box} placeholder={placeholder} secret={secret} onEnter={onEnter} />
      <Keys layout="digits">
        {one}{two}{three}
        <Key icon="delete" text={labels.erase} place="tall" do={() => typing.erase()} />
        {four}{five}{six}{seven}{eight}{nine}
        <Key icon="eraser" text={labels.clear} place="tall" do={() => typing.clear()} />
        {extra !== undefined && <Key text={extra} do={() => typing.insert(extra)} />}
        <Key text="0" place={extra === undefined ? 'three' : 'two'} do={() => typing.insert('0')} />
      </Keys>
    </div>
  );
}

export interface LetterPadProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly onEnter?: (() => void) | undefined;
  readonly labels: PadLabels;
  /** Capital letters, as codes are printed. */
  readonly capitals?: boolean;
}

/** Letters and digits for searching by first letters. Hardware keyboards may type any text, Chinese too. */
export function LetterPad({ value, onChange, maxLength, placeholder, onEnter, labels, capitals = false }: LetterPadProps) {
  const typing = useTyping({ value, onChange, maxLength, keep: (text) => text });
  return (
    <div class="pad" data-layout="letters">
      <PadBox typing={typing} label={labels.box} placeholder={placeholder} onEnter={onEnter} />
      <Keys layout="letters">
        <LetterRows digit={(text) => typing.insert(text)} letter={(text) => typing.insert(text)} erase={() => typing.erase()} erases={labels.erase} capitals={capitals} />
        <KeyRow><Key icon="eraser" text={labels.clear} do={() => typing.clear()} /></KeyRow>
      </Keys>
    </div>
  );
}

/** The rows every letter keyboard has: digits, then QWERTY with the erasing key at the end. */
export function LetterRows({ digit, letter, erase, erases, capitals = false }: {
  readonly digit: (text: string) => void; readonly letter: (text: string) => void; readonly erase: () => void; readonly erases: string; readonly capitals?: boolean;
}) {
  const letters = (row: string) => [...(capitals ? row.toUpperCase() : row)];
  return (
    <>
      <KeyRow>{[...'1234567890'].map((text) => <Key key={text} text={text} first={text === '1'} do={() => digit(text)} />)}</KeyRow>
      <KeyRow>{letters('qwertyuiop').map((text) => <Key key={text} text={text} do={() => letter(text)} />)}</KeyRow>
      <KeyRow>{letters('asdfghjkl').map((text) => <Key key={text} text={text} do={() => letter(text)} />)}</KeyRow>
      <KeyRow>
        {letters('zxcvbnm').map((text) => <Key key={text} text={text} do={() => letter(text)} />)}
        <Key icon="delete" text={erases} place="wide" do={erase} />
      </KeyRow>
    </>
  );
}
