import type { Locator } from 'playwright-core';
import { otherCards, people } from '../../kiosk/dock/people.ts';
import type { Stage } from './stage.ts';

/** Somebody at the kiosk: sees one screen after another, touches what it offers, lays cards down. Only touch, never a keyboard. */
export interface Citizen {
  readonly stage: Stage;
  /** The title of the present screen. */
  title(): Promise<string>;
  /** Waits for a screen whose title fits. */
  at(title: RegExp): Promise<void>;
  touch(name: string | RegExp): Promise<void>;
  choose(name: string | RegExp): Promise<void>;
  /** Keys of the on-screen pads, one character each. */
  keys(text: string): Promise<void>;
  /** A Chinese character by its pinyin. */
  character(pinyin: string, character: string): Promise<void>;
  layCard(person: string): Promise<void>;
  pullCard(): Promise<void>;
  sign(): Promise<void>;
  reads(text: string | RegExp): Promise<void>;
  /** Called at every screen a walk passes. */
  readonly seen: (name: string) => Promise<void>;
}

export function citizen(stage: Stage, seen: (name: string) => Promise<void> = async () => {}): Citizen {
  /** What cannot be touched is told with what was on the screen instead. */
  const tap = (what: Locator) => what.tap().catch(async (trouble: unknown) => {
    throw new Error(`${trouble instanceof Error ? trouble.message : String(trouble)}\nOn the screen:\n${await stage.page.locator('body').innerText().catch(() => 'nothing')}`, { cause: trouble });
  });
  const named = (name: string | RegExp) => ({ name, exact: typeof name === 'string' });
  const self: Citizen = {
    stage, seen,
    title: async () => (await stage.page.locator('h1').first().textContent()) ?? '',
    async at(title) { await stage.page.locator('h1').filter({ hasText: title }).first().waitFor({ timeout: 20_000 }); },
    async touch(name) { await tap(stage.page.getByRole('button', named(name)).first()); },
    async choose(name) { await tap(stage.page.getByRole('radio', named(name)).or(stage.page.getByRole('checkbox', named(name))).first()); },
    async keys(text) { for (const key of text) await tap(stage.page.getByRole('button', { name: key, exact: true }).first()); },
    async character(pinyin, character) {
      await self.keys(pinyin);
      await tap(stage.page.getByRole('button', { name: character, exact: true }).first());
    },
    layCard: (person) => stage.dock.control({ do: 'lay-card', person }),
    pullCard: () => stage.dock.control({ do: 'pull-card' }),
    async sign() {
      const box = stage.page.getByLabel('签名处').first();
      await box.scrollIntoViewIfNeeded();
      const at = (await box.boundingBox())!;
      const session = await stage.context.newCDPSession(stage.page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
      await touch('touchStart', at.x + 60, at.y + 60);
      for (let i = 1; i <= 24; i++) await touch('touchMove', at.x + 60 + i * 18, at.y + 90 + Math.sin(i / 2) * 50);
      // A finger that rests before it lifts: a stroke that ends at speed is a fling, and Chromium takes the next tap as its end.
      for (let i = 0; i < 4; i++) {
        await stage.page.waitForTimeout(80);
        await touch('touchMove', at.x + 60 + 24 * 18, at.y + 90 + Math.sin(12) * 50 + i / 10);
      }
      await touch('touchEnd', 0, 0);
      await session.detach();
      await stage.page.waitForTimeout(600);
    },
    async reads(text) { await stage.page.getByText(text).first().waitFor({ timeout: 20_000 }); },
  };
  return self;
}

/** Everything of a fictional person that must be nowhere after their visit. */
export function personal(id: string): string[] {
  const person = [...people, ...otherCards].find((p) => p.id === id)!;
  return [person.name, person.number, person.number.slice(6, 14), person.address];
}
