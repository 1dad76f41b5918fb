import type { PaperJob, SlipMedia } from '../models/paper-job.ts';
import type { Say } from '../models/words.ts';
import { Button } from '../ui/button.tsx';
import { Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';

/** What became of a slip, and the ways on: print again only where nothing came out, or where the person says so. */
export function PaperOutcome({ job, say, again }: { readonly job: PaperJob; readonly say: Say; readonly again: () => void }) {
  const state = job.state.value;
  switch (state.is) {
    case 'idle': case 'declined': return null;
    case 'printing': return <Message tone="info" title={say('slip.printing')} live />;
    case 'printed': return <SlipInSlot media={state.media} say={say} />;
    case 'not-printed': return (
      <Stack>
        <Message tone="attention" title={say(`slip.problem-${state.problem.is}`)} live><p>{say('slip.ways')}</p></Message>
        <Button kind="plain" wide icon="refresh" label={say('slip.again')} do={again} />
      </Stack>
    );
    case 'indeterminate': return (
      <Stack>
        <Message tone="attention" title={say('slip.unknown')} live><p>{state.problem ? say('slip.look-because', { printer: say('facility.receipt-printer'), state: say(`state.${state.problem.is}`) }) : say('slip.look')}</p></Message>
        <Button kind="primary" wide icon="check" label={say('slip.came')} do={() => job.tell(true)} />
        <Button kind="plain" wide icon="x" label={say('slip.came-not')} do={() => job.tell(false)} />
      </Stack>
    );
  }
}

/** A slip that came out; the printer may know whether it was taken, and of one that was forgotten it is said more plainly. */
export function SlipInSlot({ media, say }: { readonly media: SlipMedia | undefined; readonly say: Say }) {
  switch (media) {
    case undefined: case 'presented': return <Message tone="done" title={say('slip.printed')} live />;
    case 'taken': return <Message tone="done" title={say('slip.taken')} live />;
    case 'forgotten': return <Message tone="attention" title={say('slip.forgotten')} live><p>{say('slip.forgotten-why')}</p></Message>;
  }
}
