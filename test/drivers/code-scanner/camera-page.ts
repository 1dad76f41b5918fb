// Runs in a real Chromium: our scanner on its camera, with our worker started as the kiosk starts it, handed to the test.
import { webCamera } from '../../../drivers/camera/web-camera/driver.ts';
import { cameraScanner } from '../../../drivers/code-scanner/camera/driver.ts';
import { readInWorker } from '../../../drivers/code-scanner/camera/read-in-worker.ts';
import { ownWorker } from '../../../kiosk/own-scripts.ts';

const workers: { ended: boolean }[] = [];
/** Counts the workers that run. */
const counted = (address: string): Worker => {
  const worker = ownWorker(address);
  const life = { ended: false };
  workers.push(life);
  const end = worker.terminate.bind(worker);
  worker.terminate = () => { life.ended = true; end(); };
  return worker;
};
const scanner = cameraScanner(webCamera(), readInWorker(counted));
const broken = cameraScanner(webCamera(), readInWorker(() => counted('/assets/not-there.js')));
let calledOff = new AbortController();

const scannerPage = {
  status: () => scanner.status(),
  selfTests: () => Promise.all([scanner.selfTest(), broken.selfTest()]),
  async scan(deadlineMs: number) {
    calledOff = new AbortController();
    const outcome = await scanner.scan({ deadlineMs, signal: calledOff.signal });
    if (outcome.is !== 'scanned') return outcome;
    return outcome.code.kind === 'token' ? { is: 'token', bytes: [...outcome.code.bytes] } : { is: 'ours', number: outcome.code.number };
  },
  callOff: () => calledOff.abort(),
  scanBroken: (deadlineMs: number) => broken.scan({ deadlineMs }),
  workers: () => ({ started: workers.length, running: workers.filter(({ ended }) => !ended).length }),
};
export type ScannerPage = typeof scannerPage;
Object.assign(globalThis, { scannerPage });
