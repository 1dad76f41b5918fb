import { describe, expect, test } from 'vitest';
import type { FaceStatus } from '../../kiosk/face/port.ts';
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
    const fitted = ['id-reader', 'receipt-printer', 'document-printer', 'signature'] as const;
    const all = () => ({ ...Object.fromEntries(fitted.map((kind) => [kind, kiosk.health.states.value[kind].is])), storage: kiosk.health.states.value.storage.is });
    expect(all()).toEqual({ 'id-reader': 'starting', 'receipt-printer': 'starting', 'document-printer': 'starting', signature: 'starting', storage: 'ready' });
    expect(kiosk.health.health.value).toMatchObject({ 'id-reader': true, 'receipt-printer': true, 'document-printer': true, signature: true, network: true, storage: true });
    await bench.time.pass(100);
    expect(all()).toEqual({ 'id-reader': 'ready', 'receipt-printer': 'ready', 'document-printer': 'ready', signature: 'ready', storage: 'ready' });
    expect(kiosk.fitted).toEqual(fitted);
  });
  test('names what the kiosk was not set up with absent, not broken', () => {
    const { kiosk } = open();
    expect(kiosk.health.states.value.camera).toEqual({ is: 'absent' });
    expect(kiosk.health.health.value.camera).toBe(false);
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
  test('is asked of the network every ten seconds, and told by every device', async () => {
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
  test('tells since when a device is in trouble, and whether that is only since the page began', async () => {
    const { bench, kiosk } = open();
    bench.documentPrinter.setProblem({ is: 'jam' });
    await bench.time.pass(100);
    bench.idReader.setOffline('no-wire');
    await bench.time.pass(100);
    expect(kiosk.health.since.value).toMatchObject({ 'document-printer': { time: '09:00', atLeast: true }, 'id-reader': { day: '2026-11-23', time: '09:00', atLeast: false } });
  });
  test('follows the face check as it loads, is ready or breaks', () => {
    const bench = desk();
    let tell: (status: FaceStatus) => void = () => {};
    const faceVerifier = { ...bench.ports.faceVerifier, status: { is: 'idle', pack: '2026-01-02' } as const, watch: (call: typeof tell) => { tell = call; return () => {}; } };
    const kiosk = openKiosk(pack, pack.sites['demo']!, { ...bench.ports, faceVerifier }, { simulated: true });
    expect(kiosk.health.face.value).toEqual({ is: 'idle', pack: '2026-01-02' });
    for (const status of [{ is: 'ready', pack: '2026-01-02', on: 'wasm' }, { is: 'broken' }] as const) {
      tell(status);
      expect(kiosk.health.face.value).toEqual(status);
    }
  });
});
