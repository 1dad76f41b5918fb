// The wire of a real terminal: npm's serialport on a kernel terminal, with a simulated reader at its other end.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { simSam, type SimSam } from '../../drivers/id-reader/sdt/device.ts';
import { sdtReader } from '../../drivers/id-reader/sdt/driver.ts';
import { nodeSerialWire } from '../../drivers/transport/node-serial.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import { elder, person } from './people.ts';
import { fileWire, noPty, type PtyPair, ptyPair } from './pty.ts';

describe.skipIf(noPty !== undefined)(`serialport on a pseudo-terminal${noPty ? ` (skipped: ${noPty})` : ''}`, () => {
  let line: PtyPair;
  let wire: Wire;
  let far: Wire;
  let sam: SimSam;
  beforeEach(async () => {
    line = await ptyPair();
    far = fileWire(line.far);
    sam = simSam(far, { baud: 115_200, fragmentBytes: 97 });
    wire = nodeSerialWire({ path: line.near, baudRate: 115_200 });
  });
  afterEach(async () => { wire.close(); far.close(); await line.close(); });

  test('cards are read one after another, rare characters and all', async () => {
    const reader = sdtReader(wire);
    for (const card of [{ ...person, name: '㛃𠮷䶮\ue815' }, elder]) {
      sam.layCard(card);
      expect(await reader.read({ deadlineMs: 15_000 })).toEqual({ is: 'read', card });
    }
  });
  test('a card pulled during the read is lost, and the next one is read', async () => {
    const reader = sdtReader(wire);
    sam.layCard(person);
    sam.pullDuringRead(700);
    expect(await reader.read({ deadlineMs: 15_000 })).toEqual({ is: 'lost-card' });
    sam.layCard(person);
    expect(await reader.read({ deadlineMs: 15_000 })).toEqual({ is: 'read', card: person });
  });
  test('a line torn off closes the wire, and sending on it says so', async () => {
    await expect.poll(() => wire.state).toBe('open');
    await line.cut();
    await expect.poll(() => wire.state, { timeout: 5000 }).toBe('closed');
    expect(await wire.send(Uint8Array.of(1))).toBe('closed');
  });
  test('a device that takes nothing is no reason to wait for ever: what was under way ends when the wire is given up', async () => {
    await expect.poll(() => wire.state).toBe('open');
    // Nobody reads the far end any more; the kernel's buffers of both sides fill.
    far.close();
    await expect.poll(() => far.state).toBe('closed');
    const sent = wire.send(new Uint8Array(1_000_000));
    wire.close();
    expect(await sent).toBe('closed');
  });
});

test('a line that is not there yet is tried again until it is', async () => {
  const wire = nodeSerialWire({ path: '/dev/serial/by-id/no-such-device', baudRate: 9600 });
  await expect.poll(() => wire.state).toBe('closed');
  expect(await wire.send(Uint8Array.of(1))).toBe('closed');
  wire.close();
});
