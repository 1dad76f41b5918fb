import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { holdLock } from '../../content/catalog/lock.ts';
import { openCatalog } from '../../content/catalog/catalog.ts';
import { sayProblem } from '../../content/catalog/problem.ts';
import { began, content, day, emptyCatalog, filledCatalog, minute, options, reworded, signerOf, valueOf } from './stage.ts';

const residence = 'police/person-1-1';
const canaries = { to: { channels: ['canary' as const], sites: [], percent: 0 } };
const versions = (catalog: Awaited<ReturnType<typeof filledCatalog>>['catalog'], pack = residence) => catalog.listed().find((one) => one.pack === pack)?.versions.map(({ version }) => version);

describe('a new catalog', () => {
  test("is one the kiosk's own client takes, empty and filled", async () => {
    const { catalog, signer } = await emptyCatalog();
    expect(await catalog.verify(began)).toEqual({ manifests: 0, files: 0, bytes: 0, findings: [] });
    const { pack } = content();
    valueOf(await catalog.publish({ plan: catalog.plan(pack, began + minute), signer, title: '首次发布', now: began + minute }));
    expect(await catalog.verify(began + minute)).toMatchObject({ manifests: 5, findings: [] });
  });
  test('is not made over one that is there', async () => {
    const { dir } = await emptyCatalog();
    const { initCatalog } = await import('../../content/catalog/catalog.ts');
    expect(await initCatalog({ dir, departments: [], passphraseOf: () => 'x', now: began })).toMatchObject({ ok: false, problem: { is: 'damaged' } });
  });
  test('keeps no private key in clear', async () => {
    const { dir } = await emptyCatalog();
    const pems = readdirSync(path.join(dir, 'keys')).filter((name) => name.endsWith('.pem'));
    expect(pems).toHaveLength(3 + 3 + 3);
    for (const pem of pems) expect(readFileSync(path.join(dir, 'keys', pem), 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  });
});

describe('a plan', () => {
  test('of one changed wording names one file of one pack, with what it said and says', async () => {
    const { catalog } = await filledCatalog();
    const { packs, blobs } = catalog.plan(reworded('孩子落户'), began + day);
    expect(packs.map(({ pack, department, from, to, files }) => ({ pack, department, from, to, files: files.map(({ name, is }) => [name, is]) }))).toEqual([
      { pack: residence, department: 'police', from: 1, to: 2, files: [['items/residence.json', 'changed']] },
    ]);
    expect(packs[0]!.files[0]).toMatchObject({ before: { item: { plain: '给孩子上户口' } }, after: { item: { plain: '孩子落户' } } });
    expect(blobs.size).toBe(1);
  });
  test('of the same content is empty, and nothing is published', async () => {
    const { catalog, signer, pack } = await filledCatalog();
    const plan = catalog.plan(pack, began + day);
    expect(plan.packs).toEqual([]);
    expect(await catalog.publish({ plan, signer, title: '没改', now: began + day })).toMatchObject({ ok: false, problem: { is: 'nothing' } });
  });
  test('leaves the date of a file whose bytes are the same', async () => {
    const { catalog, signer, pack } = await filledCatalog();
    const changed = { ...pack, texts: { ...pack.texts, zh: { ...pack.texts.zh, 'bar.next': '下一页' } } };
    valueOf(await catalog.publish({ plan: catalog.plan(changed, began + day), signer, title: '改词', now: began + day }));
    const files = catalog.listed().find((one) => one.pack === 'office/texts-zh')!.versions[0]!.files;
    expect([files['texts/zh/bar.json']?.at, files['texts/zh/statement.json']?.at]).toEqual(['2026-12-02T00:00:00Z', '2026-12-01T00:01:00Z']);
  });
  test('an item that goes to another department leaves the pack it was in', async () => {
    const { catalog, signer, pack } = await filledCatalog();
    const item = pack.items['residence']!;
    const moved = { ...pack, items: { ...pack.items, residence: { ...item, district: { ...item.district, lead: '区卫生健康局' } } } };
    const plan = catalog.plan(moved, began + day);
    expect(plan.packs.map(({ pack: name, files }) => [name, files.map(({ name: file, is }) => `${is} ${file}`)])).toEqual([
      ['health/person-1-1', ['added items/residence.json']], [residence, ['removed items/residence.json']],
    ]);
    valueOf(await catalog.publish({ plan, signer, title: '移交', now: began + day }));
    expect(versions(catalog)).toEqual([2]);
    expect((await catalog.verify(began + day)).findings).toEqual([]);
  });
});

describe('publishing', () => {
  test('to some first keeps both versions listed until the rollout is complete and something is published again', async () => {
    const { catalog, signer } = await filledCatalog();
    const at = began + day;
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('一'), at), signer, title: '改一句', rollout: canaries, now: at }));
    expect(versions(catalog)).toEqual([1, 2]);
    const { id, packs } = catalog.rollout().open[0]!;
    expect(packs).toEqual({ [residence]: { to: 2, before: 1 } });
    valueOf(await catalog.editRollout({ change: { do: 'complete', id }, now: at + minute }));
    expect([versions(catalog), catalog.rollout().open]).toEqual([[1, 2], []]);
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('二'), at + 2 * minute), signer, title: '再改', now: at + 2 * minute }));
    expect(versions(catalog)).toEqual([3]);
  });
  test('a newer version takes the place of one on its way: who has neither keeps the first', async () => {
    const { catalog, signer } = await filledCatalog();
    for (const [n, plain] of ['一', '二'].entries()) {
      const now = began + day + n * minute;
      valueOf(await catalog.publish({ plan: catalog.plan(reworded(plain), now), signer, title: plain, rollout: canaries, now }));
    }
    expect(catalog.rollout().open.map(({ packs }) => packs)).toEqual([{ [residence]: { to: 3, before: 1 } }]);
    expect(versions(catalog)).toEqual([1, 2, 3]);
    expect((await catalog.verify(began + day + minute)).findings).toEqual([]);
  });
  test('what holds from tomorrow is listed beside what holds today', async () => {
    const { catalog, signer } = await filledCatalog();
    const now = began + day;
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('一'), now), signer, title: '明天起', validFrom: '2026-12-03T00:00:00Z', now }));
    expect(versions(catalog)).toEqual([1, 2]);
  });
  test('rolling back brings the old files under a new number, to everybody', async () => {
    const { catalog, signer } = await filledCatalog();
    const now = began + day;
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('错的'), now), signer, title: '改错了', rollout: canaries, now }));
    valueOf(await catalog.rollBack({ packs: { [residence]: 1 }, signer, now: now + minute }));
    expect([versions(catalog), catalog.rollout().open]).toEqual([[3], []]);
    const { files, changes } = catalog.listed().find((one) => one.pack === residence)!.versions[0]!;
    expect([catalog.file(files['items/residence.json']!.sha256), changes]).toMatchObject([{ item: { plain: '给孩子上户口' } }, '退回：police/person-1-1 第 1 版']);
    // The version in between is listed no more, and can still be gone back to.
    valueOf(await catalog.rollBack({ packs: { [residence]: 2 }, signer, now: now + 2 * minute }));
    expect(versions(catalog)).toEqual([4]);
    expect(await catalog.rollBack({ packs: { [residence]: 9 }, signer, now: now + 3 * minute })).toMatchObject({ ok: false, problem: { is: 'unknown' } });
    expect((await catalog.verify(now + 2 * minute)).findings).toEqual([]);
  });
  test('with the wrong passphrase says so, and nothing is published', async () => {
    const { dir, catalog, pack } = await filledCatalog();
    const key = catalog.ring.list().find(({ of }) => of === 'dept-police')!;
    const plan = catalog.plan(reworded('一'), began + day);
    const wrong = await catalog.publish({ plan, signer: () => catalog.ring.open(key.keyid, () => '不对'), title: '改', now: began + day });
    expect(wrong.ok ? '' : sayProblem(wrong.problem)).toBe('口令不对，打不开钥匙 ' + path.join(dir, 'keys/dept-police.pem') + '。');
    const online = openCatalog(dir, { ...options, passphraseOf: () => '也不对' });
    expect(await online.publish({ plan, signer: signerOf(catalog), title: '改', now: began + day })).toMatchObject({ ok: false, problem: { is: 'key', problem: { is: 'passphrase' } } });
    expect(catalog.plan(pack, began + day).packs).toEqual([]);
    expect(catalog.published().timestamp.signed.version).toBe(2);
  });
  test('on a clock behind the last publication is refused', async () => {
    const { catalog, signer } = await filledCatalog();
    const refused = await catalog.publish({ plan: catalog.plan(reworded('一'), began), signer, title: '改', now: began });
    expect(refused.ok ? '' : sayProblem(refused.problem)).toBe('目录的时间会倒退：现在是 2026-12-01T00:01:00Z，要写的是 2026-12-01T00:00:00Z。没有发布。');
    expect(await catalog.renew(began)).toMatchObject({ ok: false, problem: { is: 'backwards' } });
  });
  test('while somebody else does, the second gets a sentence', async () => {
    const { dir, catalog, signer } = await filledCatalog();
    const lock = await holdLock(dir, '首次发布', 0);
    const second = await catalog.publish({ plan: catalog.plan(reworded('一'), began + day), signer, title: '改', now: began + day });
    expect(second.ok ? '' : sayProblem(second.problem)).toMatch(/^目录正在被别人写：首次发布（进程 \d+，自 .+）。等它做完再试。$/);
    if (lock.is === 'held') lock.release();
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('一'), began + day), signer, title: '改', now: began + day }));
  });
  test('two at once: one publishes, the other must plan again', async () => {
    const { catalog, signer } = await filledCatalog({ open: { lockWaitMs: 5000 } });
    const now = began + day;
    const both = await Promise.all(['一', '二'].map((plain) => catalog.publish({ plan: catalog.plan(reworded(plain), now), signer, title: plain, now })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ problem: { is: 'stale', role: 'dept-police', base: 2, now: 3 } });
  });
});

describe('who gets what', () => {
  test('a withdrawal is signed at once and names its reason; restoring takes it away', async () => {
    const { catalog } = await filledCatalog();
    valueOf(await catalog.editRollout({ change: { do: 'withdraw', item: 'residence', why: '系统检修' }, now: began + day }));
    expect(catalog.rollout().withdrawn).toEqual([{ item: 'residence', since: '2026-12-02T00:00:00Z', why: '系统检修' }]);
    expect(await catalog.editRollout({ change: { do: 'withdraw', item: 'no-such', why: '写错了' }, now: began + day })).toMatchObject({ ok: false, problem: { is: 'unknown', name: 'no-such' } });
    valueOf(await catalog.editRollout({ change: { do: 'restore', item: 'residence' }, now: began + day }));
    expect(catalog.rollout().withdrawn).toEqual([]);
    expect((await catalog.verify(began + day)).findings).toEqual([]);
  });
  test('a rollout is halted with its reason, resumed, advanced', async () => {
    const { catalog, signer } = await filledCatalog();
    valueOf(await catalog.publish({ plan: catalog.plan(reworded('一'), began + day), signer, title: '改', rollout: { id: 'r1', ...canaries }, now: began + day }));
    const edit = async (change: Parameters<typeof catalog.editRollout>[0]['change']) => { valueOf(await catalog.editRollout({ change, now: began + day })); return catalog.rollout().open[0]; };
    expect(await edit({ do: 'halt', id: 'r1', why: '出错多' })).toMatchObject({ state: 'halted', why: '出错多' });
    expect(await edit({ do: 'resume', id: 'r1' })).not.toHaveProperty('why');
    expect(await edit({ do: 'advance', id: 'r1', to: { percent: 50 } })).toMatchObject({ to: { channels: ['canary'], percent: 50 } });
    expect(await catalog.editRollout({ change: { do: 'halt', id: 'r2', why: '' }, now: began + day })).toMatchObject({ ok: false, problem: { is: 'unknown' } });
  });
});

describe('renewing', () => {
  test('signs the timestamp anew each day, the snapshot and the rollout when half their life is over', async () => {
    const { catalog } = await filledCatalog();
    const at = async (now: number) => {
      valueOf(await catalog.renew(now));
      const { timestamp, snapshot, roles } = catalog.published();
      return [timestamp.signed.version, snapshot.signed.version, roles['rollout']!.signed.version];
    };
    expect(await at(began + day)).toEqual([3, 2, 1]);
    expect(await at(began + 16 * day)).toEqual([4, 3, 2]);
    expect(catalog.published().timestamp.signed['x-published']).toBe('2026-12-17T00:00:00Z');
    expect((await catalog.verify(began + 16 * day)).findings).toEqual([]);
  });
  test('warns before the end, in time for each role, and when it is too late', async () => {
    const { catalog } = await filledCatalog();
    const warned = (days: number) => catalog.status(began + days * day).roles.flatMap(({ role, warning }) => (warning ? [`${role} ${warning}`] : []));
    expect(warned(1)).toEqual([]);
    expect(warned(5)).toEqual(['timestamp 3']);
    expect(warned(8)).toEqual(['timestamp expired']);
    expect(warned(17)).toEqual(['snapshot 14', 'timestamp expired', 'rollout 14']);
    expect(warned(151)).toContain('dept-police 30');
    expect(warned(360)).toContain('targets 14');
    expect(catalog.status(began + 178 * day).warnings).toContain('dept-police 的签名还有 2 天到期（2027-05-30T00:01:00Z）。请该部门用 renew 续签。');
  });
});
