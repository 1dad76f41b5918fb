import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initCatalog, openCatalog, type Catalog } from '../../../content/catalog/catalog.ts';
import { openFleetStore } from '../../../content/catalog/fleet/open-store.ts';
import type { FleetStore } from '../../../content/catalog/fleet/store.ts';
import { ok } from '../../../kiosk/core/result.ts';
import { pack } from '../../content/pack.ts';
import { demoPassword, demoUsers, registerPeople } from '../../../content/catalog/console/people.ts';
import { startRepository } from '../../../content/catalog/console/repository.ts';
import { type Console, type ConsoleOptions, startConsole } from '../../../content/catalog/console/server.ts';
import { contentRoot } from '../../content/root.ts';

export interface Answered { readonly status: number; readonly body: Record<string, never> & { readonly says?: string } }
/** One person's browser: asks with the cookie and as the page does. */
export interface Browser { get(address: string): Promise<Answered>; post(address: string, body?: object | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Answered>; file(address: string): Promise<Buffer>; readonly cookie: string }
export interface Stand { readonly console: Console; readonly catalog: Catalog; readonly fleet: FleetStore; restart(): Promise<void>; readonly dir: string; clock: Date; as(id: string): Promise<Browser>; close(): Promise<void> }

/** The passphrase of a key of the test's catalog. */
export const passphraseOf = (of: string): string => `口令-${of}`;

/** A console in a folder of its own, with the demonstration's people, the present content under git, and the same published. */
export async function stand(options: Partial<ConsoleOptions> = {}): Promise<Stand> {
  const dir = mkdtempSync(path.join(tmpdir(), 'console-test-'));
  const made: { clock: Date } = { clock: new Date('2026-11-30T02:00:00Z') };
  await registerPeople(path.join(dir, 'users.json'), demoUsers);
  await startRepository({ dir: path.join(dir, 'work'), content: contentRoot, author: { id: 'start', name: '初次建立' }, now: made.clock });
  const catalog = await publishedCatalog(dir, made.clock.getTime());
  const fleet = await openFleetStore('sqlite::memory:', () => made.clock.getTime());
  const start = (port?: number) => startConsole({ dir, catalog, fleet, now: () => made.clock, ...options, ...(port !== undefined && { port }) });
  let running = await start();
  const browsers = new Map<string, Browser>();
  return {
    get console() { return running; }, dir, catalog, fleet,
    get clock() { return made.clock; }, set clock(to) { made.clock = to; },
    async restart() { const { port } = running; await running.close(); browsers.clear(); running = await start(port); },
    async as(id) {
      const known = browsers.get(id);
      if (known) return known;
      const reply = await fetch(`${running.url}/api/login`, { method: 'POST', headers: headersOf(running.url, ''), body: JSON.stringify({ id, password: demoPassword }) });
      if (!reply.ok) throw new Error(`login ${id}: ${reply.status}`);
      const browser = browserOf(running.url, reply.headers.get('set-cookie')!.split(';', 1)[0]!);
      browsers.set(id, browser);
      return browser;
    },
    async close() { await running.close(); await fleet.close(); rmSync(dir, { recursive: true, force: true }); },
  };
}

/** A new catalog with all of the content in it; its keys cost nothing to open. */
async function publishedCatalog(dir: string, now: number): Promise<Catalog> {
  const made = await initCatalog({ dir, departments: pack.departments.district, passphraseOf, now, sealCost: { N: 2, r: 1, p: 1 }, durable: false, compression: 'fast' });
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
  const catalog = openCatalog(dir, { passphraseOf, durable: false, compression: 'fast' });
  const keyids = new Map(catalog.ring.list().map(({ of, keyid }) => [of, keyid]));
  const published = await catalog.publish({ plan: catalog.plan(pack, now), title: '现有内容', now, signer: async (role) => { const opened = await catalog.ring.open(keyids.get(role)!, passphraseOf); return opened.ok ? ok(opened.value) : opened; } });
  if (!published.ok) throw new Error(JSON.stringify(published.problem));
  return catalog;
}

export const headersOf = (url: string, cookie: string) => ({ 'content-type': 'application/json', 'x-console': '1', 'origin': url, cookie });
function browserOf(url: string, cookie: string): Browser {
  const told = async (reply: Response): Promise<Answered> => ({ status: reply.status, body: await reply.json() as Answered['body'] });
  return {
    cookie,
    get: async (address) => told(await fetch(url + address, { headers: { cookie } })),
    post: async (address, body = {}, headers = {}) => told(await fetch(url + address, { method: 'POST', headers: { ...headersOf(url, cookie), ...headers }, body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) })),
    file: async (address) => Buffer.from(await (await fetch(url + address, { headers: { cookie } })).arrayBuffer()),
  };
}
