// Runs in a real Chromium: our cameras on its own, handed to the test through the window by numbers, as objects cannot be.
import type { Camera, CameraSession } from '../../../drivers/camera/port.ts';
import { chosenBy, webCamera } from '../../../drivers/camera/web-camera/driver.ts';
import { webDocumentCamera } from '../../../drivers/document-camera/web-camera/driver.ts';
import type { DocumentSession } from '../../../drivers/document-camera/port.ts';
import type { Settings } from '../../../drivers/near.ts';

const cameras: Pick<Camera, 'status' | 'watch' | 'selfTest'>[] = [];
const opens: ((ask: Parameters<Camera['open']>[0]) => Promise<{ readonly is: string; readonly session?: CameraSession | DocumentSession }>)[] = [];
const sessions: (CameraSession | DocumentSession)[] = [];
const signals = new Map<string, AbortController>();
const ended = new Map<number, number>();
const told: string[][] = [];

const cameraPage = {
  make(kind: 'camera' | 'document-camera', settings: Settings = {}) {
    const camera = kind === 'camera' ? webCamera(chosenBy(settings)) : webDocumentCamera(chosenBy(settings));
    opens.push(camera.open);
    const heard: string[] = [];
    told.push(heard);
    camera.watch((status) => heard.push(status.is === 'offline' ? status.why : status.is));
    return cameras.push(camera) - 1;
  },
  heard: (n: number) => told[n]!,
  status: (n: number) => cameras[n]!.status(),
  selfTest: (n: number) => cameras[n]!.selfTest(),
  async open(n: number, deadlineMs: number, signal?: string) {
    const opened = await opens[n]!({ deadlineMs, ...(signal !== undefined && { signal: signalOf(signal).signal }) });
    if (!opened.session) return { opened };
    const id = sessions.push(opened.session) - 1;
    opened.session.onEnd(() => ended.set(id, (ended.get(id) ?? 0) + 1));
    return { opened: { is: 'open' }, id, preview: opened.session.preview?.active === true };
  },
  abort: (signal: string) => signalOf(signal).abort(),
  close: (id: number) => sessions[id]!.close(),
  /** How often the session said that it ended. */
  ended: (id: number) => ended.get(id) ?? 0,
  async take(id: number, deadlineMs: number) {
    const session = sessions[id]!;
    const taken = 'scan' in session ? await session.scan({ deadlineMs }) : await session.take({ deadlineMs });
    const picture = taken.is === 'taken' ? taken.picture : taken.is === 'scanned' ? taken.page : undefined;
    return picture ? { is: taken.is, picture: { ...picture, bytes: [...picture.bytes] } } : { is: taken.is, ...('why' in taken && { why: taken.why }) };
  },
  /** How bright a picture is in each of its quarters, from 0 to 255. */
  async quarters(bytes: readonly number[]) {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
    const pen = new OffscreenCanvas(2, 2).getContext('2d')!;
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(bitmap, 0, 0, 2, 2);
    return [0, 4, 8, 12].map((at) => pen.getImageData(0, 0, 2, 2).data[at]!);
  },
};
function signalOf(name: string): AbortController {
  const known = signals.get(name) ?? new AbortController();
  signals.set(name, known);
  return known;
}
export type CameraPage = typeof cameraPage;
Object.assign(globalThis, { cameraPage });
