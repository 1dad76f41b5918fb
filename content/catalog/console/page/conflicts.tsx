import { useState } from 'preact/hooks';
import type { FileConflict } from '../edit-content.ts';
import type { Value } from '../yaml-document.ts';
import { placeName } from './look.ts';

/** Decided for one file: place → whose words stand. */
export type Chosen = Readonly<Record<string, 'mine' | 'theirs'>>;
interface Props { readonly conflicts: readonly FileConflict[]; readonly decide: (chosen: Readonly<Record<string, Chosen>>) => void; readonly cancel: () => void; readonly busy: boolean }

/** The same key changed by two people: both side by side, and one is chosen. Nothing is thrown away before. */
export function Conflicts({ conflicts, decide, cancel, busy }: Props) {
  const [chosen, setChosen] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({});
  const keyOf = (one: FileConflict) => `${one.file} ${placeName(one.at)}`;
  const all = conflicts.every((one) => chosen[keyOf(one)] !== undefined);
  function done() {
    const byFile: Record<string, Record<string, 'mine' | 'theirs'>> = {};
    for (const one of conflicts) (byFile[one.file] ??= {})[placeName(one.at)] = chosen[keyOf(one)]!;
    decide(byFile);
  }
  return (
    <section class="card conflicts" aria-label="两人改了同一处">
      <h2>别人也改了这里：请选用哪一个</h2>
      <p class="soft">两边的话都在下面，选好以后才会存；别处的修改已经自动合在一起。</p>
      {conflicts.map((one) => (
        <div key={keyOf(one)} class="conflict" role="radiogroup" aria-label={one.place}>
          <h3>{one.title} · {one.place}</h3>
          <p class="soft">原来：{words(one.base)}</p>
          <div class="sides">
            {(['mine', 'theirs'] as const).map((side) => (
              <button key={side} type="button" role="radio" aria-checked={chosen[keyOf(one)] === side} onClick={() => setChosen({ ...chosen, [keyOf(one)]: side })}>
                <b>{side === 'mine' ? '我写的' : '别人写的'}</b><span>{words(one[side])}</span>
              </button>
            ))}
          </div>
        </div>
      ))}
      <div class="row"><button type="button" class="primary" disabled={!all || busy} onClick={done}>{all ? '按所选的存好' : '还有没选的'}</button><button type="button" onClick={cancel}>先不存，继续改</button></div>
    </section>
  );
}

function words(value: Value | undefined): string {
  if (value === undefined) return '（没有写）';
  if (typeof value === 'string') return value;
  return (Array.isArray(value) ? value as readonly Value[] : Object.values(value)).map(words).join('，');
}
