import { useEffect } from 'preact/hooks';
import { display } from '../core/show.ts';
import { mask } from '../core/mask.ts';
import type { Proof } from '../core/ways.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Visit } from '../models/visit.ts';
import { Button } from '../ui/button.tsx';
import { CardReaderPicture } from '../ui/device-pictures.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Message } from '../ui/message.tsx';
import { cue } from '../ui/sound.ts';
import { EqualWays } from './equal-ways.tsx';
import { fieldName, sourceWords } from './fact-words.ts';
import { FaceCheck } from './face-check.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';
import { CardWay, isTrouble } from './way-card.tsx';
import { CodeWay, SocialCardWay } from './way-code.tsx';
import { CompanyWay } from './way-company.tsx';
import { HelperWay } from './way-helper.tsx';
import { PhoneWay } from './way-phone.tsx';
import { wayButtons } from './way-words.ts';
import { Ways } from './ways.tsx';

const shown = ['person-name', 'id-number', 'card-valid-to'] as const;

/** Who is here, by whichever way they can go: the room of the ways. Whatever goes wrong is said in words, with the next way beside it. */
export function Identify({ visit, kiosk }: StepProps<'identify'>) {
  const { identification } = visit;
  const view = identification.view.value;
  const card = visit.identity.state.value;
  const at = view.is === 'way' ? view.way : view.is;
  useEffect(() => { identification.open(); return identification.leave; }, [identification]);
  useEffect(() => { document.getElementById('title')?.focus({ preventScroll: true }); }, [at]);
  useEffect(() => {
    if (!kiosk.sound.peek()) return;
    if (at === 'done') cue('done'); else if (identification.left.peek() !== null || (at === 'id-card' && isTrouble(card))) cue('wrong');
  }, [at, card, kiosk, identification]);
  switch (view.is) {
    case 'way': return <OneWay kiosk={kiosk} visit={visit} way={view.way} />;
    case 'ways': return visit.barred.value === null ? <Ways kiosk={kiosk} visit={visit} about="person" /> : <Barred kiosk={kiosk} visit={visit} rule={visit.barred.value} />;
    case 'company-ways': return <Ways kiosk={kiosk} visit={visit} about="company" />;
    case 'done': return visit.barred.value === null ? <Done kiosk={kiosk} visit={visit} /> : <Barred kiosk={kiosk} visit={visit} rule={visit.barred.value} />;
  }
}

function OneWay({ kiosk, visit, way }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly way: Proof }) {
  switch (way) {
    case 'id-card': return <CardWay kiosk={kiosk} visit={visit} />;
    case 'app-code': case 'company-code': return <CodeWay kiosk={kiosk} visit={visit} way={way} />;
    case 'social-card': return <SocialCardWay kiosk={kiosk} visit={visit} />;
    case 'phone': return <PhoneWay kiosk={kiosk} visit={visit} />;
    case 'helper': return <HelperWay kiosk={kiosk} visit={visit} />;
    case 'legal-person': case 'agent': return <CompanyWay kiosk={kiosk} visit={visit} way={way} />;
    case 'face': return <FaceCheck kiosk={kiosk} visit={visit} check={visit.identification.face} ways={wayButtons(kiosk, visit, visit.identification.offers.value, 'face')} next={visit.identification.goOn} />;
  }
}

/** This person cannot go on here, whoever says that it is them; somebody else can, and the window is open. */
function Barred({ kiosk, visit, rule }: { readonly kiosk: Kiosk; readonly visit: Visit; readonly rule: string }) {
  const say = kiosk.say.value;
  return (
    <VisitFrame key="barred" kiosk={kiosk} visit={visit} title={say(`barred.${rule}`)} icon="id-card" back="none">
      <CardReaderPicture state="trouble" />
      <Message tone="attention" title={say(`barred.${rule}-why`)}><p>{say(`barred.${rule}-next`)}</p></Message>
      <EqualWays ways={[
        { label: say('identify.again'), icon: 'refresh', do: visit.identification.again },
        ...wayButtons(kiosk, visit, [{ way: 'window', can: 'now' }]),
      ]} />
    </VisitFrame>
  );
}

/** Who it is, as known, with where each value is from. */
function Done({ kiosk, visit }: { readonly kiosk: Kiosk; readonly visit: Visit }) {
  const say = kiosk.say.value;
  const { person, proofs, acting } = visit.identification.who.value!;
  const isCard = proofs.some(({ way }) => way === 'id-card');
  const inSlot = proofs.some(({ way }) => way === 'social-card');
  return (
    <VisitFrame key="done" kiosk={kiosk} visit={visit} title={say('identify.done', { name: mask('name', person.name) })} why={say(inSlot ? 'identify.social-card-take' : isCard ? 'identify.take' : 'identify.on')} icon="user-check" action={{ label: say('bar.next'), do: visit.next }}>
      {isCard && <CardReaderPicture state="done" />}
      <FactsList rows={[
        ...shown.flatMap((id) => {
          const field = kiosk.pack.fields[id];
          const fact = visit.facts.value[id];
          return field && fact ? [{ label: fieldName(kiosk, field), value: display(field, fact.value, kiosk.pack, kiosk.language.value, false), source: sourceWords(say, fact) }] : [];
        }),
        ...(acting ? [{ label: say('identify.company-company'), value: acting.company.name, source: say(`identify.company-as-${acting.as}`) }] : []),
      ]} />
      <Button kind="quiet" icon="refresh" label={say('identify.not-me')} do={visit.identification.again} />
    </VisitFrame>
  );
}
