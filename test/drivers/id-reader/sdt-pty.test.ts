// A reader as it hangs on a terminal: npm's serialport on a kernel terminal, the simulated module at its other end.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandBytes, frame } from '../../../drivers/id-reader/sdt/codec.ts';
import { simSam, type SimSam } from '../../../drivers/id-reader/sdt/device.ts';
import { sdtReader } from '../../../drivers/id-reader/sdt/driver.ts';
import { serialScanner } from '../../../drivers/code-scanner/serial/driver.ts';
import { joined } from '../../../drivers/transport/bytes.ts';
import { nodeSerialWire } from '../../../drivers/transport/node-serial.ts';
import type { Wire } from '../../../drivers/transport/wire.ts';
import { bytesOf, token } from '../contract/code-scanner.ts';
import { elder, person } from '../people.ts';
import { fileWire, noPty, type PtyPair, ptyPair } from '../pty.ts';

const baud = 115_200;

describe.skipIf(noPty !== undefined)(`over a real pseudo-terminal, through serialport${noPty ? ` (skipped: ${noPty})` : ''}`, () => {
  let line: PtyPair;
  let near: Wire;
  let far: Wire;
  let sam: SimSam;
  let received: Uint8Array[];

  beforeEach(async () => {
    line = await ptyPair();
    near = nodeSerialWire({ path: line.near, baudRate: baud });
    far = fileWire(line.far);
    received = [];
    near.listen((bytes) => received.push(bytes));
    sam = simSam(far, { baud, fragmentBytes: 64 });
    await expect.poll(() => near.state).toBe('open');
  });
  afterEach(async () => { near.close(); far.close(); await line.close(); });

  /** Sends one command and waits until so many bytes of answer have come. */
  async function exchange(command: keyof typeof commandBytes, bytes: number): Promise<Uint8Array> {
    received.length = 0;
    await near.send(frame(commandBytes[command]));
    await expect.poll(() => received.reduce((sum, { length }) => sum + length, 0), { timeout: 5000 }).toBeGreaterThanOrEqual(bytes);
    return joined(...received);
  }

  test('status, find, select and a read of exactly 1,295 bytes', async () => {
    const card = { ...person, name: '㛃𠮷䶮\ue815' };
    sam.layCard(card);
    expect((await exchange('status', 11)).length).toBe(11);
    expect((await exchange('find', 15)).length).toBe(15);
    expect((await exchange('select', 19)).length).toBe(19);
    const read = await exchange('read', 1295);
    expect([read.length, Buffer.from(read.subarray(0, 14)).toString('hex')]).toEqual([1295, 'aaaaaa9669050800009001000400']);
    expect(Buffer.from(read.subarray(14, 22)).toString('hex')).toBe('c33642d8b7dfae4d');
  });
  test('the driver reads card after card, each exactly', async () => {
    const reader = sdtReader(near);
    for (const card of [{ ...person, name: '㛃𠮷䶮\ue815' }, elder]) {
      sam.layCard(card);
      expect(await reader.read({ deadlineMs: 10_000 })).toEqual({ is: 'read', card });
    }
    expect(await reader.samId()).toBe('05.01-20042898-0012825249-4159100162');
  });
  test('a card pulled in the middle of the read is lost, and the next one is read', async () => {
    const reader = sdtReader(near);
    sam.layCard(person);
    sam.pullDuringRead(700);
    expect(await reader.read({ deadlineMs: 15_000 })).toEqual({ is: 'lost-card' });
    sam.layCard(person);
    expect(await reader.read({ deadlineMs: 10_000 })).toEqual({ is: 'read', card: person });
  });
  test('a line torn off in the middle of the read is an offline reader, and nothing of the card is handed over', async () => {
    const reader = sdtReader(near);
    sam.layCard(person);
    const outcome = reader.read({ deadlineMs: 15_000 });
    await expect.poll(() => received.reduce((sum, { length }) => sum + length, 0), { timeout: 5000, interval: 1 }).toBeGreaterThan(300);
    await line.cut();
    expect(await outcome).toEqual({ is: 'offline', why: 'no-wire' });
    // Found, selected, and a part of the answer; never all of its 1,295 bytes.
    expect(received.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(1295);
  });
  test('a line torn off while a card is waited for is an offline reader at once', async () => {
    const reader = sdtReader(near);
    expect(await reader.status()).toEqual({ is: 'ready' });
    const outcome = reader.read({ deadlineMs: 15_000 });
    await line.cut();
    expect(await outcome).toEqual({ is: 'offline', why: 'no-wire' });
    await expect.poll(() => near.state, { timeout: 5000 }).toBe('closed');
    expect([await near.send(Uint8Array.of(1)), await reader.status()]).toEqual(['closed', { is: 'offline', why: 'no-wire' }]);
  });
  test('a code scanner on the line is heard too', async () => {
    const outcome = serialScanner(near).scan({ deadlineMs: 5000 });
    await far.send(bytesOf('code-over-a-terminal\r\n'));
    expect(await outcome).toEqual(token('code-over-a-terminal'));
  });
});
