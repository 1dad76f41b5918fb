import { expect, test } from 'vitest';
import { codeScanners, documentPrinters, idReaders, receiptPrinters, signaturePads } from '../../drivers/index.ts';
import { wirePair } from '../../drivers/transport/memory.ts';

test('every registered model can be made, and a wire without a device is an offline device', async () => {
  const { near, line } = wirePair();
  line.unplug();
  for (const make of Object.values(idReaders)) expect(await (await make(near)).status()).toEqual({ is: 'offline', why: 'no-wire' });
  for (const make of Object.values(receiptPrinters)) expect(await (await make(near)).status()).toEqual({ is: 'offline' });
  for (const make of Object.values(documentPrinters)) expect(await (await make(async () => ({ ok: false, why: 'unreachable' }), 'ipp://x')).status()).toEqual({ is: 'offline' });
  for (const make of Object.values(signaturePads)) expect(await (await make()).status()).toEqual({ is: 'ready' });
  for (const [model, make] of Object.entries(codeScanners)) {
    const scanner = await make({ wire: near, keys: new EventTarget() });
    expect([scanner.capabilities.model, (await scanner.status()).is]).toEqual([model, model === 'hid-wedge' ? 'ready' : 'offline']);
  }
  expect((await receiptPrinters['escpos-58']!(near)).capabilities.widthDots).toBe(384);
});
