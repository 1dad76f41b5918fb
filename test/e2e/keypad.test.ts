// The kiosk by its tactile keypad alone: keys as such a pad sends them, posing as a keyboard, never a touch.
import { afterEach, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage?.close());

const focused = () => stage.page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
const title = async () => (await stage.page.locator('h1').first().textContent()) ?? '';
const press = (key: string) => stage.page.keyboard.press(key);

/** Feels its way with one key until what has the focus reads so; gives what was passed. */
async function find(words: RegExp, key = 'ArrowDown', most = 60): Promise<readonly string[]> {
  const passed: string[] = [];
  for (let i = 0; i < most; i++) {
    const now = await focused();
    if (words.test(now)) return passed;
    passed.push(now);
    await press(key);
  }
  throw new Error(`never came to ${String(words)} by ${key}: ${passed.join(' | ')}`);
}
const at = (words: RegExp) => stage.page.locator('h1').filter({ hasText: words }).first().waitFor({ timeout: 20_000 });

test('a visit is begun, the card read and given back, and the visit left, by keypad alone', async () => {
  stage = await openStage();
  await find(/打印社保记录/);
  await press('Enter');
  await stage.ready('item');
  expect(await focused()).toBe(await title());
  await find(/个人权益记录查询打印/);
  await press('Enter');
  await find(/^开始办理/);
  await press('Enter');
  await at(/要知道的/);
  expect(await focused()).toBe(await title());
  await find(/^我知道了，开始/);
  // A screen that just appeared takes no press at once.
  await stage.page.waitForTimeout(500);
  await press('Enter');
  await at(/身份证放在/);
  await expect.poll(() => stage.dock.state().ioBoard.lamps['idReader'], { timeout: 10_000 }).toBe('flashing');
  await stage.dock.control({ do: 'lay-card', person: 'adult' });
  await at(/您好/);
  await stage.dock.control({ do: 'pull-card' });
  // Back and out again: the question has the focus on its safest answer, Escape takes it back.
  await find(/退出|结束|离开|不办了/);
  await press('Enter');
  await stage.page.locator('dialog[open]').waitFor();
  await press('Escape');
  await stage.page.locator('dialog[open]').waitFor({ state: 'detached' });
  await press('Enter');
  await stage.page.locator('dialog[open]').waitFor();
  await find(/退出|结束|离开|不办了/, 'ArrowRight', 6);
  await press('Enter');
  await stage.ready('idle');
  expect(stage.consoleErrors).toEqual([]);
});

test('the pad on the dock moves the kiosk as the real one does', async () => {
  stage = await openStage();
  const dockPress = (key: 'up' | 'down' | 'ok' | 'back' | 'help') => stage.dock.control({ do: 'keypad', press: key });
  await expect.poll(() => stage.dock.state().keypad.connected).toBe(true);
  const before = await focused();
  await dockPress('down');
  await expect.poll(focused).not.toBe(before);
  await dockPress('ok');
  await stage.ready('home', 'stage', 'item', 'search', 'status');
  await stage.page.waitForTimeout(500);
  await dockPress('back');
  await stage.ready('idle', 'home');
  expect(stage.consoleErrors).toEqual([]);
});

test('help opens and closes, back goes back, a key kept down is one step, and every key of the first screens is reached', async () => {
  stage = await openStage();
  await press('F1');
  await stage.page.locator('dialog[open]').waitFor();
  expect(await stage.page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
    await press(key);
    expect(await stage.page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  }
  await press('F1');
  await stage.page.locator('dialog[open]').waitFor({ state: 'detached' });
  await find(/^给自己、家人办/);
  await press('Enter');
  await stage.ready('home');
  // All that can be pressed on a screen is reached with one key, round the ends.
  const reach = () => stage.page.evaluate(() => [...document.querySelectorAll('button:not(:disabled), input')].filter((el) => el.checkVisibility({ visibilityProperty: true })).map((el) => el === document.activeElement));
  const all = (await reach()).length;
  const reached = new Set<number>();
  for (let i = 0; i < all + 5; i++) {
    await press('ArrowRight');
    reached.add((await reach()).indexOf(true));
  }
  expect([reached.has(-1), reached.size]).toEqual([false, all]);
  // Kept down, a key is one step: the pad's own repeats count for nothing.
  const from = (await reach()).indexOf(true);
  for (let i = 0; i < 4; i++) await stage.page.keyboard.down('ArrowRight');
  await stage.page.keyboard.up('ArrowRight');
  expect((await reach()).indexOf(true)).toBe((from + 1) % all);
  // Louder brings back a sound that was switched off.
  await stage.page.getByRole('button', { name: /声音开/ }).tap();
  await stage.page.getByRole('button', { name: /声音关|已静音/ }).waitFor();
  await stage.page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { code: 'AudioVolumeUp', key: 'AudioVolumeUp', bubbles: true, cancelable: true })));
  await stage.page.getByRole('button', { name: /声音开/ }).waitFor();
  await press('F2');
  expect(await focused()).toBe(await title());
  await press('Escape');
  await stage.ready('idle');
});
