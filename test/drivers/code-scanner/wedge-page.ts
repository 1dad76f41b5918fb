// Runs in a real Chromium: our scanner on the window, and whether it gave a code, handed to the test.
import { hidWedgeScanner } from '../../../drivers/code-scanner/hid-wedge/driver.ts';

const scanner = hidWedgeScanner(window);
const wedgePage = {
  async scan(deadlineMs: number) {
    const outcome = await scanner.scan({ deadlineMs });
    return outcome.is === 'scanned' && outcome.code.kind === 'token' ? new TextDecoder().decode(outcome.code.bytes) : outcome.is;
  },
};
export type WedgePage = typeof wedgePage;
Object.assign(globalThis, { wedgePage });
