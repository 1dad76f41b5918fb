import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

/**
 * Where any of the strings can still be found by what a page can see: document, fields, storages, databases (names, keys
 * and values, bytes read as UTF-8 and UTF-16), caches, files, address, history, cookies. Empty when there is no trace.
 */
export async function pageTraces(page: Page, context: BrowserContext, strings: readonly string[]): Promise<string[]> {
  const found = await page.evaluate(searchPage, [...strings]);
  const has = (where: string, text: string) => strings.filter((one) => text.includes(one)).map((one) => `${where}: ${one}`);
  const session = await context.newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.detach();
  return [...found, ...has('history', JSON.stringify(entries)), ...has('cookies', JSON.stringify(await context.cookies()))];
}

/** Files of a browser profile (closed, or copied) in which any of the strings stands in clear, as UTF-8 or UTF-16. */
export function diskTraces(dir: string, strings: readonly string[]): string[] {
  const needles = strings.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')].map((bytes) => ({ text, bytes })));
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dir, name)).filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile()).flatMap((file) => {
    const content = readFileSync(file);
    return needles.filter(({ bytes }) => content.includes(bytes)).map(({ text }) => `${path.relative(dir, file)}: ${text}`);
  });
}

/** Runs in the page, so it may refer to nothing outside itself. */
async function searchPage(strings: string[]): Promise<string[]> {
  const found = new Set<string>();
  const utf8 = new TextEncoder();
  const latin = (bytes: Uint8Array) => { let text = ''; for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192)); return text; };
  const utf16 = (text: string) => new Uint8Array(Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).buffer);
  const needles = strings.map((text) => ({ text, asBytes: [latin(utf8.encode(text)), latin(utf16(text))] }));

  const inText = (where: string, text: string) => { for (const needle of needles) if (text.includes(needle.text)) found.add(`${where}: ${needle.text}`); };
  const inBytes = (where: string, bytes: Uint8Array) => {
    const whole = latin(bytes);
    for (const { text, asBytes } of needles) if (asBytes.some((one) => whole.includes(one))) found.add(`${where}: ${text}`);
  };
  async function inValue(where: string, value: unknown, seen = new Set<unknown>()): Promise<void> {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return inText(where, String(value));
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof ArrayBuffer) return inBytes(where, new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return inBytes(where, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof Blob) return inBytes(where, new Uint8Array(await value.arrayBuffer()));
    if (value instanceof Map || value instanceof Set) { for (const one of value) await inValue(where, one, seen); return; }
    for (const [key, one] of Object.entries(value)) { inText(where, key); await inValue(`${where}.${key}`, one, seen); }
  }
  const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => { request.addEventListener('success', () => resolve(request.result)); request.addEventListener('error', () => reject(request.error)); });
  async function inDatabases(where: string, factory: IDBFactory) {
    for (const { name } of await factory.databases()) {
      if (name === undefined) continue;
      inText(`${where} name`, name);
      const database = await done(factory.open(name));
      for (const store of database.objectStoreNames) {
        inText(`${where} ${name} store`, store);
        const all = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
        await inValue(`${where} ${name}/${store} key`, keys);
        await inValue(`${where} ${name}/${store}`, values);
      }
      database.close();
    }
  }
  async function inFiles(where: string, folder: FileSystemDirectoryHandle) {
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) {
      inText(where, name);
      if (handle.kind === 'directory') await inFiles(`${where}/${name}`, handle as FileSystemDirectoryHandle);
      else await inValue(`${where}/${name}`, await (handle as FileSystemFileHandle).getFile());
    }
  }

  inText('document', document.documentElement.outerHTML);
  for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select')) inText('field', field.value);
  for (const [where, storage] of [['localStorage', localStorage], ['sessionStorage', sessionStorage]] as const) inText(where, JSON.stringify({ ...storage }));
  inText('address', decodeURIComponent(location.href));
  inText('history.state', JSON.stringify(history.state) ?? '');
  inText('window.name', window.name);
  inText('requests made', decodeURIComponent(performance.getEntriesByType('resource').map(({ name }) => name).join(' ')));
  await inDatabases('indexedDB', indexedDB);
  const buckets = (navigator as { storageBuckets?: { keys(): Promise<string[]>; open(name: string): Promise<{ indexedDB: IDBFactory }> } }).storageBuckets;
  for (const name of await buckets?.keys() ?? []) { inText('bucket', name); await inDatabases(`bucket ${name}`, (await buckets!.open(name)).indexedDB); }
  await inFiles('files', await navigator.storage.getDirectory());
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      inText(`cache ${name} address`, decodeURIComponent(request.url));
      const kept = await cache.match(request);
      if (kept) inBytes(`cache ${name} ${request.url}`, new Uint8Array(await kept.arrayBuffer()));
    }
  }
  return [...found];
}
