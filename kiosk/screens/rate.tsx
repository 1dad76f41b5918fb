import { useEffect, useState } from 'preact/hooks';
import { reasonsFor, type Score, scores } from '../core/rating.ts';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/choice.tsx';
import { FiveFaces } from '../ui/faces.tsx';
import { Stack } from '../ui/grid.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** 好差评: five levels, reasons by level, voluntary; passing it by is as large as rating. */
export function Rate({ visit, kiosk }: StepProps<'rate'>) {
  const say = kiosk.say.value;
  const [score, setScore] = useState<Score | undefined>(undefined);
  const [reasons, setReasons] = useState<readonly string[]>([]);
  const state = visit.rating.value;
  useEffect(() => { if (state.is === 'sent' || state.is === 'not-sent') visit.next(); }, [state.is, visit]);
  return (
    <VisitFrame
      kiosk={kiosk} visit={visit} title={say('rate.title')} why={say('rate.why')} icon="star" back="none"
      action={score === undefined ? undefined : { label: say('rate.send'), do: () => { void visit.rate(score, reasons); }, busy: state.is === 'sending' }}
    >
      <Stack>
        <FiveFaces label={say('rate.title')} options={scores.map((s) => ({ score: s, label: say(`score.${s}`) }))} chosen={score} onChoose={(s) => { setScore(s); setReasons([]); }} />
        {score !== undefined && (
          <Choices label={say('rate.reasons')} many columns={2} options={reasonsFor(score).map((r) => ({ id: r, label: say(`reason.${r}`) }))} chosen={reasons}
            onChoose={(id) => setReasons(reasons.includes(id) ? reasons.filter((r) => r !== id) : [...reasons, id])} />
        )}
        <Button kind="plain" wide label={say('rate.skip')} do={() => { visit.skipRating(); visit.next(); }} />
      </Stack>
    </VisitFrame>
  );
}
