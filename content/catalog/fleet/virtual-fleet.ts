import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Wire } from './arithmetic.ts';

/** One thing a virtual kiosk asks. `expect`: the only status that is right. */
export interface Ask { readonly method: 'GET' | 'POST'; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string; readonly expect: number }
export interface FleetWire extends Wire { readonly seconds: number }

/** What a kiosk's Chromium sends beside what the kiosk says: its usual headers for a request of a page to another origin. */
export const browserHeaders: Readonly<Record<string, string>> = {
  Accept: '*/*', 'Accept-Encoding': 'gzip, deflate, br, zstd', 'Accept-Language': 'zh-CN,zh;q=0.9', Origin: 'http://127.0.0.1:4400', 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'cross-site',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
};

/**
 * Lets kiosks ask over real HTTP, each its own list one after the other, many kiosks at once over a few connections; gives the
 * requests and the bytes that passed through the sockets, both ways. Rejects at the first answer that is not the right one.
 */
export async function askAll(kiosks: Iterable<readonly Ask[]>, { connections = 16 }: { readonly connections?: number } = {}): Promise<FleetWire> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const sockets = new Set<Socket>();
  const began = performance.now();
  let requests = 0;
  const queue = kiosks[Symbol.iterator]();
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      for (const ask of next.value) {
        requests++;
        await answered(ask, agent, sockets);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, work));
  } finally {
    agent.destroy();
  }
  let [upBytes, downBytes] = [0, 0];
  for (const socket of sockets) {
    upBytes += socket.bytesWritten;
    downBytes += socket.bytesRead;
  }
  return { requests, upBytes, downBytes, seconds: (performance.now() - began) / 1000 };
}

function answered({ method, url, headers, body, expect }: Ask, agent: Agent, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, agent, headers: { ...browserHeaders, ...headers, ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }) } }, (response) => {
      response.resume();
      response.once('error', reject).once('end', () => {
        if (response.statusCode === expect) resolve();
        else reject(new Error(`${method} ${url}: ${response.statusCode}, not ${expect}`));
      });
    });
    asking.once('socket', (socket) => sockets.add(socket)).once('error', reject).setTimeout(120_000, () => asking.destroy(new Error(`${url} does not answer`))).end(body);
  });
}
