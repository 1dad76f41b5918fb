import { expect, test } from 'vitest';
import { simKeypad } from '../../../drivers/keypad/sim.ts';
import { testKeypad } from '../contract/keypad.ts';

testKeypad('simulated keypad', () => {
  const keypad = simKeypad();
  return { keypad, press: keypad.press, hold: keypad.press };
});

test('a simulated keypad that is offline presses nothing', async () => {
  const keypad = simKeypad({ keys: ['ok'] });
  const heard: string[] = [];
  keypad.listen((key) => heard.push(key));
  keypad.setOffline(true);
  keypad.press('ok');
  expect([heard, await keypad.status()]).toEqual([[], { is: 'offline', why: 'no-wire' }]);
});
