import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

// The built kiosk with a scanner that poses as a keyboard. On its search screen the focus is in a box that takes every key.
const token = 'SECRET-token-1234567890';
let stage: Stage;
beforeAll(async () => { stage = await openStage({ devices: { 'code-scanner': { model: 'hid-wedge' } } }); });
afterAll(() => stage?.close());
beforeEach(async () => {
  await stage.page.goto(stage.url);
  await stage.ready('idle');
  await stage.page.getByRole('button', { name: '开始办事' }).tap();
  await stage.ready('home');
  await stage.page.getByRole('button', { name: '搜索要办的事' }).first().tap();
  await stage.ready('search');
  await box().focus();
});
const box = () => stage.page.getByRole('textbox').first();
const whole = () => stage.page.evaluate(() => [document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value)].join('\n'));

/** Keys as a scanner sends them, each with the time at which it was struck, so that a slow machine does not make them slower. */
async function burst(text: string, { end = true, gapMs = 5 } = {}) {
  const session = await stage.context.newCDPSession(stage.page);
  const fromMs = Date.now();
  const keys = [...text, ...(end ? ['Enter'] : [])];
  await Promise.all(keys.flatMap((key, i) => (['keyDown', 'keyUp'] as const).map((type) => session.send('Input.dispatchKeyEvent', {
    type, key, ...(type === 'keyDown' && { text: key === 'Enter' ? '\r' : key }), timestamp: (fromMs + i * gapMs) / 1000,
  }))));
  await stage.page.waitForTimeout(400);
  await session.detach();
}

test('a token is typed nowhere on the search screen, and the screen stays', async () => {
  await burst(token);
  expect(await box().inputValue()).toBe('');
  expect(await whole()).not.toMatch(/secret|token/i);
  expect(await stage.ready()).toBe('search');
  expect(await stage.personalTraces([token, token.slice(0, 12)])).toEqual([]);
});
test('a token whose end is missing is typed nowhere either', async () => {
  await burst(token, { end: false });
  expect(await whole()).not.toMatch(/secret|token/i);
});
test('a token that is scanned with a button in focus presses nothing', async () => {
  await stage.page.getByRole('button', { name: '返回' }).focus();
  await burst(token);
  expect(await stage.ready()).toBe('search');
  await box().focus();
  await burst(token);
  expect(await box().inputValue()).toBe('');
});
test('what a person types at a keyboard arrives, before and after a token, and finds what it should', async () => {
  await stage.page.keyboard.type('yd', { delay: 180 });
  await stage.page.waitForTimeout(250);
  await burst(token);
  await stage.page.keyboard.type('jy', { delay: 180 });
  await expect.poll(() => box().inputValue()).toMatch(/^ydjy$/i);
  await stage.page.getByRole('heading', { name: /找到/ }).waitFor();
  await stage.page.keyboard.press('Backspace');
  await expect.poll(() => box().inputValue()).toMatch(/^ydj$/i);
});
test('pinyin typed at a keyboard becomes characters, with the scanner between them', async () => {
  await stage.page.getByRole('button', { name: '改用汉字' }).first().tap();
  const strip = stage.page.getByRole('group', { name: '候选字' });
  await strip.waitFor();
  await box().focus();
  await stage.page.keyboard.type('yi', { delay: 180 });
  await stage.page.waitForTimeout(250);
  await burst(token);
  await expect.poll(() => strip.getByRole('status').textContent()).toBe('yi');
  const first = strip.getByRole('button').filter({ hasText: /^\p{Script=Han}$/u }).first();
  const character = await first.textContent();
  await first.tap();
  await expect.poll(() => box().inputValue()).toBe(character);
});
test('nothing of it is on any disk or on the console', async () => {
  expect(stage.consoleErrors).toEqual([]);
  expect(await stage.diskTraces([token])).toEqual([]);
});
