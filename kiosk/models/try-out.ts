import { signal, type ReadonlySignal } from '@preact/signals';
import type { DeviceKind } from '../../content/schema/site.ts';
import type { DocumentOutcome } from '../../drivers/document-printer/port.ts';
import type { GuideLight } from '../../drivers/indicator/port.ts';
import type { PadKey } from '../../drivers/keypad/port.ts';
import type { SignatureSurface, Stroke } from '../../drivers/signature/port.ts';
import { mask } from '../core/mask.ts';
import type { Paper } from '../core/paper.ts';
import { PaperJobModel } from './paper-job.ts';
import type { Ports } from './ports.ts';

/** Trying a card: nothing of it stays but that it was read, of which kind it is, and the surname. */
export type CardTry =
  | { readonly is: 'idle' } | { readonly is: 'waiting' } | { readonly is: 'reading' }
  | { readonly is: 'read'; readonly kind: 'resident' | 'social-security'; readonly masked: string }
  | { readonly is: 'lost-card' } | { readonly is: 'unknown-card' } | { readonly is: 'bad-card' } | { readonly is: 'mute-card' } | { readonly is: 'pin-required' }
  | { readonly is: 'timed-out' } | { readonly is: 'offline' };
export type ScanTry =
  | { readonly is: 'idle' } | { readonly is: 'waiting' }
  /** Never the code itself: it may be somebody's. */
  | { readonly is: 'scanned'; readonly kind: 'local-number' | 'token'; readonly length: number }
  | { readonly is: 'unreadable' } | { readonly is: 'timed-out' } | { readonly is: 'offline' };
export type SheetTry = { readonly is: 'idle' } | { readonly is: 'printing' } | DocumentOutcome;
export type CameraTry =
  | { readonly is: 'idle' } | { readonly is: 'opening' }
  /** `preview` is null where the device has only single pictures: then one is taken, and its size is all that is told. */
  | { readonly is: 'open'; readonly preview: MediaStream | null; readonly widthPx: number; readonly heightPx: number }
  | { readonly is: 'busy' } | { readonly is: 'offline' } | { readonly is: 'forbidden' } | { readonly is: 'closed' };

const waitMs = 60_000;
const openMs = 10_000;

/** Using one device as a citizen would, by a maintainer who looks: what no self-test can tell. Its end drops everything and switches everything off. */
export function beginTryOut(ports: Ports, kind: DeviceKind) {
  const ended = new AbortController();
  const { signal: over } = ended;
  const card = signal<CardTry>({ is: 'idle' });
  const scan = signal<ScanTry>({ is: 'idle' });
  const sheet = signal<SheetTry>({ is: 'idle' });
  const camera = signal<CameraTry>({ is: 'idle' });
  const lit = signal<GuideLight | null>(null);
  const pressed = signal<PadKey | null>(null);
  const strokes = signal<readonly Stroke[]>([]);
  const slip = new PaperJobModel(ports);
  let stopKeys = () => {};
  let closeCamera = () => {};

  const cardRead = async (read: Promise<CardTry>) => { const outcome = await read; if (!over.aborted) card.value = outcome; };
  const onProgress = (progress: 'waiting' | 'reading') => { if (!over.aborted) card.value = { is: progress }; };

  return {
    kind, lights: ports.indicator.capabilities.lights,
    card: card as ReadonlySignal<CardTry>, scan: scan as ReadonlySignal<ScanTry>, sheet: sheet as ReadonlySignal<SheetTry>, camera: camera as ReadonlySignal<CameraTry>,
    lit: lit as ReadonlySignal<GuideLight | null>, pressed: pressed as ReadonlySignal<PadKey | null>, strokes: strokes as ReadonlySignal<readonly Stroke[]>, slip,

    async readCard() {
      if (card.peek().is === 'waiting' || card.peek().is === 'reading') return;
      card.value = { is: 'waiting' };
      await cardRead(kind === 'smart-card' ? readSmartCard() : readIdCard());
    },
    async scanCode() {
      if (scan.peek().is === 'waiting') return;
      scan.value = { is: 'waiting' };
      const outcome = await ports.codeScanner.scan({ deadlineMs: waitMs, signal: over });
      const next = scanned(outcome);
      if (!over.aborted) scan.value = next;
    },
    async printSheet(document: { readonly pdf: Uint8Array; readonly title: string }) {
      if (sheet.peek().is === 'printing') return;
      sheet.value = { is: 'printing' };
      const outcome = await ports.documentPrinter.print({ ...document, pages: 1 }, { deadlineMs: waitMs, signal: over });
      if (!over.aborted) sheet.value = outcome;
    },
    /** The maintainer looked whether the page came. */
    tellSheet(came: boolean) { if (sheet.peek().is === 'indeterminate') sheet.value = came ? { is: 'printed' } : { is: 'not-printed', problem: { is: 'error' } }; },
    printSlip: (paper: Paper) => slip.print(paper),
    async openCamera() {
      if (camera.peek().is === 'opening' || camera.peek().is === 'open') return;
      camera.value = { is: 'opening' };
      const opened = kind === 'camera' ? await openPerson() : await openDocument();
      if (over.aborted) { closeCamera(); return; }
      camera.value = opened;
    },
    closeCamera() { closeCamera(); camera.value = { is: 'idle' }; },
    async light(which: GuideLight | null) {
      const was = lit.peek();
      lit.value = which;
      if (was !== null) await ports.indicator.set(was, 'off');
      if (which !== null && !over.aborted) await ports.indicator.set(which, 'medium');
      if (over.aborted) await ports.indicator.clear();
    },
    listenToKeys() {
      stopKeys();
      stopKeys = ports.keypad.listen((key) => { pressed.value = key; });
    },
    /** Takes strokes on a surface; returns the way to stop. */
    sign(surface: SignatureSurface, onLive: (stroke: Stroke | null) => void): () => void {
      return ports.signature.take(surface, (stroke, done) => {
        onLive(done ? null : stroke);
        if (done && stroke.length > 1) strokes.value = [...strokes.peek(), stroke];
      });
    },
    end() {
      ended.abort();
      stopKeys();
      closeCamera();
      slip.end();
      if (lit.peek() !== null) void ports.indicator.clear();
      card.value = { is: 'idle' };
      scan.value = { is: 'idle' };
      camera.value = { is: 'idle' };
      lit.value = null;
      pressed.value = null;
      strokes.value = [];
    },
  };

  async function readIdCard(): Promise<CardTry> {
    const outcome = await ports.idReader.read({ deadlineMs: waitMs, signal: over, onProgress });
    if (outcome.is === 'read') return { is: 'read', kind: 'resident', masked: mask('name', outcome.card.name) };
    return outcome.is === 'cancelled' ? { is: 'idle' } : { is: outcome.is };
  }
  async function readSmartCard(): Promise<CardTry> {
    const outcome = await ports.smartCard.read({ deadlineMs: waitMs, signal: over, onProgress });
    if (outcome.is === 'read') return { is: 'read', kind: 'social-security', masked: mask('name', outcome.card.name) };
    return outcome.is === 'cancelled' ? { is: 'idle' } : { is: outcome.is };
  }
  async function openPerson(): Promise<CameraTry> {
    const opened = await ports.camera.open({ deadlineMs: openMs, signal: over });
    if (opened.is !== 'open') return notOpen(opened);
    const { session } = opened;
    closeCamera = () => session.close();
    session.onEnd(() => { if (camera.peek().is === 'open') camera.value = { is: 'closed' }; });
    if (session.preview) return { is: 'open', preview: session.preview, widthPx: 0, heightPx: 0 };
    const taken = await session.take({ deadlineMs: openMs });
    session.close();
    return taken.is === 'taken' ? sized(taken.picture) : { is: 'offline' };
  }
  async function openDocument(): Promise<CameraTry> {
    const opened = await ports.documentCamera.open({ deadlineMs: openMs, signal: over });
    if (opened.is !== 'open') return notOpen(opened);
    const { session } = opened;
    closeCamera = () => session.close();
    session.onEnd(() => { if (camera.peek().is === 'open') camera.value = { is: 'closed' }; });
    if (session.preview) return { is: 'open', preview: session.preview, widthPx: 0, heightPx: 0 };
    const scannedPage = await session.scan({ deadlineMs: openMs });
    session.close();
    return scannedPage.is === 'scanned' ? sized(scannedPage.page) : { is: 'offline' };
  }
}
export type TryOut = ReturnType<typeof beginTryOut>;

/** Only its size is told; the picture is gone at once. */
function sized({ widthPx, heightPx, bytes }: { readonly widthPx: number; readonly heightPx: number; readonly bytes: Uint8Array }): CameraTry {
  bytes.fill(0);
  return { is: 'open', preview: null, widthPx, heightPx };
}
function notOpen(opened: { readonly is: 'busy' } | { readonly is: 'cancelled' } | { readonly is: 'offline'; readonly why: string }): CameraTry {
  if (opened.is === 'offline') return { is: opened.why === 'forbidden' ? 'forbidden' : 'offline' };
  return { is: opened.is === 'busy' ? 'busy' : 'idle' };
}
function scanned(outcome: Awaited<ReturnType<Ports['codeScanner']['scan']>>): ScanTry {
  if (outcome.is === 'cancelled') return { is: 'idle' };
  if (outcome.is !== 'scanned') return { is: outcome.is };
  const { code } = outcome;
  if (code.kind === 'local-number') return { is: 'scanned', kind: code.kind, length: code.number.length };
  const { length } = code.bytes;
  code.bytes.fill(0);
  return { is: 'scanned', kind: 'token', length };
}
