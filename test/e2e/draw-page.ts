// Runs in a real Chromium: the kiosk's own drawing of papers, handed to the test through the window.
import type { Paper } from '../../kiosk/core/paper.ts';
import { drawPaper } from '../../kiosk/papers/draw.ts';

const drawPage = {
  async draw(paper: Paper, widthDots: number) {
    const began = performance.now();
    const { bits, ...page } = await drawPaper(paper, widthDots);
    return { ...page, bits: [...bits], drawMs: performance.now() - began };
  },
};
export type DrawPage = typeof drawPage;
Object.assign(globalThis, { drawPage });
