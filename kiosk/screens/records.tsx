import { useEffect } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { Working } from '../ui/working.tsx';
import type { StepProps } from './props.ts';
import { backToItem, VisitFrame } from './visit-frame.tsx';

/** What a register holds about this person, on the screen first. */
export function RecordsView({ step, visit, kiosk }: StepProps<'records'>) {
  const say = kiosk.say.value;
  const state = visit.lookup.records.value;
  const declined = visit.known.state.value.is === 'declined';
  const look = () => { void visit.look(step.query, step.years); };
  useEffect(() => { if (!declined && visit.lookup.records.peek().is === 'idle') void visit.look(step.query, step.years); }, [visit, step, declined]);

  if (declined) {
    return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say('records.declined')} icon="shield-check">
        <Message tone="info" title={say('records.declined-why')} />
        <Button kind="primary" wide icon="check" label={say('records.agree')} do={() => { void visit.agreeToFetch([], []); look(); }} />
      </VisitFrame>
    );
  }
  if (state.is === 'idle' || state.is === 'asking') return <VisitFrame kiosk={kiosk} visit={visit} title={say('records.asking')}><Working label={say('records.asking-why')} /></VisitFrame>;
  if (state.is === 'shown') {
    return (
      <VisitFrame kiosk={kiosk} visit={visit} title={say('records.title')} why={say('records.from', { source: state.source, asOf: state.asOf })} icon="list-checks" action={{ label: say('records.print'), do: visit.next }}>
        <DataTable caption={state.title} columns={state.columns} rows={state.rows} />
        {state.rows.length === 0 && <Message tone="info" title={say('records.none')} />}
      </VisitFrame>
    );
  }
  const why = state.is === 'refused' ? say(`records.refused-${state.why}`) : say(`records.${state.is}`);
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={say('records.trouble')} icon="circle-alert">
      <Message tone="attention" title={why} live><p>{say('records.ways')}</p></Message>
      <Stack>
        <Button kind="primary" wide icon="refresh" label={say('records.again')} do={look} />
        <Button kind="plain" wide icon="file-text" label={say('identify.guide')} do={() => backToItem(kiosk, visit)} />
      </Stack>
    </VisitFrame>
  );
}
