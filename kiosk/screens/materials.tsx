import { useState } from 'preact/hooks';
import { byHand, type Needed, settledByChoice } from '../core/materials.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Button } from '../ui/button.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Choices } from '../ui/choice.tsx';
import { Message } from '../ui/message.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** One set of materials: what needs nobody's hand is said first; what is left is photographed here or brought later. */
export function Materials({ visit, kiosk }: StepProps<'materials'>) {
  const say = kiosk.say.value;
  const held = visit.held.value;
  const done = visit.needed.value.filter((n) => !byHand(held[n.material.id]));
  const settled = done.filter((n) => !inGroup(visit, n));
  const todo = visit.needed.value.filter((n) => !settled.includes(n));
  const left = visit.stillMissing.value.length;
  const groups = [...new Set(todo.map((n) => n.oneOf ?? n.material.id))];
  return (
    <VisitFrame
      kiosk={kiosk} visit={visit} icon="folder-check" title={left === 0 ? say('materials.complete') : say('materials.left', { n: groups.filter((g) => todo.some((n) => (n.oneOf ?? n.material.id) === g && visit.stillMissing.value.includes(n))).length })}
      why={say('materials.why')} action={{ label: say('bar.next'), do: visit.next, disabled: left > 0 }} note={left > 0 ? say('materials.note') : undefined}
    >
      <Stack>
        {groups.map((g) => <Group key={g} kiosk={kiosk} visit={visit} members={todo.filter((n) => (n.oneOf ?? n.material.id) === g)} />)}
        {settled.length > 0 && (
          <FactsList rows={settled.map((n) => {
            const h = held[n.material.id]!;
            return { label: nameOf(kiosk, n), value: h.is === 'shared' ? say('materials.shared', { issuer: h.issuer }) : say(`materials.${h.is}`) };
          })} />
        )}
      </Stack>
    </VisitFrame>
  );
}

/** Whether a document is one of several that stand in for each other. */
const inGroup = (visit: StepProps<'materials'>['visit'], n: Needed) => n.oneOf !== null && visit.needed.value.some((m) => m.oneOf === n.oneOf && m !== n);

/** One document, or several of which one is enough. */
function Group({ kiosk, visit, members }: { readonly kiosk: Kiosk; readonly visit: StepProps<'materials'>['visit']; readonly members: readonly Needed[] }) {
  const say = kiosk.say.value;
  const chosen = members.find((n) => visit.held.value[n.material.id]);
  const [picked, setPicked] = useState(chosen?.material.id ?? (members.length === 1 ? members[0]!.material.id : undefined));
  const one = members.find((n) => n.material.id === picked);
  const pick = (id: string) => {
    for (const n of members) visit.hold(n.material.id, n.material.id === id ? settledByChoice(n.material, visit.certificates.value) : null);
    setPicked(id);
  };
  const h = picked === undefined ? undefined : visit.held.value[picked];
  return (
    <section>
      {members.length > 1 && <Choices label={say('materials.one-of')} options={members.map((n) => ({ id: n.material.id, label: nameOf(kiosk, n), ...(settledByChoice(n.material, visit.certificates.value)?.is === 'generated' && { detail: say('materials.generated') }) }))} chosen={picked ? [picked] : []} onChoose={pick} />}
      {one && !settledByChoice(one.material, visit.certificates.value) && (
        <Choices
          label={nameOf(kiosk, one)}
          options={waysOf(kiosk, one).map((w) => ({ id: w, label: say(`materials.way-${w}`), detail: say(`materials.way-${w}-detail`) }))}
          chosen={h ? [h.is === 'photographed' ? h.by : 'brought'] : []}
          onChoose={(w) => visit.hold(one.material.id, w === 'brought' ? { is: 'bring' } : { is: 'photographed', by: w as 'camera' | 'phone', pages: 1, simulated: true })}
        />
      )}
      {h?.is === 'photographed' && (
        <Message tone="done" title={say('materials.photographed', { pages: h.pages })}>
          {h.simulated && <p>{say('materials.photo-simulated')}</p>}
          <Button kind="quiet" icon="plus" label={say('materials.more')} do={() => visit.hold(one!.material.id, { ...h, pages: h.pages + 1 })} />
        </Message>
      )}
    </section>
  );
}

/** Photographs need a device this kiosk does not have yet: only a demonstration offers them, and says that they are not real. */
const waysOf = (kiosk: Kiosk, n: Needed): readonly ('camera' | 'phone' | 'brought')[] =>
  kiosk.simulated && n.material.ways.includes('photographed') ? ['camera', 'phone', 'brought'] : ['brought'];

const nameOf = (kiosk: Kiosk, n: Needed) => (kiosk.language.value === 'en' ? n.material.en : n.material.plain && n.material.plain !== n.material.name ? `${n.material.name}（${n.material.plain}）` : n.material.name);
