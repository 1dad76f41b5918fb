import type { CDPSession, Page } from 'playwright-core';

/** What is alive in a page after its garbage was collected. */
export interface Heap {
  /** Those of the texts that stand in some string of the heap. */
  strings(texts: readonly string[]): Promise<string[]>;
  /** What could hold or give a picture: names of the objects, with their sizes; buffers of nothing but zeros left out, and those of these sizes, which are nobody's. */
  pictures(nobodysBytes?: readonly number[]): Promise<string[]>;
  close(): Promise<void>;
}

/** From this size on a buffer could be a card's photo or an embedding. */
const leastBytes = 1024;

/** Looks into a page's heap through the debugger. */
export async function openHeap(page: Page): Promise<Heap> {
  const session = await page.context().newCDPSession(page);
  return {
    async strings(texts) {
      await session.send('HeapProfiler.collectGarbage');
      const { strings } = JSON.parse(await snapshot(session)) as { readonly strings: readonly string[] };
      return texts.filter((text) => strings.some((one) => one.includes(text)));
    },
    async pictures(nobodysBytes = []) {
      await session.send('HeapProfiler.collectGarbage');
      const found: string[] = [];
      for (const kind of ['VideoFrame', 'ImageBitmap', 'ImageData', 'OffscreenCanvas', 'Blob']) found.push(...await each(session, `${kind}.prototype`, `function () { return this.map(() => '${kind}'); }`));
      const live = "function () { return this.filter((track) => track.readyState === 'live').map((track) => 'live track ' + track.kind); }";
      found.push(...await each(session, 'MediaStreamTrack.prototype', live));
      const held = `function () { return this.filter((buffer) => buffer.byteLength >= ${leastBytes} && !${JSON.stringify(nobodysBytes)}.includes(buffer.byteLength) && new Uint8Array(buffer).some((byte) => byte !== 0)).map((buffer) => 'buffer of ' + buffer.byteLength); }`;
      found.push(...await each(session, 'ArrayBuffer.prototype', held));
      return found;
    },
    close: () => session.detach(),
  };
}

/** What the function makes of all living objects of a prototype. */
async function each(session: CDPSession, prototype: string, over: string): Promise<string[]> {
  const { result } = await session.send('Runtime.evaluate', { expression: prototype });
  if (result.objectId === undefined) return [];
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const said = await session.send('Runtime.callFunctionOn', { objectId: objects.objectId!, functionDeclaration: over, returnByValue: true });
  return said.result.value as string[];
}

async function snapshot(session: CDPSession): Promise<string> {
  const parts: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }) => { parts.push(chunk); };
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return parts.join('');
}
