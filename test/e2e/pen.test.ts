// A pen tablet beside the screen: what is signed on it is signed on the kiosk, and without it the screen takes the finger.
import { afterEach, expect, test } from 'vitest';
import { citizen } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { handInAndLeave, walkCare } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());

test('a signature made on the tablet is handed in; with the tablet unplugged the next person signs on the screen', async () => {
  stage = await openStage();
  const finger = citizen(stage);
  const pen = { ...finger, async sign() { await stage.dock.control({ do: 'signature', sign: true }); await stage.page.waitForTimeout(300); } };
  await walkCare(pen);
  await handInAndLeave(pen);
  expect(stage.dock.state().pen).toMatchObject({ connected: true, strokes: 2 });
  await stage.dock.control({ do: 'signature', unplugged: true });
  await walkCare(finger);
  await handInAndLeave(finger);
  expect(stage.platform.cases().length).toBe(2);
  expect(stage.consoleErrors.filter((line) => !line.includes('/wire/signature'))).toEqual([]);
});
