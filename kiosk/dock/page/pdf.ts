import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- Vite makes the address of the file the default export
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;
const widthPx = 420;

/** Draws every page of the PDF at `address` into `into`, one canvas a page, sharp on this screen. */
export async function drawPages(address: string, into: HTMLElement, signal: AbortSignal): Promise<void> {
  const loading = getDocument({ url: address });
  signal.addEventListener('abort', () => void loading.destroy());
  try {
    const pdf = await loading.promise;
    for (let n = 1; n <= pdf.numPages && !signal.aborted; n++) {
      const page = await pdf.getPage(n);
      const unscaled = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: (widthPx / unscaled.width) * devicePixelRatio });
      const canvas = document.createElement('canvas');
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      canvas.style.width = `${widthPx}px`;
      into.append(canvas);
      await page.render({ canvas, viewport }).promise;
    }
  } catch {
    if (!signal.aborted) into.append('这份文件不能显示，请点下面的链接打开。');
  }
}
