import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Counted { readonly requests: number; /** Of the answers, as they went over the wire. */ readonly bodyBytes: number; readonly headerBytes: number; readonly askedBytes: number }
export interface CountingProxy { readonly url: string; take(): Counted; close(): Promise<void> }

/** Stands before a server on this machine and counts what goes over the wire; the answers must say how long they are. */
export async function countingProxy(port: number): Promise<CountingProxy> {
  let counted: Counted = { requests: 0, bodyBytes: 0, headerBytes: 0, askedBytes: 0 };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const answers = reading((part) => { counted = { ...counted, requests: counted.requests + part.requests, bodyBytes: counted.bodyBytes + part.bodyBytes, headerBytes: counted.headerBytes + part.headerBytes }; });
    near.on('data', (bytes) => { counted = { ...counted, askedBytes: counted.askedBytes + bytes.length }; far.write(bytes); });
    far.on('data', (bytes) => { answers(bytes); near.write(bytes); });
    for (const [one, other] of [[near, far], [far, near]] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() { const was = counted; counted = { requests: 0, bodyBytes: 0, headerBytes: 0, askedBytes: 0 }; return was; },
    close: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}

/** Tells headers and bodies of the answers of one connection apart. */
function reading(tell: (part: Omit<Counted, 'askedBytes'>) => void): (bytes: Buffer) => void {
  let head = '';
  let left = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length;) {
      if (left > 0) {
        const taken = Math.min(left, bytes.length - at);
        left -= taken;
        at += taken;
        tell({ requests: 0, bodyBytes: taken, headerBytes: 0 });
        continue;
      }
      head += String.fromCharCode(bytes[at++]!);
      if (!head.endsWith('\r\n\r\n')) continue;
      left = head.startsWith('HTTP/1.1 304') ? 0 : Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0);
      if (/^transfer-encoding:/im.test(head)) throw new Error('an answer that does not say how long it is');
      tell({ requests: 1, bodyBytes: 0, headerBytes: head.length });
      head = '';
    }
  };
}
