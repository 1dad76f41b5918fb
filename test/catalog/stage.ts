import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Catalog, type CatalogOptions, initCatalog, openCatalog, type SignerFor } from '../../content/catalog/catalog.ts';
import type { InitOptions } from '../../content/catalog/init.ts';
import type { CatalogProblem } from '../../content/catalog/problem.ts';
import type { Pack } from '../../content/schema/pack.ts';
import type { Result } from '../../kiosk/core/result.ts';
import { build, good } from '../content/fixture.ts';

export const began = Date.parse('2026-12-01T00:00:00Z');
export const minute = 60_000;
export const day = 86_400_000;
/** Guessing a passphrase is made cheap: these keys protect nothing. */
export const sealCost = { N: 2, r: 1, p: 1 } as const;
export const departments = [{ code: 'health', name: '区卫生健康局' }, { code: 'police', name: '区公安分局' }];

const residence = 'items/person/birth/residence.yaml';
const from = '{ source: 试验, grade: A, checked: 2026-11-23 }';
/** The smallest content in which two departments lead something. */
const twoDepartments: Readonly<Record<string, string>> = {
  'departments.yaml': good['departments.yaml']!.replace('district: [', 'district: [{ code: police, name: 区公安分局, en: District police }, ')
    .replace('city: [', 'city: [{ name: 市公安局, en: City police }, '),
  [residence]: `id: residence
no: P3
name: 出生登记
en: Registration of birth
type: 公共服务
scene: '1.1'
city: { lead: 市公安局 }
district: { lead: 区公安分局 }
depth: guide
by: [print]
from: ${from}
plain: 给孩子上户口
`,
};
export const content = (changed: Readonly<Record<string, string>> = {}) => build({ ...twoDepartments, ...changed });
/** The content with one sentence of one item put otherwise. */
export const reworded = (plain: string): Pack => content({ [residence]: twoDepartments[residence]!.replace('给孩子上户口', plain) }).pack;

/** The same content as files, for commands that read it. */
export function contentFolder(dir: string): void {
  for (const [file, source] of Object.entries({ ...good, ...twoDepartments })) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), source);
  }
}

export function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'catalog-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const passphraseOf = (of: string): string => `口令 ${of}`;
export const options: CatalogOptions = { passphraseOf, compression: 'none', durable: false, lockWaitMs: 0 };

export async function emptyCatalog(more: Partial<InitOptions> & { readonly open?: CatalogOptions } = {}): Promise<{ readonly dir: string; readonly catalog: Catalog; readonly signer: SignerFor }> {
  const dir = path.join(folder(), 'catalog');
  valueOf(await initCatalog({ dir, departments, passphraseOf, now: began, sealCost, compression: 'none', durable: false, ...more }));
  const catalog = openCatalog(dir, { ...options, ...more.open });
  return { dir, catalog, signer: signerOf(catalog) };
}

/** The newest keys of a role, out of the catalog's own ring. */
export const signerOf = (catalog: Catalog): SignerFor => async (role) => {
  const key = catalog.ring.list().findLast(({ of }) => of === role);
  return key ? catalog.ring.open(key.keyid, passphraseOf) : { ok: false, problem: { is: 'no-key', name: role } };
};

/** With the first content published to everybody. */
export async function filledCatalog(more: Parameters<typeof emptyCatalog>[0] = {}) {
  const made = await emptyCatalog(more);
  const { pack } = content();
  valueOf(await made.catalog.publish({ plan: made.catalog.plan(pack, began + minute), signer: made.signer, title: '首次发布', now: began + minute }));
  return { ...made, pack };
}

/** The value of what must have gone well. */
export function valueOf<T>(result: Result<T, CatalogProblem>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
