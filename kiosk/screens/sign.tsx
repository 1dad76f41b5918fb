import { useEffect, useRef, useState } from 'preact/hooks';
import type { Stroke } from '../../drivers/signature/port.ts';
import { Button } from '../ui/button.tsx';
import { SignatureBox } from '../ui/signature-box.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

const widthPx = 960;
const heightPx = 360;

/** A statement read and signed with a finger. A cross will do: not everybody writes their name. */
export function Sign({ step, visit, kiosk }: StepProps<'sign'>) {
  const say = kiosk.say.value;
  const box = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState<Stroke | null>(null);
  const strokes = visit.strokes.value;
  useEffect(() => {
    if (!box.current) return undefined;
    return kiosk.signature.take({ widthPx, heightPx, target: box.current }, (stroke, done) => {
      setLive(done ? null : stroke);
      if (done && stroke.length > 1) visit.stroke([...visit.strokes.peek(), stroke]);
    });
  }, [kiosk, visit]);
  return (
    <VisitFrame
      kiosk={kiosk} visit={visit} title={say('sign.title')} icon="pen-line" why={say('sign.why')}
      action={{ label: say('sign.done'), do: visit.next, disabled: strokes.length === 0 }} note={strokes.length === 0 ? say('sign.note') : undefined}
    >
      <div class="statement">{say(`statement.${step.statement}`).split(/(?=[一二三四五六七八九]、)|(?=\b\d\. )|(?=[（(])(?=.(?:演示|Demonstration))/).map((line) => <p key={line}>{line}</p>)}</div>
      <SignatureBox strokes={live ? [...strokes, live] : strokes} label={say('sign.box')} widthPx={widthPx} heightPx={heightPx} hint={say('sign.hint')} boxRef={box} />
      <Button kind="quiet" icon="refresh" label={say('sign.again')} disabled={strokes.length === 0} do={() => visit.stroke([])} />
    </VisitFrame>
  );
}
