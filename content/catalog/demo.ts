import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { noRollout } from '../schema/rollout.ts';
import type { CatalogConfig } from '../../kiosk/site-config.ts';
import { loadPack } from '../tools/load.ts';
import { initCatalog, openCatalog } from './catalog.ts';
import { demoPassword, demoUsers, registerPeople } from './console/people.ts';
import { startRepository } from './console/repository.ts';
import { type Console, startConsole } from './console/server.ts';
import type { Compression } from './compress.ts';
import { modelPacks } from './media.ts';
import { sayProblem } from './problem.ts';
import type { SealCost } from './sealed-key.ts';
import { type Service, startService } from './service.ts';

/** The passphrase of every key of the demonstration, and of nothing else. */
export const demoPassphrase = 'yanshi-koulin-2026';
export const demoPassphraseOf = (): string => demoPassphrase;
/** The demonstration's kiosk asks often, so that nobody has to wait for what they published. */
const demoPace = { pollSeconds: 15, reportSeconds: 15 };

const ownContent = path.resolve(import.meta.dirname, '..');

/** Makes the demonstration's catalog in a folder, unless there is one, and publishes the content to it. Rejects with a sentence. */
export async function ensureDemoCatalog({ dir, now, content: contentDir = ownContent, say = () => {}, ...how }: {
  readonly dir: string; readonly now: number; readonly content?: string; readonly say?: (sentence: string) => void;
  readonly compression?: Compression; readonly durable?: boolean; readonly sealCost?: SealCost;
}): Promise<void> {
  if (existsSync(path.join(dir, 'public'))) return;
  say('正在建立演示用的内容目录…  Making the demonstration’s catalog…');
  const { pack: content, findings } = loadPack(contentDir, new Date(now).toISOString());
  if (findings.length > 0) throw new Error(sayProblem({ is: 'content', findings }));
  const made = await initCatalog({ dir, departments: content.departments.district, passphraseOf: demoPassphraseOf, now, rollout: { ...noRollout, ...demoPace }, ...how });
  if (!made.ok) throw new Error(sayProblem(made.problem));
  const catalog = openCatalog(dir, { passphraseOf: demoPassphraseOf, ...how });
  const published = await catalog.publish({ plan: catalog.plan(content, now), signer: demoSigner(catalog), title: '首次发布', now });
  if (!published.ok) throw new Error(sayProblem(published.problem));
}

/** Publishes the models in a folder, when there are any and the catalog has others or none. A pack that is not right is said and left out: content goes on without. */
export async function publishDemoModels({ dir, modelsDir, now, say }: { readonly dir: string; readonly modelsDir: string; readonly now: number; readonly say: (sentence: string) => void }): Promise<void> {
  const { wanted, findings } = modelPacks(modelsDir);
  if (findings.length > 0) return say(sayProblem({ is: 'content', findings }));
  const catalog = openCatalog(dir, { passphraseOf: demoPassphraseOf });
  const plan = catalog.planOnly(wanted, now);
  if (plan.packs.length === 0) return;
  say('正在把模型发布到演示用的目录…  Publishing the models…');
  const published = await catalog.publish({ plan, signer: demoSigner(catalog), title: '模型', now });
  if (!published.ok) say(sayProblem(published.problem));
}

/** Signs for any role with the demonstration's keys. */
export const demoSigner = (catalog: ReturnType<typeof openCatalog>) => (role: string) => {
  const key = catalog.ring.list().findLast(({ of }) => of === role);
  return catalog.ring.open(key?.keyid ?? '', demoPassphraseOf);
};

/** The demonstration's catalog with its console, and what a kiosk is told of it. */
export interface DemoCatalog extends Service { readonly console: Console; of(kiosk: string): CatalogConfig }
export interface DemoCatalogOptions {
  readonly dir: string;
  readonly ports?: { readonly catalog: number; readonly console: number; readonly preview: number };
  /** The built console (dist/console) and the built kiosk (dist/kiosk), for its preview. */
  readonly pageDir?: string; readonly kioskDir?: string;
  readonly content?: string;
  /** Models to publish beside it. */
  readonly modelsDir?: string;
  readonly say?: (sentence: string) => void;
}

/** Starts catalog and console of the demonstration in its folder; the first time both are made there, from the content as it stands. */
export async function startDemoCatalog({ dir, ports, pageDir, kioskDir, content = ownContent, modelsDir, say = console.log }: DemoCatalogOptions): Promise<DemoCatalog> {
  await ensureDemoCatalog({ dir, now: Date.now(), content, say });
  if (modelsDir !== undefined) await publishDemoModels({ dir, modelsDir, now: Date.now(), say });
  await registerPeople(path.join(dir, 'users.json'), demoUsers);
  await startRepository({ dir: path.join(dir, 'work'), content, author: { id: 'start', name: '初次建立' }, now: new Date() });
  const service = await startService({ dir, passphraseOf: demoPassphraseOf, say, ...(ports && { port: ports.catalog }) });
  const opened = await startConsole({ dir, catalog: service.catalog, fleet: service.fleet, ...(ports && { port: ports.console, previewPort: ports.preview }), ...(pageDir !== undefined && { pageDir }), ...(kioskDir !== undefined && { kioskDir }) });
  return {
    ...service, console: opened,
    // A canary: whatever is published first is seen on it.
    of: (kiosk) => ({ url: service.url, root: firstRoot(dir), channel: 'canary', reports: { url: `${service.url}/v1/heartbeat`, token: service.tokenOf(kiosk) } }),
    async close() { await opened.close(); await service.close(); },
  };
}

/** Who may come into the demonstration's console, in lines for a terminal. */
export const sayDemoUsers = (): string => [...demoUsers.map(({ id, name, says }) => `    ${id.padEnd(6)} ${name}　${says}`), `    密码都是 ${demoPassword}；审批签名的口令 ${demoPassphrase}`].join('\n');

/** The root that a terminal of this catalog is set up with. */
export const firstRoot = (dir: string): { signed: Record<string, unknown>; signatures: unknown[] } =>
  JSON.parse(readFileSync(path.join(dir, 'public/metadata/1.root.json'), 'utf8')) as { signed: Record<string, unknown>; signatures: unknown[] };
