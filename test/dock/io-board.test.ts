import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { audioOutputs, indicators, presenceSensors } from '../../drivers/index.ts';
import { webSocketWire } from '../../drivers/transport/web-socket.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import { type Dock, startDock } from '../../kiosk/dock/server.ts';
import { demoSite } from '../../kiosk/host/demo.ts';
import { nearTo } from '../drivers/near.ts';
import { type StandIn, startPlatform } from '../platform/stand-in.ts';

let dir: string;
let platform: StandIn;
let dock: Dock;
let wire: Wire;
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'kiosk-dock-'));
  platform = await startPlatform({ dir });
  dock = await startDock({ platformAdminUrl: platform.url });
  wire = webSocketWire(`${dock.url.replace('http', 'ws')}/wire/io-board`);
  await vi.waitFor(() => expect(wire.state).toBe('open'), 3000);
});
afterEach(async () => {
  wire.close();
  await dock.close();
  await platform.close();
  rmSync(dir, { recursive: true });
});

/** The devices as the demonstration's configuration makes them, all on one wire. */
async function devices() {
  const { devices } = demoSite(platform, dock);
  const near = (kind: 'indicator' | 'presence' | 'audio') => nearTo({ wire, settings: devices[kind]!.settings! });
  return { lights: await indicators['modbus-io']!(near('indicator')), sensor: await presenceSensors['modbus-io']!(near('presence')), audio: await audioOutputs['modbus-io']!(near('audio')) };
}

test('lamps on the dock show in words what burns, flashes or is dark, on the relays the demonstration names', async () => {
  const { lights } = await devices();
  expect(await lights.set('id-reader', 'medium')).toBe('set');
  expect(await lights.set('in-service', 'continuous')).toBe('set');
  await vi.waitFor(() => expect(dock.state().ioBoard.lamps).toMatchObject({ idReader: 'flashing', inService: 'on', attention: 'off' }), 5000);
  expect(await lights.clear()).toBe('set');
  await vi.waitFor(() => expect(new Set(Object.values(dock.state().ioBoard.lamps))).toEqual(new Set(['off'])), 5000);
});
test('a hand makes somebody go away and plugs an earphone in, and three devices share one wire', async () => {
  const { lights, sensor, audio } = await devices();
  expect([await sensor.status(), await audio.status(), await lights.status()]).toEqual([{ is: 'ready', somebody: 'near' }, { is: 'ready', earphone: 'unplugged' }, { is: 'ready' }]);
  await dock.control({ do: 'io-board', somebody: 'away', earphone: 'in' });
  expect([await sensor.status(), await audio.status()]).toEqual([{ is: 'ready', somebody: 'away' }, { is: 'ready', earphone: 'plugged' }]);
  expect(dock.state().ioBoard).toMatchObject({ somebody: 'away', earphone: 'in', connected: true });
});
test('an unplugged board is dark and offline; plugged in again it burns as wanted', async () => {
  const { lights } = await devices();
  await lights.set('in-service', 'continuous');
  await dock.control({ do: 'io-board', unplugged: true });
  await vi.waitFor(async () => expect(await lights.status()).toEqual({ is: 'offline', why: 'no-wire' }), 3000);
  expect(dock.state().ioBoard).toMatchObject({ unplugged: true, connected: false, lamps: { inService: 'off' } });
  await dock.control({ do: 'io-board', unplugged: false });
  await vi.waitFor(() => expect(dock.state().ioBoard.lamps['inService']).toBe('on'), 8000);
});
test('a board that does not answer is told from one that is not there', async () => {
  const { lights } = await devices();
  await dock.control({ do: 'io-board', mute: true });
  expect(await lights.selfTest()).toEqual({ is: 'failed', why: 'no-answer' });
  await dock.control({ do: 'io-board', mute: false });
  expect(await lights.selfTest()).toEqual({ is: 'passed', device: '' });
});
