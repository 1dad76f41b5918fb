// What the host and XFS4IoT cost a question to a device: Common.Status of the identity card reader over the host's real WebSocket,
// beside a bare WebSocket server that sends the same bytes back, in turn, in the same run. The reader's line is not in it: its
// status is the one last known.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { locateService } from '../../drivers/xfs4iot/discovery.ts';
import { subprotocolsFor } from '../../drivers/xfs4iot/admission.ts';
import type { OpenSocket } from '../../drivers/xfs4iot/reconnecting-socket.ts';
import { startDock } from '../../kiosk/dock/server.ts';
import { startHost } from '../../kiosk/host/server.ts';
import { demoConfig } from '../host/demo-config.ts';

export interface RoundTrips { readonly p50Ms: number; readonly p99Ms: number }
export interface HostRoundTrip { readonly host: RoundTrips; readonly bare: RoundTrips }

/** Asks `rounds` times each way, no faster than the server lets a client ask (100 a second). */
export async function hostRoundTrip({ rounds = 1000 }: { rounds?: number } = {}): Promise<HostRoundTrip> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-bench-'));
  writeFileSync(path.join(dir, 'index.html'), '<!doctype html>');
  const dock = await startDock({ platformAdminUrl: 'http://127.0.0.1:1' });
  const host = await startHost({
    dir, config: { ...demoConfig, devices: {} }, publisherPorts: [0],
    devices: { 'id-reader': { model: 'sdt', wire: { is: 'web-socket', url: `${dock.url.replace('http', 'ws')}/wire/id-reader` } } },
  });
  const echo = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  echo.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));

  const { publisher, token } = await (await fetch(`${host.url}/devices/xfs4iot`, { method: 'POST', headers: { Origin: host.url } })).json() as { publisher: string; token: string };
  const asPage: OpenSocket = (uri, protocols) => new WebSocket(uri, protocols, { origin: host.url }) as unknown as globalThis.WebSocket;
  const uri = await locateService({ name: 'IdCard' }, { publishers: [publisher], token, open: asPage })();
  if (uri === undefined) throw new Error('The host does not offer its reader.');
  const service = await connected(new WebSocket(uri, subprotocolsFor(token), { origin: host.url }));
  const bare = await connected(new WebSocket(`ws://127.0.0.1:${(echo.address() as AddressInfo).port}`));
  const times = { host: [] as number[], bare: [] as number[] };
  for (let requestId = 1; requestId <= rounds; requestId++) {
    const command = JSON.stringify({ header: { type: 'command', name: 'Common.Status', version: '2.0', requestId, timeout: 5000 }, payload: {} });
    times.host.push(await timed(service, command, (text) => text.includes('"type":"completion"')));
    times.bare.push(await timed(bare, command, () => true));
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  service.terminate();
  bare.terminate();
  echo.close();
  await Promise.all([host.close(), dock.close()]);
  rmSync(dir, { recursive: true });
  return { host: roundTrips(times.host), bare: roundTrips(times.bare) };
}

export function printHostRoundTrip({ host, bare }: HostRoundTrip) {
  console.log('主机往返：Common.Status 经主机的 WebSocket，与空的 WebSocket 回声相比  Host round trip beside a bare WebSocket echo');
  console.log('             主机 host     回声 echo     host/echo');
  for (const [name, a, b] of [['p50', host.p50Ms, bare.p50Ms], ['p99', host.p99Ms, bare.p99Ms]] as const) console.log(`  ${name}   ${ms(a)}  ${ms(b)}  ${(a / b).toFixed(2).padStart(12)}`);
}

const connected = (socket: WebSocket): Promise<WebSocket> => new Promise((resolve, reject) => { socket.once('open', () => resolve(socket)).once('error', reject); });
function timed(socket: WebSocket, text: string, isLast: (text: string) => boolean): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    const hear = (data: Buffer) => {
      if (!isLast(data.toString())) return;
      socket.off('message', hear);
      resolve(performance.now() - began);
    };
    socket.on('message', hear);
    socket.send(text);
  });
}
function roundTrips(times: readonly number[]): RoundTrips {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50Ms: sorted[Math.floor(sorted.length * 0.5)]!, p99Ms: sorted[Math.floor(sorted.length * 0.99)]! };
}
function ms(value: number) { return `${value.toFixed(3)} ms`.padStart(12); }

if (import.meta.main) printHostRoundTrip(await hostRoundTrip());
