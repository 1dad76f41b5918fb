import { expect, test } from 'vitest';
import { type Kind, models } from '../../drivers/index.ts';
import type { Settings } from '../../drivers/near.ts';
import { simEscpos } from '../../drivers/receipt-printer/escpos/device.ts';
import { wirePair } from '../../drivers/transport/memory.ts';
import { nearTo } from './near.ts';
import { linedPage } from './receipts.ts';

/** These need nothing but the page they are in. */
const always = ['hid-wedge', 'touch', 'hid-pen', 'hid-keys'];

test.each(Object.entries(models).flatMap(([kind, made]) => Object.keys(made).map((model) => [kind as Kind, model] as const)))('%s: the registered model %s can be made, and one with nothing at the other end is offline', async (kind, model) => {
  const device = await models[kind][model]!(nearTo());
  expect(device.capabilities.model).not.toBe('');
  expect((await device.status()).is).toBe(always.includes(model) ? 'ready' : 'offline');
  expect((await device.selfTest()).is).toBe(always.includes(model) ? 'cannot-tell' : 'failed');
});
test('the narrow receipt printer is narrow', async () => {
  expect((await models['receipt-printer']['escpos-58']!(nearTo())).capabilities.widthDots).toBe(384);
});
test('a receipt printer set to text prints the lines of a page with the font it is said to have', async () => {
  const page = linedPage(384, [{ text: '办件回执' }, { text: '朱镕基' }]);
  const linesBy = async (settings: Settings) => {
    const { near, far } = wirePair();
    const device = simEscpos(far, { widthDots: 384 });
    const printer = await models['receipt-printer']['escpos-58']!(nearTo({ wire: near, settings }));
    expect(await printer.print(page, { deadlineMs: 5000 })).toEqual({ is: 'printed' });
    return device.papers[0]!.lines.map(({ text }) => text);
  };
  expect(await linesBy({})).toEqual([]);
  expect(await linesBy({ text: true })).toEqual(['办件回执']);
  expect(await linesBy({ text: true, font: 'gbk' })).toEqual(['办件回执', '朱镕基']);
});
