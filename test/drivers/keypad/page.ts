// Runs in a real Chromium: our keypad and the page's own sound, and what they tell, handed to the test.
import { webAudio } from '../../../drivers/audio/web-audio/driver.ts';
import { hidKeypad } from '../../../drivers/keypad/hid-keys/driver.ts';
import { keyTable } from '../../../drivers/keypad/hid-keys/table.ts';
import type { PadKey } from '../../../drivers/keypad/port.ts';

const heard: PadKey[] = [];
const keypad = hidKeypad(window, { table: keyTable({ help: 'F24' }) });
let stop: (() => void) | undefined;
const padPage = {
  heard,
  listen(on: boolean) { stop?.(); stop = on ? keypad.listen((key) => heard.push(key)) : undefined; },
  async audio(earphone: string) { const audio = webAudio({ earphone }); return { status: await audio.status(), selfTest: await audio.selfTest() }; },
};
export type PadPage = typeof padPage;
Object.assign(globalThis, { padPage });
