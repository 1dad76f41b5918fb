import { expect, test } from 'vitest';
import { type Kind, models } from '../../drivers/index.ts';
import { nearTo } from './near.ts';

/** These need nothing but the page they are in. */
const always = ['hid-wedge', 'touch', 'hid-keys'];

test.each(Object.entries(models).flatMap(([kind, made]) => Object.keys(made).map((model) => [kind as Kind, model] as const)))('%s: the registered model %s can be made, and one with nothing at the other end is offline', async (kind, model) => {
  const device = await models[kind][model]!(nearTo());
  expect(device.capabilities.model).not.toBe('');
  expect((await device.status()).is).toBe(always.includes(model) ? 'ready' : 'offline');
  expect((await device.selfTest()).is).toBe(always.includes(model) ? 'cannot-tell' : 'failed');
});
test('the narrow receipt printer is narrow', async () => {
  expect((await models['receipt-printer']['escpos-58']!(nearTo())).capabilities.widthDots).toBe(384);
});
