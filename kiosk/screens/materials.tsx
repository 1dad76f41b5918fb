import { useState } from 'preact/hooks';
import { byHand, type Needed, settledByChoice } from '../core/materials.ts';
import type { Kiosk } from '../models/kiosk.ts';
import { Button } from '../ui/button.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Choices } from '../ui/choice.tsx';
import { Message } from '../ui/message.tsx';
import { Photograph } from './photograph.tsx';
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
  const filmed = visit.needed.value.find((n) => n.material.id === visit.photograph.of.value);
  if (filmed) return <Photograph kiosk={kiosk} visit={visit} material={{ id: filmed.material.id, name: nameOf(kiosk, filmed) }} />;
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
  const choose = (way: Way) => {
    if (way === 'camera' && h?.is === 'photographed' && !h.simulated) return;
    visit.hold(one!.material.id, way === 'brought' ? { is: 'bring' } : way === 'phone' ? { is: 'photographed', by: 'phone', pages: 1, simulated: true } : null);
    if (way === 'camera') void visit.photograph.begin(one!.material.id);
  };
  return (
    <section>
      {members.length > 1 && <Choices label={say('materials.one-of')} options={members.map((n) => ({ id: n.material.id, label: nameOf(kiosk, n), ...(settledByChoice(n.material, visit.certificates.value)?.is === 'generated' && { detail: say('materials.generated') }) }))} chosen={picked ? [picked] : []} onChoose={pick} />}
      {one && !settledByChoice(one.material, visit.certificates.value) && (
        <Choices
          label={nameOf(kiosk, one)}
          options={waysOf(kiosk, one).map((w) => ({ id: w, label: say(`materials.way-${w}`), detail: say(`materials.way-${w}-detail`), ...(w === 'camera' && !kiosk.health.health.value['document-camera'] && { disabled: true, why: say('materials.camera-out') }) }))}
          chosen={h ? [h.is === 'photographed' ? h.by : 'brought'] : []}
          onChoose={(w) => choose(w as Way)}
        />
      )}
      {h?.is === 'photographed' && (
        <Message tone="done" title={say('materials.photographed', { pages: h.pages })}>
          {h.simulated && <p>{say('materials.photo-simulated')}</p>}
          <Button kind="quiet" icon="plus" label={say('materials.more')} do={() => (h.simulated ? visit.hold(one!.material.id, { ...h, pages: h.pages + 1 }) : void visit.photograph.begin(one!.material.id))} />
          {!h.simulated && <Button kind="quiet" icon="refresh" label={say('photograph.over')} do={() => { visit.hold(one!.material.id, null); void visit.photograph.begin(one!.material.id); }} />}
        </Message>
      )}
    </section>
  );
}

type Way = 'camera' | 'phone' | 'brought';
/** A document camera where one is fitted. Sending from a phone does not exist yet: only a demonstration offers it, and says that it is not real. */
function waysOf(kiosk: Kiosk, n: Needed): readonly Way[] {
  if (!n.material.ways.includes('photographed')) return ['brought'];
  return [...(kiosk.fitted.includes('document-camera') ? ['camera'] as const : []), ...(kiosk.simulated ? ['phone'] as const : []), 'brought'];
}

const nameOf = (kiosk: Kiosk, n: Needed) => (kiosk.language.value === 'en' ? n.material.en : n.material.plain && n.material.plain !== n.material.name ? `${n.material.name}（${n.material.plain}）` : n.material.name);
