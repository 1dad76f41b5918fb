import { useEffect } from 'preact/hooks';
import { groupedCase, mask } from '../core/mask.ts';
import { noticeRows } from '../core/notice.ts';
import { receiptPaper } from '../core/receipt.ts';
import { nameIn } from '../models/words.ts';
import { ReceiptPicture } from '../ui/device-pictures.tsx';
import { FactsList } from '../ui/facts-list.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { matterName, stampOf } from './matter-words.ts';
import { PaperOutcome } from './paper-words.tsx';
import type { StepProps } from './props.ts';
import { VisitFrame } from './visit-frame.tsx';

/** The receipt: printed by itself once, the number also on the screen so that a dead printer strands nobody. */
export function Receipt({ visit, kiosk }: StepProps<'receipt'>) {
  const say = kiosk.say.value;
  const language = kiosk.language.value;
  const state = visit.submission.value;
  const job = visit.receipt;
  const known = state.is === 'accepted' || state.is === 'kept' || state.is === 'rejected' ? state : null;
  const print = () => { if (known) void job.print(paper()); };
  useEffect(() => { if (known && job.state.peek().is === 'idle') print(); }, [job, known?.is]);
  if (!known) return <VisitFrame kiosk={kiosk} visit={visit} title={say('submit.title')} action={{ label: say('bar.next'), do: visit.next }} />;

  const cases = known.is === 'accepted' ? known.cases.map((c) => ({ name: nameIn(language, kiosk.pack.items[c.item] ?? { name: c.item, en: c.item }), number: c.number, department: c.department })) : [];
  const bring = visit.needed.value.filter((n) => visit.held.value[n.material.id]?.is === 'bring').map((n) => (language === 'en' ? n.material.en : n.material.name));
  function paper() {
    return receiptPaper(say, {
      matter: matterName(kiosk, visit.matter), site: nameIn(language, kiosk.site), name: mask('name', visit.values.value['person-name'] ?? ''), at: stampOf(kiosk),
      simulated: kiosk.simulated || kiosk.site.fictional, localNumber: known!.localNumber, bring, next: nextWords(),
      state: known!.is === 'accepted' ? { is: 'accepted', cases } : { is: known!.is },
    });
  }
  function nextWords(): string {
    if (known!.is === 'rejected') return say('paper.next-rejected');
    if (known!.is === 'kept') return say('paper.next-kept');
    // One part's limit is not that of the whole.
    if (visit.parts.value.length > 1) return say('paper.limit-unknown');
    const promised = visit.parts.value.map((p) => noticeRows(p.item, p.variant, 'time', say).find((r) => r.key === 'timing.promisedLimit')?.told).find((t) => t?.is === 'fact');
    return promised?.is === 'fact' ? say('paper.limit', { limit: promised.lines[0]! }) : say('paper.limit-unknown');
  }
  const printing = job.state.value.is;
  const many = cases.length > 1;
  return (
    <VisitFrame kiosk={kiosk} visit={visit} title={say(`paper.title-${known.is}`)} why={say(`paper.state-${known.is}`)} icon="receipt" back="none" action={{ label: say('bar.next'), do: visit.next, disabled: printing === 'printing' }}>
      <Stack>
        <FactsList rows={[
          ...(known.is === 'accepted' && !many ? [{ label: say('paper.case-number'), value: groupedCase(cases[0]?.number ?? '') }] : []),
          ...(many ? cases.map((c) => ({ label: c.name, value: groupedCase(c.number) })) : []),
          { label: say('paper.local-number'), value: known.localNumber },
          { label: say('paper.next'), value: nextWords() },
        ]} />
        <PaperOutcome job={job} say={say} again={print} />
        {bring.length > 0 && <Message tone="attention" title={say('paper.bring', { n: bring.length })}><p>{bring.join(say('show.between'))}</p></Message>}
        {printing !== 'printed' && <Message tone="info" title={say('slip.write-down')} />}
        <ReceiptPicture state={printing === 'printed' ? 'out' : printing === 'printing' || printing === 'idle' ? 'printing' : 'trouble'} />
      </Stack>
    </VisitFrame>
  );
}
