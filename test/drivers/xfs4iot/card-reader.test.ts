// A chip card belongs to whoever had it read. Seen by clients over real sockets.
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../drivers/xfs4iot/base64.ts';
import { cardReaderService } from '../../../drivers/xfs4iot/card-reader-service.ts';
import { startServer } from './bench.ts';
import { type Peer, peerOf } from './peer.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

async function slot() {
  const script = scriptedTerminal();
  const { serviceUris: [uri] } = await startServer([cardReaderService(script.terminal)]);
  let id = 0;
  const ask = async (peer: Peer, name: string, payload = {}, version = '2.0') => {
    peer.command(`CardReader.${name}`, ++id, { version }, payload);
    const { header, payload: said = {} } = await peer.heard('completion', { requestId: id });
    return { code: header.completionCode, ...said };
  };
  const io = (peer: Peer, payload = {}) => ask(peer, 'ChipIO', { chipProtocol: 'chipT0', chipData: toBase64(Uint8Array.of(0, 0xb0, 0, 0, 4)), ...payload }, '3.0');
  const status = async (peer: Peer) => {
    peer.command('Common.Status', ++id);
    return (await peer.heard('completion', { requestId: id })).payload!.cardReader;
  };
  return { ...script, join: () => peerOf(uri!), ask, io, status };
}
const read = { chip: true };
const atr = { code: 'success', chip: [{ status: 'ok', data: 'O20AAA==' }] };

test('a card is asked for, felt, powered, talked to, powered down and noticed when it goes', async () => {
  const { lay, pull, answers, seen, join, ask, io, status } = await slot();
  const a = await join();
  expect(await status(a)).toEqual({ media: 'notPresent', chipPower: 'noCard', chipModule: 'ok' });
  answers((apdu) => ({ is: 'answer', bytes: Uint8Array.of(...apdu.subarray(1, 3), 0x90, 0x00) }));
  const reading = ask(a, 'ReadRawData', { ...read, track2: true, fluxInactive: false });
  await a.heard('event', { name: 'CardReader.InsertCardEvent' });
  lay();
  expect(await reading).toEqual({ ...atr, track2: { status: 'dataSourceNotSupported' } });
  expect(a.said.filter(({ header }) => header.type === 'event').map(({ header }) => header.name)).toEqual(['CardReader.InsertCardEvent', 'CardReader.MediaInsertedEvent']);
  expect(await status(a)).toMatchObject({ media: 'present', chipPower: 'online' });
  const { code, chipProtocol, chipData } = await io(a) as Record<string, unknown>;
  expect([code, chipProtocol, fromBase64(chipData)]).toEqual(['success', 'chipT0', Uint8Array.of(0xb0, 0, 0x90, 0)]);
  expect(seen.apdus).toEqual(['00b0000004']);
  expect(await ask(a, 'ChipPower', { chipPower: 'off' })).toEqual({ code: 'success' });
  expect(await status(a)).toMatchObject({ media: 'present', chipPower: 'poweredOff' });
  expect(seen.released).toBe(1);
  pull();
  await a.heard('unsolicited', { name: 'CardReader.MediaRemovedEvent' });
  expect(await status(a)).toMatchObject({ media: 'notPresent', chipPower: 'noCard' });
});

test('nobody else talks to a card that somebody had read, nor takes it away; when they go, it is free', async () => {
  const { lay, join, ask, io, seen } = await slot();
  const [a, b] = [await join(), await join()];
  lay();
  expect(await ask(a, 'ReadRawData', read)).toEqual(atr);
  for (const tried of [await io(b), await ask(b, 'ReadRawData', read), await ask(b, 'ChipPower', { chipPower: 'cold' }), await ask(b, 'ChipPower', { chipPower: 'off' }), await ask(b, 'Reset', { to: 'auto' })]) expect(tried).toEqual({ code: 'sequenceError' });
  expect((await io(a)).code).toBe('success');
  expect(seen.apdus.length).toBe(1);
  a.leave();
  await expect.poll(() => seen.released).toBe(1);
  expect(await io(b)).toEqual({ code: 'commandErrorCode', errorCode: 'atrNotObtained' });
  expect(await ask(b, 'ReadRawData', read)).toEqual(atr);
  expect((await io(b)).code).toBe('success');
});
test('a card that comes when whoever waited for it has gone is powered for nobody', async () => {
  const { lay, join, ask, seen } = await slot();
  const [a, b] = [await join(), await join()];
  void ask(a, 'ReadRawData', read).catch(() => undefined);
  await a.heard('event', { name: 'CardReader.InsertCardEvent' });
  a.leave();
  await a.closed;
  lay();
  expect(await ask(b, 'ReadRawData', read)).toEqual(atr);
  expect(seen.connected - seen.released).toBe(1);
});
test('a card pulled in the middle is no media, and the next one is read', async () => {
  const { lay, pull, join, ask, io } = await slot();
  const a = await join();
  lay();
  await ask(a, 'ReadRawData', read);
  pull();
  expect(await io(a)).toEqual({ code: 'commandErrorCode', errorCode: 'noMedia' });
  await a.heard('unsolicited', { name: 'CardReader.MediaRemovedEvent' });
  expect(await ask(a, 'ChipPower', { chipPower: 'cold' })).toEqual({ code: 'commandErrorCode', errorCode: 'noMedia' });
  lay();
  expect(await ask(a, 'ChipPower', { chipPower: 'cold' })).toEqual({ code: 'success', chipData: 'O20AAA==' });
});
test('a mute card is invalid media, and Reset tells of a card that is still there', async () => {
  const { lay, join, ask, status } = await slot();
  const a = await join();
  lay('mute');
  expect(await ask(a, 'ReadRawData', read)).toEqual({ code: 'commandErrorCode', errorCode: 'invalidMedia' });
  await a.heard('event', { name: 'CardReader.InvalidMediaEvent' });
  expect(await status(a)).toMatchObject({ media: 'present', chipPower: 'hardwareError' });
  expect(await ask(a, 'ChipPower', { chipPower: 'cold' })).toEqual({ code: 'commandErrorCode', errorCode: 'atrNotObtained' });
  expect(await ask(a, 'Reset', { to: 'exit' })).toEqual({ code: 'success' });
  expect((await a.heard('unsolicited', { name: 'CardReader.MediaDetectedEvent' })).payload).toEqual({ position: 'transport' });
});
describe('what makes no sense is refused before the card sees any of it', () => {
  test.each<[string, string, object, object]>([
    ['a flag that is no flag', 'ReadRawData', { chip: 'yes' }, { code: 'invalidData' }],
    ['a protocol of contactless cards', 'ChipIO', { chipProtocol: 'chipTypeB', chipData: 'AKQEAA==' }, { code: 'commandErrorCode', errorCode: 'protocolNotSupported' }],
    ['a protocol nobody knows', 'ChipIO', { chipProtocol: 'T9', chipData: 'AKQEAA==' }, { code: 'invalidData' }],
    ['three bytes', 'ChipIO', { chipProtocol: 'chipT0', chipData: 'AKQE' }, { code: 'invalidData' }],
    ['no base64', 'ChipIO', { chipProtocol: 'chipT0', chipData: '!!!!' }, { code: 'invalidData' }],
    ['a warm reset', 'ChipPower', { chipPower: 'warm' }, { code: 'commandErrorCode', errorCode: 'chipPowerNotSupported' }],
    ['no power at all', 'ChipPower', {}, { code: 'invalidData' }],
    ['keeping the card', 'Reset', { to: 'retain' }, { code: 'unsupportedData' }],
    ['a reset to nowhere', 'Reset', { to: 'moon' }, { code: 'invalidData' }],
  ])('%s', async (_what, name, payload, end) => {
    const { lay, join, ask, seen } = await slot();
    const a = await join();
    lay();
    await ask(a, 'ReadRawData', read);
    expect(await ask(a, name, payload, name === 'ChipIO' ? '3.0' : '2.0')).toEqual(end);
    expect(seen.apdus).toEqual([]);
  });
});
