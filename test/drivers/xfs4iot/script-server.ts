import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Json } from '../../../drivers/xfs4iot/envelope.ts';

export interface Asked { readonly header: { readonly name: string; readonly version: string; readonly requestId: number; readonly timeout: number }; readonly payload?: Json }
/** The other end of one connection, as a hostile or clumsy service holds it. */
export interface ScriptedPeer {
  say(message: unknown): void;
  acknowledge(asked: Asked, status?: string): void;
  complete(asked: Asked, payload?: Json, header?: Json): void;
  /** Ends the connection without a word, as a process does that is killed. */
  vanish(): void;
}
/** A service that does what the test says, command by command. */
export interface ScriptServer {
  readonly uri: string;
  readonly port: number;
  readonly asked: readonly Asked[];
  readonly connections: number;
  stop(): Promise<void>;
}

export async function scriptServer(script: (asked: Asked, peer: ScriptedPeer) => void, port = 0): Promise<ScriptServer> {
  const asked: Asked[] = [];
  let connections = 0;
  const server = new WebSocketServer({ port, host: '127.0.0.1', handleProtocols: (offered) => [...offered].at(-1) ?? false });
  await new Promise((resolve) => { server.on('listening', resolve); });
  server.on('connection', (socket: WebSocket) => {
    connections++;
    const say = (message: unknown) => { if (socket.readyState === socket.OPEN) socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message)); };
    const peer: ScriptedPeer = {
      say,
      acknowledge({ header: { name, version, requestId } }, status) { say({ header: { type: 'acknowledge', name, version, requestId, ...(status !== undefined && { status }) } }); },
      complete({ header: { name, requestId } }, payload, header = {}) { say({ header: { type: 'completion', name, version: '2.0', requestId, completionCode: 'success', ...header }, ...(payload && { payload }) }); },
      vanish: () => socket.terminate(),
    };
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => {
      const one = JSON.parse(data.toString()) as Asked;
      asked.push(one);
      script(one, peer);
    });
  });
  const stop = () => new Promise<void>((resolve) => {
    for (const socket of server.clients) socket.terminate();
    server.close(() => resolve());
  });
  onTestFinished(stop);
  const at = server.address() as { port: number };
  return { uri: `ws://127.0.0.1:${at.port}`, port: at.port, asked, get connections() { return connections; }, stop };
}
