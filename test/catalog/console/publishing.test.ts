import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Browser, passphraseOf, type Stand, stand } from './stand.ts';

const records = 'items/person/social-security/social-insurance-records.yaml';
const pack = 'human-resources/person-4-3';
vi.setConfig({ testTimeout: 90_000 });
let it: Stand;
beforeAll(async () => { it = await stand(); });
afterAll(() => it.close());
const git = (...args: readonly string[]) => execFileSync('git', [`--git-dir=${path.join(it.dir, 'work')}`, ...args], { encoding: 'utf8' });
type View = { head: string; state: string; departments: { code: string; mayApprove: boolean; why: string | null }[]; returned: { why: string } | null; published: { packs: { pack: string; from: number; to: number }[] } };
const view = async (who: Browser, edit: string) => (await who.get(`/api/edits/${edit}`)).body as unknown as View;

/** An edit of one wording, handed to the department. */
async function submitted(who: Browser, title: string, to: string, at: readonly string[] = ['plain'], file = records): Promise<{ edit: string; head: string }> {
  const edit = String((await who.post('/api/edits', { title })).body['id']);
  const { seen } = (await who.get(`/api/file?file=${encodeURIComponent(file)}&edit=${edit}`)).body as unknown as { seen: string };
  expect((await who.post(`/api/edits/${edit}/save`, { file, seen, changes: [{ at, to }] })).status).toBe(200);
  const handed = await who.post(`/api/edits/${edit}/submit`);
  expect([handed.status, handed.body.says]).toEqual([200, undefined]);
  return { edit, head: (await view(who, edit)).head };
}
const approve = (who: Browser, edit: string, commit: string, department = 'human-resources', passphrase = passphraseOf(`dept-${department}`)) => who.post(`/api/edits/${edit}/approve`, { department, commit, passphrase });
const publish = (who: Browser, edit: string, commit: string, more: object = {}) => who.post(`/api/edits/${edit}/publish`, { commit, when: {}, ...more });
const shown = (item = 'social-insurance-records') => { const listed = it.catalog.listed().find((one) => one.pack === pack)!; return (it.catalog.file(listed.versions.at(-1)!.files[`items/${item}.json`]!.sha256) as { item: { plain: string } }).item.plain; };

test('four eyes: not the editor, not another department, not a wrong passphrase, not a stale look; only then the department', async () => {
  const [lin, chen, song, gao] = await Promise.all(['lin', 'chen', 'song', 'gao'].map((id) => it.as(id)));
  const { edit, head } = await submitted(chen!, '陈三自己改的', '打社保单子');
  expect((await approve(chen!, edit, head)).body.says).toBe('您参与了这份修改，要由本部门另一位同事审批。');
  expect((await approve(lin!, edit, head)).status).toBe(403);
  expect((await approve(song!, edit, head, 'human-resources')).body.says).toBe('要由区人力资源和社会保障局的人审批。');
  expect((await approve(song!, edit, head, 'medical-insurance')).status).toBe(409);
  expect((await publish(gao!, edit, head)).body.says).toBe('还没有全部审批通过，不能发布。');

  const second = await submitted(lin!, '林一改的', '打社保单子');
  expect((await approve(chen!, second.edit, second.head, 'human-resources', '不对的口令')).status).toBe(422);
  expect((await approve(chen!, second.edit, git('rev-parse', 'main').trim())).status).toBe(409);
  expect((await approve(chen!, second.edit, second.head)).status).toBe(200);
  expect((await view(lin!, second.edit)).state).toBe('approved');
});

test('a word changed after the approval takes the approval back', async () => {
  const [lin, chen, gao] = await Promise.all(['lin', 'chen', 'gao'].map((id) => it.as(id)));
  const { edit, head } = await submitted(lin!, '批了又改', '查社保');
  await approve(chen!, edit, head);
  await lin!.post(`/api/edits/${edit}/save`, { file: records, seen: head, changes: [{ at: ['plain'], to: '偷偷又改' }] });
  const now = await view(lin!, edit);
  expect(now.state).toBe('editing');
  expect((await publish(gao!, edit, now.head)).status).toBe(409);
  expect((await publish(gao!, edit, head)).status).toBe(409);
});

test('an approval written into the file by hand publishes nothing: the signature is looked at', async () => {
  const [lin, gao] = await Promise.all(['lin', 'gao'].map((id) => it.as(id)));
  const { edit, head } = await submitted(lin!, '伪造审批', '查社保');
  const file = path.join(it.dir, 'edits', `${edit}.json`);
  const record = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...record, approvals: [{ department: 'human-resources', by: 'chen', name: '陈三', at: '2026-11-30T02:00:00Z', commit: head, keyid: it.catalog.ring.list().find(({ of }) => of === 'dept-human-resources')!.keyid, signature: 'ab'.repeat(64) }] }));
  expect((await view(lin!, edit)).state).toBe('approved');
  expect((await publish(gao!, edit, head)).body.says).toBe('区人力资源和社会保障局的审批核对不上签名，不能发布。请重新审批。');
  expect(shown()).toBe('打印社保记录');
});

test('sent back with a reason, changed, handed in again', async () => {
  const [lin, chen] = await Promise.all(['lin', 'chen'].map((id) => it.as(id)));
  const { edit, head } = await submitted(lin!, '要退回的', '社保单');
  expect((await chen!.post(`/api/edits/${edit}/return`, { department: 'human-resources', commit: head, why: '请写“打印社保记录”' })).status).toBe(200);
  expect(await view(lin!, edit)).toMatchObject({ state: 'returned', returned: { why: '请写“打印社保记录”' } });
  expect((await lin!.post(`/api/edits/${edit}/submit`)).status).toBe(200);
  expect((await view(lin!, edit)).state).toBe('waiting');
});

test('approved and published by stages: signed files, main moved on, a rollout; rolled back as a new version; all in the ledger', async () => {
  const [lin, chen, gao] = await Promise.all(['lin', 'chen', 'gao'].map((id) => it.as(id)));
  const { edit, head } = await submitted(lin!, '社保查询叫法', '打社保单');
  await approve(chen!, edit, head);
  const done = await publish(gao!, edit, head, { when: { to: { channels: ['canary'], sites: [], percent: 10 } } });
  expect([done.status, done.body.says]).toEqual([200, undefined]);
  expect((await view(lin!, edit)).published.packs).toEqual([{ pack, from: 1, to: 2 }]);
  expect(shown()).toBe('打社保单');
  expect(it.catalog.rollout().open).toMatchObject([{ id: edit, title: '社保查询叫法', packs: { [pack]: { to: 2, before: 1 } }, state: 'running', to: { channels: ['canary'], percent: 10 } }]);
  expect(git('show', `main:${records}`)).toContain('plain: 打社保单');
  expect(git('log', '-1', '--format=%an %P', 'main').trim().split(' ').length).toBe(3);

  expect((await gao!.post(`/api/rollouts/${edit}/change`, { do: 'halt', why: '有一台显示不对' })).status).toBe(200);
  expect(it.catalog.rollout().open[0]).toMatchObject({ state: 'halted', why: '有一台显示不对' });
  expect((await gao!.post(`/api/rollouts/${edit}/change`, { do: 'advance', to: { percent: 50 } })).status).toBe(200);

  const asked = await gao!.post(`/api/edits/${edit}/roll-back`, { why: '群众看不懂' });
  expect([asked.status, asked.body['departments']]).toEqual([423, [{ code: 'human-resources', name: '区人力资源和社会保障局' }]]);
  const back = await gao!.post(`/api/edits/${edit}/roll-back`, { why: '群众看不懂', passphrases: { 'human-resources': passphraseOf('dept-human-resources') } });
  expect([back.status, back.body.says]).toEqual([200, undefined]);
  expect(shown()).toBe('打印社保记录');
  expect(it.catalog.listed().find((one) => one.pack === pack)!.versions.at(-1)!.version).toBe(3);
  expect(it.catalog.rollout().open).toEqual([]);
  expect(git('show', `main:${records}`)).toContain('plain: 打印社保记录');
  expect(git('log', '-1', '--format=%B', 'main')).toMatch(/^回退：社保查询叫法\n\n群众看不懂\n\nThis reverts commit [0-9a-f]{40}/);
  const lines = (await gao!.get('/api/ledger')).body['lines'] as unknown as { kind: string; what: string; name: string }[];
  expect(lines.filter(({ what }) => what.includes('社保查询叫法')).map(({ kind, name }) => [kind, name])).toEqual([['approve', '陈三（演示）'], ['publish', '高六（演示）'], ['rollout', '高六（演示）'], ['rollout', '高六（演示）'], ['rollback', '高六（演示）']]);
});

test('after a restart the keys kept in memory are gone: the department is asked once more, and a wrong passphrase publishes nothing', async () => {
  const [lin, chen] = await Promise.all(['lin', 'chen'].map((id) => it.as(id)));
  const { edit, head } = await submitted(lin!, '重启之后', '查我的社保');
  await approve(chen!, edit, head);
  await it.restart();
  const gao = await it.as('gao');
  expect((await publish(gao, edit, head)).status).toBe(423);
  expect((await publish(gao, edit, head, { passphrases: { 'human-resources': '不对' } })).status).toBe(409);
  expect(shown()).toBe('打印社保记录');
  expect((await publish(gao, edit, head, { passphrases: { 'human-resources': passphraseOf('dept-human-resources') } })).status).toBe(200);
  expect(shown()).toBe('查我的社保');
});

test('two edits of one item: the second is merged by keys before it is approved, and both stand at the end', async () => {
  const [lin, chen, gao] = await Promise.all(['lin', 'chen', 'gao'].map((id) => it.as(id)));
  const first = await submitted(lin!, '第一份', '看社保');
  const second = await submitted(lin!, '第二份', '3 工作日', ['timing', 'promisedLimit']);
  await approve(chen!, first.edit, first.head);
  await approve(chen!, second.edit, second.head);
  expect((await publish(gao!, first.edit, first.head)).status).toBe(200);
  const refused = await publish(gao!, second.edit, second.head);
  expect([refused.status, refused.body.says]).toEqual([409, '审批以后，别人发布了同一个文件的修改。请编辑先“和最新内容合在一起”，再审批一次。']);
  expect((await lin!.post(`/api/edits/${second.edit}/update`)).status).toBe(200);
  await lin!.post(`/api/edits/${second.edit}/submit`);
  const { head } = await view(lin!, second.edit);
  expect((await approve(chen!, second.edit, head)).status).toBe(200);
  expect((await publish(gao!, second.edit, head)).status).toBe(200);
  expect(git('show', `main:${records}`)).toMatch(/plain: 看社保[\s\S]*promisedLimit: 3 工作日/);
  // The first taken back alone leaves the second.
  const back = await gao!.post(`/api/edits/${first.edit}/roll-back`, { why: '只回退第一份', passphrases: { 'human-resources': passphraseOf('dept-human-resources') } });
  expect(back.status).toBe(200);
  expect(git('show', `main:${records}`)).toMatch(/plain: 查我的社保[\s\S]*promisedLimit: 3 工作日/);
});

test('an item is taken back within one poll and given back, with the reason', async () => {
  const gao = await it.as('gao');
  expect((await gao.post('/api/withdraw', { item: 'social-insurance-records', why: '系统升级，今天不能查' })).status).toBe(200);
  expect(it.catalog.rollout().withdrawn).toMatchObject([{ item: 'social-insurance-records', why: '系统升级，今天不能查' }]);
  expect((await gao.get('/api/watch')).body['withdrawn']).toMatchObject([{ name: '社会保险记录查询打印' }]);
  expect((await gao.post('/api/restore', { item: 'social-insurance-records', why: '升级好了' })).status).toBe(200);
  expect(it.catalog.rollout().withdrawn).toEqual([]);
  const lin = await it.as('lin');
  expect((await lin.post('/api/withdraw', { item: 'social-insurance-records', why: '没有这个职责的人' })).status).toBe(403);
});

test('the power went after the catalog was written and before main was moved: the next start finishes it', async () => {
  const [lin, chen, gao] = await Promise.all(['lin', 'chen', 'gao'].map((id) => it.as(id)));
  const { edit, head } = await submitted(lin!, '停电', '停电前的话');
  await approve(chen!, edit, head);
  const before = git('rev-parse', 'main').trim();
  expect((await publish(gao!, edit, head)).status).toBe(200);
  const after = git('rev-parse', 'main').trim();
  git('update-ref', 'refs/heads/main', before);
  await it.restart();
  expect(git('rev-parse', 'main').trim()).toBe(after);
  // But what was written nowhere is not made up: a publication that never reached the catalog stays undone.
  git('update-ref', 'refs/heads/publishing', git('rev-parse', `edit/${edit}`).trim());
  await it.restart();
  expect(git('rev-parse', 'main').trim()).toBe(after);
});
