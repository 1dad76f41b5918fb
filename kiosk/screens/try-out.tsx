import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeviceKind } from '../../content/schema/site.ts';
import type { Stroke } from '../../drivers/signature/port.ts';
import { never } from '../core/result.ts';
import { testPage } from '../core/test-page.ts';
import { testSlip } from '../core/test-slip.ts';
import type { Kiosk } from '../models/kiosk.ts';
import type { Maintenance } from '../models/maintenance.ts';
import type { TryOut } from '../models/try-out.ts';
import { nameIn } from '../models/words.ts';
import { Button } from '../ui/button.tsx';
import { CardReaderPicture, DocumentPicture, ReceiptPicture } from '../ui/device-pictures.tsx';
import { DeviceVideo } from '../ui/device-video.tsx';
import { Grid, Stack } from '../ui/grid.tsx';
import { Message } from '../ui/message.tsx';
import { Page } from '../ui/page.tsx';
import { SignatureBox } from '../ui/signature-box.tsx';
import { cue } from '../ui/sound.ts';
import type { Tone } from '../ui/tag.tsx';
import { deviceIcons, facilityWords } from './device-words.ts';
import { KioskFrame } from './kiosk-frame.tsx';
import { stampOf } from './matter-words.ts';
import { PaperOutcome } from './paper-words.tsx';

interface Props { readonly kiosk: Kiosk; readonly maintenance: Maintenance; readonly trying: TryOut }

/** One device used as a citizen would; at the end the maintainer says whether it did what it should. Leaving drops everything. */
export function TryOutPage(props: Props) {
  const { kiosk, maintenance, trying } = props;
  const say = kiosk.say.value;
  return (
    <KioskFrame kiosk={kiosk} bottom={{ back: { label: say('bar.back'), do: () => maintenance.endTryOut() } }}>
      <Page title={say('try.title', { device: say(`facility.${trying.kind}`) })} why={say(`try.why-${trying.kind}`)} icon={deviceIcons[trying.kind]} beside={<TrialPicture trying={trying} />}>
        <Trial {...props} />
        <Trouble kiosk={kiosk} kind={trying.kind} />
        <section>
          <h2>{say('try.verdict')}</h2>
          <Grid columns={2}>
            <Button wide icon="check" label={say('verdict.works')} do={() => maintenance.endTryOut('works')} />
            <Button wide icon="x" label={say('verdict.fails')} do={() => maintenance.endTryOut('fails')} />
          </Grid>
        </section>
      </Page>
    </KioskFrame>
  );
}

/** What ails the device meanwhile, unless it is well: a lamp of a board that was unplugged, a print that waits for paper. */
function Trouble({ kiosk, kind }: { readonly kiosk: Kiosk; readonly kind: DeviceKind }) {
  const { tag, notes, todo, troubled } = facilityWords(kiosk, kind);
  if (!troubled) return null;
  const [why] = notes;
  return <Message tone="attention" title={[kiosk.say.value(`facility.${kind}`), tag.label].join(kiosk.say.value('show.colon'))} live>{why !== undefined && <p>{why}</p>}{todo !== undefined && <p>{todo}</p>}</Message>;
}

/** The device drawn as it is now, for those that have a drawing. */
function TrialPicture({ trying }: { readonly trying: TryOut }) {
  const card = trying.card.value.is;
  const slip = trying.slip.state.value.is;
  const sheet = trying.sheet.value.is;
  switch (trying.kind) {
    case 'id-reader': return <CardReaderPicture state={card === 'read' ? 'done' : card === 'reading' ? 'reading' : card === 'waiting' || card === 'idle' ? 'empty' : 'trouble'} />;
    case 'receipt-printer': return <ReceiptPicture state={paperState(slip)} />;
    case 'document-printer': return <DocumentPicture state={paperState(sheet)} />;
    default: return null;
  }
}
const paperState = (is: string) => (is === 'printed' ? 'out' : is === 'printing' || is === 'idle' ? is : 'trouble');

function Trial(props: Props) {
  const { kind } = props.trying;
  switch (kind) {
    case 'id-reader': case 'smart-card': return <CardTrial {...props} />;
    case 'receipt-printer': return <SlipTrial {...props} />;
    case 'document-printer': return <SheetTrial {...props} />;
    case 'code-scanner': return <ScanTrial {...props} />;
    case 'camera': case 'document-camera': return <CameraTrial {...props} />;
    case 'indicator': return <LightsTrial {...props} />;
    case 'audio': return <SoundTrial {...props} />;
    case 'presence': return <PresenceTrial {...props} />;
    case 'keypad': return <KeypadTrial {...props} />;
    case 'signature': return <SignatureTrial {...props} />;
    default: return never(kind);
  }
}

/** What is going on, in words, and the button that begins it. */
function Going({ tone, words, children }: { readonly tone: Tone; readonly words: string | null; readonly children?: ComponentChildren }) {
  return <Stack>{children}{words !== null && <Message tone={tone} title={words} live />}</Stack>;
}

function CardTrial({ kiosk, trying }: Props) {
  const say = kiosk.say.value;
  const state = trying.card.value;
  const waiting = state.is === 'waiting' || state.is === 'reading';
  const words = state.is === 'idle' ? null : state.is === 'read' ? say('try.card-read', { kind: say(`card-kind.${state.kind}`), name: state.masked }) : say(`try-card.${state.is}`);
  return (
    <Going tone={state.is === 'read' ? 'done' : waiting ? 'info' : 'attention'} words={words}>
      <Button kind="primary" wide icon={deviceIcons[trying.kind]} label={say(`try.card-${trying.kind === 'smart-card' ? 'smart-card' : 'id-reader'}`)} busy={waiting} do={() => { void trying.readCard(); }} />
    </Going>
  );
}

function SlipTrial({ kiosk, maintenance, trying }: Props) {
  const say = kiosk.say.value;
  const print = () => { void trying.printSlip(testSlip(say, { kiosk: kiosk.kioskId, site: nameIn(kiosk.language.value, kiosk.site), at: stampOf(kiosk), model: maintenance.modelOf(trying.kind) })); };
  const { is } = trying.slip.state.value;
  return (
    <Stack>
      {(is === 'idle' || is === 'printing' || is === 'printed') && <Button kind="primary" wide icon="receipt" label={say('try.slip')} busy={is === 'printing'} do={print} />}
      <PaperOutcome job={trying.slip} say={say} again={print} />
    </Stack>
  );
}

function SheetTrial({ kiosk, maintenance, trying }: Props) {
  const say = kiosk.say.value;
  const state = trying.sheet.value;
  const print = () => { void trying.printSheet({ pdf: testPage({ kiosk: kiosk.kioskId, at: stampOf(kiosk), model: maintenance.modelOf(trying.kind) }), title: say('try.sheet-title') }); };
  return (
    <Stack>
      {state.is !== 'indeterminate' && <Button kind="primary" wide icon="printer" label={say('try.sheet')} busy={state.is === 'printing'} do={print} />}
      {state.is === 'printing' && <Message tone="info" title={say('document.printing')} live />}
      {state.is === 'printed' && <Message tone="done" title={say('document.take')} live />}
      {state.is === 'not-printed' && <Message tone="attention" title={say(`document.problem-${state.problem.is}`)} live />}
      {state.is === 'indeterminate' && (
        <>
          <Message tone="attention" title={say('document.look')} live />
          <Button kind="primary" wide icon="check" label={say('document.came')} do={() => trying.tellSheet(true)} />
          <Button kind="plain" wide icon="x" label={say('document.came-not')} do={() => trying.tellSheet(false)} />
        </>
      )}
    </Stack>
  );
}

function ScanTrial({ kiosk, trying }: Props) {
  const say = kiosk.say.value;
  const state = trying.scan.value;
  const words = state.is === 'idle' ? null : state.is === 'scanned' ? say('try.scanned', { kind: say(`code-kind.${state.kind}`), n: state.length }) : say(`try-scan.${state.is}`);
  return (
    <Going tone={state.is === 'scanned' ? 'done' : state.is === 'waiting' ? 'info' : 'attention'} words={words}>
      <Button kind="primary" wide icon="qr-code" label={say('try.scan')} busy={state.is === 'waiting'} do={() => { void trying.scanCode(); }} />
    </Going>
  );
}

function CameraTrial({ kiosk, trying }: Props) {
  const say = kiosk.say.value;
  const state = trying.camera.value;
  const open = state.is === 'open';
  const words = state.is === 'idle' ? null : open && state.preview === null ? say('try.pictured', { width: state.widthPx, height: state.heightPx }) : say(`try-camera.${state.is}`);
  return (
    <Going tone={open ? 'done' : state.is === 'opening' ? 'info' : 'attention'} words={words}>
      {open && state.preview !== null && <DeviceVideo stream={state.preview} label={say('try-camera.open')} />}
      {open && state.preview !== null
        ? <Button kind="plain" wide icon="eye-off" label={say('try.camera-off')} do={trying.closeCamera} />
        : <Button kind="primary" wide icon={deviceIcons[trying.kind]} label={say('try.camera')} busy={state.is === 'opening'} do={() => { trying.closeCamera(); void trying.openCamera(); }} />}
    </Going>
  );
}

function LightsTrial({ kiosk, trying }: Props) {
  const say = kiosk.say.value;
  const lit = trying.lit.value;
  return (
    <Going tone="info" words={trying.lights.length === 0 ? say('try.no-lights') : lit === null ? null : say('try.lit', { light: say(`light.${lit}`) })}>
      <Grid columns={2} wide={3}>
        {trying.lights.map((light) => <Button key={light} wide icon="lightbulb" kind={lit === light ? 'primary' : 'plain'} label={say(lit === light ? 'try.light-off' : 'try.light-on', { light: say(`light.${light}`) })} do={() => { void trying.light(lit === light ? null : light); }} />)}
      </Grid>
    </Going>
  );
}

/** What a sensor says now; nothing while it is in trouble, which is told below. */
function sensed(kiosk: Kiosk, kind: 'audio' | 'presence'): string | null {
  const { notes, troubled } = facilityWords(kiosk, kind);
  return troubled ? null : notes.at(-1) ?? null;
}

function SoundTrial({ kiosk }: Props) {
  const say = kiosk.say.value;
  return (
    <Going tone="info" words={sensed(kiosk, 'audio')}>
      <Button kind="primary" wide icon="volume-2" label={say('try.sound')} do={() => cue('done')} />
    </Going>
  );
}

function PresenceTrial({ kiosk }: Props) {
  return <Going tone="info" words={sensed(kiosk, 'presence')} />;
}

function KeypadTrial({ kiosk, trying }: Props) {
  const say = kiosk.say.value;
  const pressed = trying.pressed.value;
  useEffect(() => { trying.listenToKeys(); }, [trying]);
  return <Going tone={pressed === null ? 'info' : 'done'} words={pressed === null ? say('try.press') : say('try.pressed', { key: say(`pad-key.${pressed}`) })} />;
}

const widthPx = 960;
const heightPx = 360;

function SignatureTrial({ kiosk, trying }: Props) {
  const say = kiosk.say.value;
  const box = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState<Stroke | null>(null);
  const strokes = trying.strokes.value;
  useEffect(() => (box.current ? trying.sign({ widthPx, heightPx, target: box.current }, setLive) : undefined), [trying]);
  return (
    <Going tone="done" words={strokes.length === 0 ? null : say('try.strokes', { n: strokes.length })}>
      <SignatureBox strokes={live ? [...strokes, live] : strokes} label={say('sign.box')} widthPx={widthPx} heightPx={heightPx} hint={say('try.sign-hint')} boxRef={box} />
    </Going>
  );
}
