import { createModel, signal, type ReadonlySignal } from '@preact/signals';
import type { DocumentCamera, DocumentCameraOpened, DocumentSession, ScannedPage } from '../../drivers/document-camera/port.ts';

export type PhotographTrouble = 'busy' | Extract<DocumentCameraOpened, { is: 'offline' }>['why'] | 'too-large';
export type PhotographState =
  | { readonly is: 'off' }
  | { readonly is: 'starting' }
  | { readonly is: 'looking' | 'taking'; readonly preview: MediaStream | null }
  /** Taken, and shown to the person, who keeps it or takes it again. */
  | { readonly is: 'taken'; readonly page: ScannedPage }
  | { readonly is: 'trouble'; readonly why: PhotographTrouble };

/**
 * All pages of one application together, in bytes as taken. In base64 inside the sealed application, itself in base64, they
 * grow by 16/9; the platform takes 12 MiB (kiosk/platform/openapi.yaml, Sealed).
 */
export const pagesLimitBytes = 6 * 1024 * 1024;
const openMs = 10_000;
const scanMs = 8000;

/** Papers photographed with the document camera, by the material they are: one process in one signal, and the pages kept. */
export const PhotographModel = createModel((camera: DocumentCamera) => {
  const state = signal<PhotographState>({ is: 'off' });
  const of = signal<string | null>(null);
  const kept = new Map<string, readonly ScannedPage[]>();
  let under: AbortController | undefined;
  let session: DocumentSession | undefined;

  const forget = (pages: readonly ScannedPage[]) => { for (const { bytes } of pages) bytes.fill(0); };
  /** Switches off; what was taken and not kept is gone. */
  function off(next: PhotographState = { is: 'off' }) {
    if (state.value.is === 'taken') forget([state.value.page]);
    const was = under;
    // First forgotten, so that the end of its own session is no trouble.
    under = undefined;
    session = undefined;
    was?.abort();
    state.value = next;
    if (next.is === 'off') of.value = null;
  }
  function drop(material?: string) {
    for (const [id, pages] of kept) if (material === undefined || id === material) { forget(pages); kept.delete(id); }
  }

  return {
    state: state as ReadonlySignal<PhotographState>,
    /** The material that is being photographed. */
    of: of as ReadonlySignal<string | null>,
    async begin(material: string) {
      off();
      const mine = new AbortController();
      under = mine;
      of.value = material;
      state.value = { is: 'starting' };
      const opened = await camera.open({ deadlineMs: openMs, signal: mine.signal });
      if (under !== mine) return;
      if (opened.is !== 'open') return off({ is: 'trouble', why: opened.is === 'busy' ? 'busy' : opened.is === 'offline' ? opened.why : 'no-answer' });
      session = opened.session;
      state.value = { is: 'looking', preview: session.preview };
      session.onEnd(() => { if (under === mine) off({ is: 'trouble', why: 'no-wire' }); });
    },
    async take() {
      const mine = under;
      if (!session || state.value.is !== 'looking') return;
      state.value = { is: 'taking', preview: session.preview };
      const outcome = await session.scan({ deadlineMs: scanMs });
      if (under !== mine) { if (outcome.is === 'scanned') forget([outcome.page]); return; }
      if (outcome.is === 'scanned') state.value = { is: 'taken', page: outcome.page };
      else off({ is: 'trouble', why: outcome.is === 'offline' ? outcome.why : 'no-answer' });
    },
    /** Not this one: looks again. */
    again() {
      if (!session || state.value.is !== 'taken') return;
      forget([state.value.page]);
      state.value = { is: 'looking', preview: session.preview };
    },
    /** Keeps the page taken, and looks for another or switches off. Gives how many there are now; null when it did not fit. */
    keep({ more }: { readonly more: boolean }): number | null {
      const material = of.value;
      if (!session || material === null || state.value.is !== 'taken') return null;
      const { page } = state.value;
      const bytes = [...kept.values()].flat().reduce((sum, one) => sum + one.bytes.length, page.bytes.length);
      if (bytes > pagesLimitBytes) { off({ is: 'trouble', why: 'too-large' }); return null; }
      const pages = [...kept.get(material) ?? [], page];
      kept.set(material, pages);
      state.value = { is: 'looking', preview: session.preview };
      if (!more) off();
      return pages.length;
    },
    pagesOf: (material: string): readonly ScannedPage[] => kept.get(material) ?? [],
    drop,
    stop: () => off(),
    /** Nothing of it remains. */
    end() { off(); drop(); },
  };
});
export type Photograph = InstanceType<typeof PhotographModel>;
