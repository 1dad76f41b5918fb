import { Button } from '../ui/button.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { Working } from '../ui/working.tsx';
import { display } from '../core/show.ts';
import { fieldName, sourceWords } from './fact-words.ts';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** Whether known data and certificates may be fetched: separate, plain, and declining is an equal button. */
export function Consent({ step, visit, kiosk }: StepProps<'consent'>) {
  const say = kiosk.say.value;
  const state = visit.known.state.value;
  const names = step.facts.flatMap((id) => { const f = kiosk.pack.fields[id]; return f ? [fieldName(kiosk, f)] : []; });
  const papers = step.certificates.map((c) => kiosk.pack.materials[c] ?? Object.values(kiosk.pack.materials).find((m) => m.certificate === c)).flatMap((m) => (m ? [kiosk.language.value === 'en' ? m.en : m.name] : []));
  const list = [...names, ...papers].join(kiosk.language.value === 'en' ? ', ' : '、') || say('consent.records');

  const nothingToFetch = names.length + papers.length === 0;
  if (state.is === 'not-asked' || (nothingToFetch && state.is !== 'fetching')) {
    return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say(nothingToFetch ? 'consent.title-records' : 'consent.title')} why={say(nothingToFetch ? 'consent.why-records' : 'consent.why')} icon="shield-check">
        <FactsList rows={[
          { label: say('consent.what'), value: list },
          { label: say('consent.for'), value: say('consent.for-this') },
          { label: say('consent.keep'), value: say('consent.keep-none') },
        ]} />
        <Stack>
          <Button kind="primary" icon="check" wide label={say('consent.yes')} do={() => { void visit.agreeToFetch(step.facts, step.certificates); if (nothingToFetch) visit.next(); }} />
          <Button kind="plain" icon="pencil" wide label={say(nothingToFetch ? 'consent.no-records' : 'consent.no')} do={() => { visit.known.decline(); visit.next(); }} />
        </Stack>
      </VisitFrame>
    );
  }
  if (state.is === 'fetching') return <VisitFrame kiosk={kiosk} visit={visit} title={say('consent.fetching')} back="none"><Working label={say('consent.fetching-why')} /></VisitFrame>;
  const told = state.is === 'fetched' ? say('consent.fetched', { facts: state.facts, certificates: state.certificates }) : state.is === 'declined' ? say('consent.declined') : state.is === 'unreachable' ? say('consent.unreachable') : say(`consent.refused-${state.why}`);
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={state.is === 'fetched' ? say('consent.done') : say('consent.without')} icon="shield-check" action={{ label: say('bar.next'), do: visit.next }}>
      <Message tone={state.is === 'fetched' ? 'done' : 'info'} title={told}><p>{say(state.is !== 'fetched' ? 'consent.without-next' : state.partial ? 'consent.partial' : 'consent.done-next')}</p></Message>
      {(state.is === 'unreachable') && <Button kind="plain" icon="refresh" label={say('consent.again')} do={() => { void visit.agreeToFetch(step.facts, step.certificates); }} />}
      {state.is === 'fetched' && (
        <FactsList rows={[...step.facts.flatMap((id) => {
          const field = kiosk.pack.fields[id];
          const fact = visit.facts.value[id];
          return field && fact ? [{ label: fieldName(kiosk, field), value: display(field, fact.value, kiosk.pack, kiosk.language.value, false), source: sourceWords(say, fact), action: { label: say('contest.wrong'), do: () => visit.edit(id) } }] : [];
        }), ...visit.certificates.value.map((c) => ({ label: say('consent.certificate'), value: c.name, source: c.issuer }))]} />
      )}
    </VisitFrame>
  );
}
