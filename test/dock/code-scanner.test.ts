import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codeScanners } from '../../drivers/index.ts';
import type { CodeScanner } from '../../drivers/code-scanner/port.ts';
import { webSocketWire } from '../../drivers/transport/web-socket.ts';
import type { Wire } from '../../drivers/transport/wire.ts';
import { parseLocalNumber } from '../../kiosk/core/local-number.ts';
import { codes } from '../../kiosk/dock/code-scanner.ts';
import { type Dock, startDock } from '../../kiosk/dock/server.ts';
import { nearTo } from '../drivers/near.ts';
import { type StandIn, startPlatform } from '../platform/stand-in.ts';

let dir: string;
let platform: StandIn;
let dock: Dock;
let wire: Wire;
let scanner: CodeScanner;
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'kiosk-dock-scanner-'));
  platform = await startPlatform({ dir });
  dock = await startDock({ platformAdminUrl: platform.url });
  wire = webSocketWire(`${dock.url.replace('http', 'ws')}/wire/code-scanner`);
  scanner = await codeScanners['serial']!(nearTo({ wire }));
  await vi.waitFor(async () => expect(await scanner.status()).toEqual({ is: 'ready' }), 3000);
});
afterEach(async () => {
  wire.close();
  await dock.close();
  await platform.close();
  rmSync(dir, { recursive: true });
});
const scan = (holdUp: string) => {
  const outcome = scanner.scan({ deadlineMs: 5000 });
  return dock.control({ do: 'code-scanner', holdUp }).then(() => outcome);
};

test('codes held up on the dock are read by the real driver over a WebSocket: ours, a credential, one too long', async () => {
  expect(await scan('receipt')).toEqual({ is: 'scanned', code: { kind: 'local-number', number: codes[0]!.text } });
  for (const id of ['credential', 'chinese']) {
    const { text } = codes.find((code) => code.id === id)!;
    expect(await scan(id)).toMatchObject({ is: 'scanned', code: { kind: 'token', bytes: new TextEncoder().encode(text) } });
  }
  expect(await scan('too-long')).toEqual({ is: 'unreadable' });
  expect(dock.state().codeScanner).toMatchObject({ connected: true, beeps: 4 });
});
test('a code held up while the line is out is nobody\'s, and the next one is read when it is in again', async () => {
  await dock.control({ do: 'code-scanner', unplugged: true });
  await vi.waitFor(async () => expect(await scanner.status()).toEqual({ is: 'offline', why: 'no-wire' }), 3000);
  await dock.control({ do: 'code-scanner', holdUp: 'credential' });
  await dock.control({ do: 'code-scanner', unplugged: false });
  await vi.waitFor(async () => expect(await scanner.status()).toEqual({ is: 'ready' }), 6000);
  expect(await scan('receipt')).toMatchObject({ code: { kind: 'local-number' } });
});
test('a code that the dock does not have is refused, and its receipt bears a number that checks', async () => {
  await expect(dock.control({ do: 'code-scanner', holdUp: 'nonsense' })).rejects.toThrow('no-such-code');
  expect(parseLocalNumber(codes[0]!.text)).toMatchObject({ ok: true });
});
