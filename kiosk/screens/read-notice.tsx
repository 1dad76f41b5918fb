import { Button } from '../ui/button.tsx';
import { noticeSlip, plainName } from './matter-words.ts';
import { NoticeView } from './notice-view.tsx';
import { PaperOutcome } from './paper-words.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** All that must be known before starting, told once, and on paper if wanted. */
export function ReadNotice({ visit, kiosk }: StepProps<'notice'>) {
  const say = kiosk.say.value;
  const print = () => { void visit.noticePaper.print(noticeSlip(kiosk, visit.matter)); };
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={say('notice.title', { matter: plainName(kiosk, visit.matter) })} why={say('notice.why')} icon="list-checks" action={{ label: say('notice.start'), do: visit.next }}>
      {kiosk.health.health.value['receipt-printer'] && <Button kind="plain" icon="printer" label={say('notice.print')} busy={visit.noticePaper.state.value.is === 'printing'} do={print} />}
      <PaperOutcome job={visit.noticePaper} say={say} again={print} />
      <NoticeView kiosk={kiosk} matter={visit.matter} />
    </VisitFrame>
  );
}
