// Who is here, said by the tactile keypad alone: every way's screens begin at their title, every key of theirs is reached, and
// a consent or a camera is answered and stopped without a touch.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { helpers } from '../../kiosk/dock/helper-people.ts';
import { fillModels } from '../../kiosk/host/fill-models.ts';
import { missing, said } from '../face/research.ts';
import { openFilmMaker } from './films.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let modelsDir: string | undefined;
afterEach(async () => {
  await stage?.close();
  if (modelsDir !== undefined) rmSync(modelsDir, { recursive: true, force: true });
  modelsDir = undefined;
});

/** The words of what has the focus; none when it got lost, and the page itself has it. */
const focused = () => stage.page.evaluate(() => (document.activeElement === document.body ? '' : document.activeElement?.textContent?.trim() ?? ''));
const press = (key: string) => stage.page.keyboard.press(key);
/** A screen has begun: it is there, and what is heard first is its title. */
async function at(words: RegExp) {
  await stage.page.locator('h1').filter({ hasText: words }).first().waitFor({ timeout: 20_000 });
  await expect.poll(focused, { timeout: 5000 }).toMatch(words);
}
async function find(words: RegExp, key = 'ArrowDown', most = 60) {
  const passed: string[] = [];
  for (let i = 0; i < most; i++) {
    const now = await focused();
    if (words.test(now)) return;
    passed.push(now);
    await press(key);
  }
  throw new Error(`never came to ${String(words)} by ${key}: ${passed.join(' | ')}`);
}
/** Finds it and presses it, once the screen takes presses. */
async function choose(words: RegExp, key?: string) {
  await find(words, key);
  await stage.page.waitForTimeout(450);
  await press('Enter');
}
/** Where a digit lies on the keys of a telephone: column and row. */
const place = (digit: string): readonly [number, number] => (digit === '0' ? [1, 3] : [(Number(digit) - 1) % 3, Math.floor((Number(digit) - 1) / 3)]);
const steps = (by: number, back: string, forth: string) => Array.from({ length: Math.abs(by) }, () => (by < 0 ? back : forth));
/** Digits, as whoever knows a telephone feels their way: up off 0, aside, then up or down, and never a key too many. */
async function type(digits: string) {
  await find(/^[0-9]$/, await stage.page.evaluate(() => document.activeElement?.closest('main') === null) ? 'ArrowUp' : 'ArrowDown');
  for (const digit of digits) {
    const from = await focused();
    const [column, row] = place(from);
    const off = from === '0' && digit !== '0' ? ['ArrowUp'] : [];
    const [toColumn, toRow] = place(digit);
    for (const key of [...off, ...steps(toColumn - column, 'ArrowLeft', 'ArrowRight'), ...steps(toRow - row + off.length, 'ArrowUp', 'ArrowDown')]) await press(key);
    expect(await focused()).toBe(digit);
    await press('Enter');
  }
}
const box = () => stage.page.locator('.pad-box').inputValue();

async function untilCard(tile: RegExp, list: 'person' | 'enterprise') {
  await stage.ready('idle');
  await choose(list === 'person' ? /^给自己、家人办/ : /^给公司、店铺办/);
  await stage.ready('home');
  await choose(tile);
  await stage.ready('item');
  if (list === 'person') await choose(/个人权益记录查询打印/);
  await choose(/^开始办理/);
  await at(/要知道的/);
  await choose(/^我知道了，开始/);
  await at(/身份证放在/);
}

test('a phone number and its code are typed, a wrong code is told and typed again', async () => {
  stage = await openStage();
  await untilCard(/打印社保记录/, 'person');
  await choose(/^用其他方式/);
  await at(/用哪种方式/);
  await choose(/^用手机号和验证码/, 'ArrowRight');
  await at(/您的手机号/);
  await type('19900000001');
  expect(await box()).toBe('199 0000 0001');
  await choose(/^发送验证码/);
  await at(/6 位验证码/);
  const { code } = stage.platform.phones()[0]!;
  await type(code === '000000' ? '111111' : '000000');
  await choose(/^下一步/);
  await stage.page.getByText('还能试 2 次').first().waitFor();
  expect(await box()).toBe('');
  await type(code);
  await choose(/^下一步/);
  await at(/您好/);
  expect(stage.consoleErrors).toEqual([]);
});

test('a helper vouches: how they know, their code, their PIN; back leads from a way to all ways', async () => {
  stage = await openStage();
  await untilCard(/开公司/, 'enterprise');
  await stage.dock.control({ do: 'lay-card', person: 'elder' });
  await at(/还要确认是您本人/);
  await stage.dock.control({ do: 'pull-card' });
  await choose(/^出示爱山东/);
  await at(/对准扫码处/);
  await press('Escape');
  await at(/还要确认是您本人/);
  await choose(/^请帮办员来证明/);
  await at(/凭什么确认/);
  await choose(/^我认识，就是本人/);
  await at(/您自己的帮办码/);
  await stage.dock.control({ do: 'code-scanner', holdUp: 'helper-1' });
  await at(/您的帮办密码/);
  await type(helpers[0]!.pin);
  await choose(/^下一步/);
  await at(/您好/);
  expect(stage.consoleErrors).toEqual([]);
});

test('a code that is too old is told, and pressed for once more', async () => {
  stage = await openStage();
  await untilCard(/打印社保记录/, 'person');
  await choose(/^用其他方式/);
  await at(/用哪种方式/);
  await choose(/^出示爱山东/, 'ArrowRight');
  await at(/对准扫码处/);
  await stage.dock.control({ do: 'code-scanner', holdUp: 'app-old' });
  await at(/这个码过期了/);
  await choose(/^再试一次/);
  await at(/对准扫码处/);
  await stage.dock.control({ do: 'code-scanner', holdUp: 'app-elder' });
  await at(/您好/);
});

(missing === undefined ? test : test.skip)(said('the question for the face is answered with another way, then with yes; and the camera is stopped'), async () => {
  modelsDir = mkdtempSync(path.join(tmpdir(), 'kiosk-models-'));
  expect((await fillModels({ modelsDir, siteDir: undefined, upstreams: {} })).is).toBe('filled');
  const maker = await openFilmMaker();
  const rows = await maker.cardPhoto({ file: 'nuaa-dev/live-0004_01_00_02_43.jpg', nose: [301, 230], eyesPx: 105 });
  await maker.close();
  stage = await openStage({ demo: { modelsDir }, devices: { camera: { model: 'web-camera' } } });
  await stage.dock.control({ do: 'card-photo', person: 'adult', rows });
  await untilCard(/开公司/, 'enterprise');
  await stage.dock.control({ do: 'lay-card', person: 'adult' });
  await at(/还要确认是您本人/);
  await stage.dock.control({ do: 'pull-card' });
  await choose(/^用人脸确认/);
  await at(/可以用人脸确认/);
  await choose(/^请帮办员来证明/);
  await at(/凭什么确认/);
  await press('Escape');
  await at(/还要确认是您本人/);
  await choose(/^用人脸确认/);
  await at(/可以用人脸确认/);
  await choose(/^同意，用人脸确认/);
  await at(/看着镜头/);
  await find(/^停止，关掉镜头/);
  // Whatever the camera says in the meantime, the hand stays on stop.
  await stage.page.locator('.face-picture video').waitFor({ timeout: 20_000 });
  expect(await focused()).toBe('停止，关掉镜头');
  await press('Enter');
  await at(/还要确认是您本人/);
  expect(await stage.page.locator('.face-picture').count()).toBe(0);
});
