import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Catalog, openCatalog } from '../../content/catalog/catalog.ts';
import { type Draft, signDraft } from '../../content/catalog/draft.ts';
import { publicHalf } from '../../content/catalog/key-ring.ts';
import { sayProblem } from '../../content/catalog/problem.ts';
import { newKey } from '../../content/catalog/sealed-key.ts';
import { keyidOf, type Signer, signerOf as signerOfKey } from '../../content/catalog/signer.ts';
import type { Result } from '../../kiosk/core/result.ts';
import { began, day, filledCatalog, minute, options, passphraseOf, reworded, sealCost, valueOf } from './stage.ts';

const now = began + day;
const keyOf = (catalog: Catalog, of: string) => catalog.ring.list().findLast((one) => one.of === of)!;
const open = async (catalog: Catalog, of: string): Promise<Signer> => {
  const opened = await catalog.ring.open(keyOf(catalog, of).keyid, passphraseOf);
  if (!opened.ok) throw new Error(of);
  return opened.value;
};
const fresh = (catalog: Catalog, of: string) => {
  const secret = newKey('ed25519');
  return catalog.ring.add(of, publicHalf(secret), '', { key: secret, passphrase: passphraseOf(of), cost: sealCost, durable: false });
};
async function signedBy(draft: Result<Draft, unknown>, role: string, signers: readonly Signer[]): Promise<Draft> {
  if (!draft.ok) throw new Error(JSON.stringify(draft.problem));
  return valueOf(await signDraft(draft.value, role, signers));
}
const good = async (catalog: Catalog, at = now) => expect((await catalog.verify(at)).findings).toEqual([]);

describe('a department', () => {
  test('cannot sign what another leads, nor the rollout, whatever its draft says', async () => {
    const { catalog } = await filledCatalog();
    for (const path of ['packs/health/person-1-1/2.json', 'rollout.json', 'packs/police/../health/1.json']) {
      const draft = valueOf(catalog.drafts.renewal(['dept-police'], now));
      const metadata = draft.roles['dept-police']!;
      const forged = { ...draft, roles: { 'dept-police': { ...metadata, signed: { ...metadata.signed, targets: { ...(metadata.signed as { targets: object }).targets, [path]: { length: 1, hashes: { sha256: '0'.repeat(64) } } } } as never } } };
      const refused = await catalog.publishDraft(await signedBy({ ok: true, value: forged }, 'dept-police', [await open(catalog, 'dept-police')]), now);
      expect(refused.ok ? '' : sayProblem(refused.problem)).toBe(`dept-police 不能签“${path}”：那不归它管。`);
    }
  });
  test("cannot be signed for by another's key", async () => {
    const { catalog } = await filledCatalog();
    const draft = await signedBy(catalog.drafts.renewal(['dept-police'], now), 'dept-police', [await open(catalog, 'dept-health')]);
    expect(await catalog.publishDraft(draft, now)).toMatchObject({ ok: false, problem: { is: 'unsigned', role: 'dept-police', good: 0, needed: 1 } });
  });
  test('that changes its key signs on with the new one, and no more with the old', async () => {
    const { catalog, signer } = await filledCatalog();
    const old = await open(catalog, 'dept-police');
    const key = fresh(catalog, 'dept-police');
    valueOf(await catalog.rotate({ out: old.keyid, in: key.key, title: '公安换钥匙', now, signer: async (role) => (role === 'targets' ? { ok: true, value: [await open(catalog, 'holder-1'), await open(catalog, 'holder-3')] } : signer(role)) }));
    await good(catalog);
    expect(catalog.status(now).roles.find(({ role }) => role === 'dept-police')!.keys).toEqual(['dept-police-2']);
    const plan = catalog.plan(reworded('一'), now + minute);
    expect(await catalog.publish({ plan, title: '旧钥匙', signer: () => Promise.resolve({ ok: true, value: old }), now: now + minute })).toMatchObject({ ok: false, problem: { is: 'unsigned' } });
    valueOf(await catalog.publish({ plan, title: '新钥匙', signer, now: now + minute }));
    await good(catalog, now + minute);
  });
  test('whose only key is lost needs a new one: revoking alone is refused', async () => {
    const { catalog, signer } = await filledCatalog();
    const refused = await catalog.revoke({ out: keyOf(catalog, 'dept-police').keyid, title: '丢了', signer, now });
    expect(refused.ok ? '' : sayProblem(refused.problem)).toBe('dept-police 只剩 0 把钥匙，至少要 1 把。请同时给出新的钥匙。');
  });
  test('under SM2 signs for kiosks that know it; others take no more, which verifying says', async () => {
    const { catalog, dir, signer } = await filledCatalog();
    const secret = newKey('sm2');
    const key = catalog.ring.add('dept-police', publicHalf(secret), '', { key: secret, passphrase: passphraseOf('dept-police'), cost: sealCost, durable: false });
    valueOf(await catalog.rotate({ out: catalog.ring.list().find(({ name }) => name === 'dept-police')!.keyid, in: key.key, title: '国密', now, signer: async (role) => (role === 'targets' ? { ok: true, value: [await open(catalog, 'holder-1'), await open(catalog, 'holder-2')] } : signer(role)) }));
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('一'), now + minute), title: '改', signer, now: now + minute }));
    expect((await openCatalog(dir, { ...options, sm2: true }).verify(now + minute)).findings).toEqual([]);
    expect((await catalog.verify(now + minute)).findings).toEqual(['dept-police 的有效签名不够']);
  });
  test('that is new is delegated to by the holders and publishes', async () => {
    const { catalog } = await filledCatalog();
    const key = fresh(catalog, 'dept-tax');
    let draft = await signedBy(catalog.drafts.department({ code: 'tax', keys: [key.key], now }), 'targets', [await open(catalog, 'holder-1'), await open(catalog, 'holder-2')]);
    expect(await catalog.publishDraft(draft, now)).toMatchObject({ ok: false, problem: { is: 'unsigned', role: 'dept-tax' } });
    draft = await signedBy({ ok: true, value: draft }, 'dept-tax', [await open(catalog, 'dept-tax')]);
    valueOf(await catalog.publishDraft(draft, now));
    await good(catalog);
    expect(catalog.status(now).roles.map(({ role }) => role)).toContain('dept-tax');
  });
});

describe("the holders' ceremony", () => {
  test('is carried from one to the next: one of three is too few, two are enough', async () => {
    const { catalog } = await filledCatalog();
    let draft = valueOf(catalog.drafts.renewal(['root', 'targets'], now));
    for (const [of, goes] of [['holder-3', false], ['holder-1', true]] as const) {
      const holder = await open(catalog, of);
      draft = await signedBy({ ok: true, value: draft }, 'root', [holder]);
      draft = await signedBy({ ok: true, value: draft }, 'targets', [holder]);
      // As a file, on a stick.
      draft = JSON.parse(JSON.stringify(draft)) as Draft;
      const published = await catalog.publishDraft(draft, now);
      expect(published.ok || sayProblem(published.problem)).toBe(goes || 'root 的有效签名只有 1 个，要 2 个。');
    }
    await good(catalog);
    expect(catalog.published().root.signed).toMatchObject({ version: 2, expires: '2028-12-01T00:00:00Z' });
  });
  test('one holder signing twice counts once', async () => {
    const { catalog } = await filledCatalog();
    const holder = await open(catalog, 'holder-1');
    const draft = await signedBy(catalog.drafts.renewal(['root'], now), 'root', [holder]);
    const doubled = { ...draft, roles: { root: { ...draft.roles['root']!, signatures: [...draft.roles['root']!.signatures, ...draft.roles['root']!.signatures] } } };
    expect(await catalog.publishDraft(doubled, now)).toMatchObject({ ok: false, problem: { is: 'unsigned', good: 1 } });
  });
  test('a holder who leaves is replaced under the old and the new root; a terminal of the first day follows', async () => {
    const { catalog, dir } = await filledCatalog();
    const key = fresh(catalog, 'holder-2');
    const leaving = catalog.ring.list().find(({ name }) => name === 'holder-2')!;
    const signers = [await open(catalog, 'holder-1'), await open(catalog, 'holder-3')];
    valueOf(await catalog.rotate({ out: leaving.keyid, in: key.key, title: '保管人换人', now, signer: () => Promise.resolve({ ok: true, value: signers }) }));
    await good(catalog);
    const root = JSON.parse(readFileSync(path.join(dir, 'public/metadata/2.root.json'), 'utf8')) as { signed: { keys: object } };
    expect(Object.keys(root.signed.keys)).not.toContain(leaving.keyid);
    // The one who left signs no more; the new one does.
    const draft = valueOf(catalog.drafts.renewal(['targets'], now + minute));
    const withOld = await signedBy({ ok: true, value: draft }, 'targets', [signers[0]!, (await catalog.ring.open(leaving.keyid, passphraseOf) as { value: Signer }).value]);
    expect(await catalog.publishDraft(withOld, now + minute)).toMatchObject({ ok: false, problem: { is: 'unsigned', good: 1 } });
    valueOf(await catalog.publishDraft(await signedBy({ ok: true, value: draft }, 'targets', [signers[0]!, await open(catalog, 'holder-2')]), now + minute));
    await good(catalog, now + minute);
  });
  test('a third holder can be revoked; a second one cannot without a new key', async () => {
    const { catalog } = await filledCatalog();
    const signers = [await open(catalog, 'holder-1'), await open(catalog, 'holder-2')];
    const signer = () => Promise.resolve({ ok: true, value: signers } as const);
    valueOf(await catalog.revoke({ out: keyOf(catalog, 'holder-3').keyid, title: '三号泄露', signer, now }));
    await good(catalog);
    expect(await catalog.revoke({ out: keyOf(catalog, 'holder-2').keyid, title: '二号泄露', signer, now })).toMatchObject({ ok: false, problem: { is: 'too-few-keys', role: 'root', left: 1, needed: 2 } });
  });
  test.each(['snapshot', 'timestamp', 'rollout'])("the catalog's own key for %s is changed, and renewing goes on with the new one", async (of) => {
    const { catalog } = await filledCatalog();
    const old = keyOf(catalog, of);
    const key = fresh(catalog, of);
    const signers = [await open(catalog, 'holder-1'), await open(catalog, 'holder-2')];
    valueOf(await catalog.rotate({ out: old.keyid, in: key.key, title: '换在线钥匙', now, signer: () => Promise.resolve({ ok: true, value: signers }) }));
    await good(catalog);
    valueOf(await catalog.editRollout({ change: { do: 'poll', pollSeconds: 60 }, now: now + minute }));
    await good(catalog, now + minute);
    const { timestamp, snapshot, roles } = catalog.published();
    const signed = { snapshot, timestamp, rollout: roles['rollout']! }[of]!;
    expect(signed.signatures.map(({ keyid }) => keyid)).toEqual([key.keyid]);
  });
  test('a lost online key, whose old half signs no more, is replaced all the same', async () => {
    const { catalog, dir } = await filledCatalog();
    const old = keyOf(catalog, 'timestamp');
    const key = fresh(catalog, 'timestamp');
    
    rmSync(path.join(dir, 'keys/timestamp.pem'));
    const signers = [await open(catalog, 'holder-1'), await open(catalog, 'holder-2')];

    valueOf(await openCatalog(dir, options).rotate({ out: old.keyid, in: key.key, title: '丢了', now, signer: () => Promise.resolve({ ok: true, value: signers }) }));
    await good(catalog);
  });
});

describe('a draft', () => {
  test('whose files were changed on the way is refused', async () => {
    const { catalog, signer } = await filledCatalog();
    const draft = valueOf(catalog.draft(catalog.plan(reworded('一'), now), { title: '改' }, now));
    const signed = await signedBy({ ok: true, value: draft }, 'dept-police', [(await signer('dept-police') as { value: Signer }).value]);
    const hash = Object.keys(signed.blobs)[0]!;
    const manifest = Object.keys(signed.targets)[0]!;
    expect(await catalog.publishDraft({ ...signed, blobs: { [hash]: Buffer.from('{}').toString('base64') } }, now)).toMatchObject({ ok: false, problem: { is: 'damaged' } });
    expect(await catalog.publishDraft({ ...signed, blobs: {} }, now)).toMatchObject({ ok: false, problem: { is: 'damaged', what: '文件' } });
    expect(await catalog.publishDraft({ ...signed, targets: { [manifest]: signed.targets[manifest]!.replace('"version":2', '"version":3') } }, now)).toMatchObject({ ok: false, problem: { is: 'damaged', what: '清单' } });
    valueOf(await catalog.publishDraft(signed, now));
  });
  test('with a lower version of a pack than is listed is refused', async () => {
    const { catalog, signer } = await filledCatalog();
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('一'), now), title: '改', signer, now }));
    const draft = valueOf(catalog.drafts.renewal(['dept-police'], now + minute));
    const metadata = draft.roles['dept-police']!;
    const lowered = { ...draft, roles: { 'dept-police': { signed: { ...metadata.signed, targets: {} } as never, signatures: [] } } };
    const refused = await catalog.publishDraft(await signedBy({ ok: true, value: lowered }, 'dept-police', [await open(catalog, 'dept-police')]), now + minute);
    expect(refused.ok ? '' : sayProblem(refused.problem)).toBe('police/person-1-1 的版本会倒退：现在是 2，要写的是 0。没有发布。');
  });
  test("a key's name is its content: the same key has the same id wherever it is written down", () => {
    const secret = newKey('ecdsa');
    expect(keyidOf(publicHalf(secret))).toBe(signerOfKey(secret)!.keyid);
  });
});
