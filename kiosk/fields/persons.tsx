import { useRef, useState } from 'preact/hooks';
import { mask } from '../core/mask.ts';
import { type Person, readPersons, writePersons } from '../core/persons.ts';
import { Button } from '../ui/button.tsx';
import { CardReaderPicture } from '../ui/device-pictures.tsx';
import { FieldBox } from '../ui/field-box.tsx';
import { Stack } from '../ui/grid.tsx';
import { DigitPad } from '../ui/keyboard.tsx';
import { Message } from '../ui/message.tsx';
import type { FieldProps } from './props.ts';

/** A list of people, each read from their identity card so that nobody types a name; with one share in per cent each. */
export function PersonsField({ value, onChange, say, readCard, self }: FieldProps) {
  const persons = readPersons(value);
  const [sharing, setSharing] = useState<string | null>(null);
  const set = (next: readonly Person[]) => onChange(next.length ? writePersons(next) : '');
  // A card may arrive after shares were changed: what is on the list then counts.
  const present = useRef(persons);
  present.current = persons;
  const [again, setAgain] = useState(false);
  const add = (found: { readonly name: string; readonly number: string }) => {
    const now = present.current;
    setAgain(now.some((p) => p.number === found.number));
    if (now.some((p) => p.number === found.number)) return;
    const left = 100 - now.reduce((sum, p) => sum + p.share, 0);
    set([...now, { ...found, share: Math.max(0, left) }]);
  };
  const share = (number: string, typed: string) => set(persons.map((p) => (p.number === number ? { ...p, share: Number(typed || '0') } : p)));
  const total = persons.reduce((sum, p) => sum + p.share, 0);
  const waiting = readCard && readCard.state !== 'idle';

  return (
    <Stack>
      {persons.map((p, i) => (
        <FieldBox
          key={p.number} label={say('persons.nth', { n: i + 1 })} value={say('persons.row', { name: mask('name', p.name), number: mask('id-number', p.number), share: p.share })}
          active={sharing === p.number}
          actions={[
            { label: say('persons.share'), icon: 'pencil', do: () => setSharing(sharing === p.number ? null : p.number) },
            { label: say('persons.remove'), icon: 'x', kind: 'quiet', do: () => { setSharing(null); set(persons.filter((x) => x.number !== p.number)); } },
          ]}
        />
      ))}
      {sharing !== null && (
        <DigitPad value={String(persons.find((p) => p.number === sharing)?.share || '')} onChange={(typed) => share(sharing, typed)} maxLength={3} onEnter={() => setSharing(null)}
          labels={{ box: say('persons.share'), erase: say('keys.erase'), clear: say('keys.clear') }} />
      )}
      {persons.length > 0 && total !== 100 && <Message tone="attention" title={say('persons.total', { total })} live />}
      {again && <Message tone="attention" title={say('problem.persons-same-person-twice')} live />}
      {readCard?.barred && <Message tone="attention" title={say(`barred.${readCard.barred}`)} live />}
      {self && !waiting && !persons.some((p) => p.number === self.number) && <Button kind="plain" icon="user" wide label={say('persons.add-me')} do={() => add(self)} />}
      {waiting ? (
        <Stack>
          <CardReaderPicture state={readCard.state === 'reading' ? 'reading' : readCard.state === 'trouble' ? 'trouble' : 'empty'} />
          <Message tone={readCard.state === 'trouble' ? 'attention' : 'info'} title={say(readCard.state === 'trouble' ? 'persons.again' : 'persons.lay')} live />
          <Button kind="plain" icon="x" label={say('persons.stop')} do={readCard.stop} />
        </Stack>
      ) : readCard ? (
        <Button kind="plain" icon="id-card" wide label={say('persons.add')} do={() => { setSharing(null); readCard.start(add); }} />
      ) : <Message tone="attention" title={say('persons.no-reader')} />}
    </Stack>
  );
}
