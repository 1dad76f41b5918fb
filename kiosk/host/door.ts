import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections on which nothing is asked, half a request included: the oldest is dropped for a new one. */
const maxIdle = 64;
/** Requests answered at once; the page has never more than a browser's six or so. */
const maxBusy = 64;

/**
 * Keeps a place free for the page, whoever else on this machine fills the host with connections that say nothing, or a byte
 * a minute. Returns whether there is no room for one more request.
 */
export function doorkeeper(server: Server): { full(): boolean } {
  const idle = new Set<Socket>();
  let busy = 0;
  const rest = (socket: Socket) => {
    if (socket.destroyed) return;
    idle.add(socket);
    const [oldest] = idle;
    if (idle.size > maxIdle) { idle.delete(oldest!); oldest!.destroy(); }
  };
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => idle.delete(socket));
    rest(socket);
  });
  server.on('request', ({ socket }, response) => {
    busy++;
    idle.delete(socket);
    response.once('close', () => { busy--; rest(socket); });
  });
  return { full: () => busy > maxBusy };
}
