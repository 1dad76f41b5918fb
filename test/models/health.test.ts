import { describe, expect, test } from 'vitest';
import { openKiosk } from '../../kiosk/models/kiosk.ts';
import { pack } from '../content/pack.ts';
import { desk } from './desk.ts';

function open() {
  const bench = desk();
  return { bench, kiosk: openKiosk(pack, pack.sites['demo']!, bench.ports, { simulated: true }) };
}

describe('what works', () => {
  test('is known before anybody starts, and nothing counts as broken that is only starting', async () => {
    const { bench, kiosk } = open();
    expect(kiosk.health.health.value).toEqual({ 'id-reader': true, 'receipt-printer': true, 'document-printer': true, signature: true, network: true, storage: true });
    expect(Object.values(kiosk.health.states.value).map((s) => s.is)).toEqual(['starting', 'starting', 'starting', 'starting', 'ready', 'starting']);
    await bench.time.pass(100);
    expect(Object.values(kiosk.health.states.value).map((s) => s.is)).toEqual(['ready', 'ready', 'ready', 'ready', 'ready', 'ready']);
  });
  test('follows each device as it fails and recovers', async () => {
    const { bench, kiosk } = open();
    await bench.time.pass(100);
    bench.idReader.setOffline('no-wire');
    bench.receiptPrinter.setProblem({ is: 'no-paper' });
    bench.documentPrinter.setProblem({ is: 'jam' });
    expect(kiosk.health.health.value).toMatchObject({ 'id-reader': false, 'receipt-printer': false, 'document-printer': false, network: true });
    bench.idReader.setOffline(null);
    bench.receiptPrinter.setProblem(null);
    bench.documentPrinter.setProblem({ is: 'busy' });
    expect(kiosk.health.health.value).toMatchObject({ 'id-reader': true, 'receipt-printer': true, 'document-printer': true });
  });
  test('is asked of the network and the signature pad every ten seconds', async () => {
    const { bench, kiosk } = open();
    await bench.time.pass(100);
    bench.setReachable(false);
    bench.signature.setStatus({ is: 'offline' });
    await bench.time.pass(10_100);
    expect(kiosk.health.health.value).toMatchObject({ network: false, signature: false });
    bench.setReachable(true);
    bench.signature.setStatus({ is: 'ready' });
    await bench.time.pass(10_100);
    expect(kiosk.health.health.value).toMatchObject({ network: true, signature: true });
  });
  test('is what a device told last, not what it answered first and late', async () => {
    const { bench, kiosk } = open();
    bench.idReader.setOffline('no-answer');
    await bench.time.pass(100);
    expect(kiosk.health.health.value['id-reader']).toBe(false);
  });
  test('with little paper left is still working', async () => {
    const { bench, kiosk } = open();
    bench.receiptPrinter.setPaper('low');
    await bench.time.pass(100);
    expect(kiosk.health.health.value['receipt-printer']).toBe(true);
    expect(kiosk.health.states.value['receipt-printer']).toEqual({ is: 'ready', paper: 'low' });
  });
});
