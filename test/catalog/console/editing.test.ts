import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Browser, headersOf, type Stand, stand } from './stand.ts';

const records = 'items/person/social-security/social-insurance-records.yaml';
vi.setConfig({ testTimeout: 90_000 });
let it: Stand;
beforeAll(async () => { it = await stand(); });
afterAll(() => it.close());
const git = (...args: readonly string[]) => execFileSync('git', [`--git-dir=${path.join(it.dir, 'work')}`, ...args], { encoding: 'utf8' });
const begin = async (who: Browser, title: string) => String((await who.post('/api/edits', { title })).body['id']);
const open = async (who: Browser, edit: string, file = records) => (await who.get(`/api/file?file=${encodeURIComponent(file)}&edit=${edit}`)).body as unknown as { seen: string; findings: { at: string[]; says: string }[] };
const save = (who: Browser, edit: string, seen: string, changes: object[], more: object = {}, file = records) => who.post(`/api/edits/${edit}/save`, { file, seen, changes, ...more });

test('a word changed by form is a commit of that maintainer, and one line of a git diff', async () => {
  const lin = await it.as('lin');
  const edit = await begin(lin, '改叫法');
  const { seen } = await open(lin, edit);
  expect((await save(lin, edit, seen, [{ at: ['plain'], to: '打社保单' }])).status).toBe(200);
  expect(git('diff', '--numstat', 'main', `edit/${edit}`)).toBe(`1\t1\t${records}\n`);
  expect(git('log', '-1', '--format=%an <%ae>%n%s', `edit/${edit}`)).toBe('林一（演示） <lin@catalog.invalid>\n社会保险记录查询打印：群众的叫法：由“打印社保记录”改为“打社保单”\n');
  const view = (await lin.get(`/api/edits/${edit}`)).body as unknown as { files: { departments: string[]; said: { says: string }[] }[]; state: string };
  expect(view.files.map(({ departments, said }) => [departments, said.map(({ says }) => says)])).toEqual([[['human-resources'], ['群众的叫法：由“打印社保记录”改为“打社保单”']]]);
  expect(view.state).toBe('editing');
});

test('what is saved badly is kept, and told beside the key it stands at', async () => {
  const lin = await it.as('lin');
  const edit = await begin(lin, '写错的');
  const { seen } = await open(lin, edit);
  expect((await save(lin, edit, seen, [{ at: ['timing', 'promisedLimit'], to: '五个工作日' }, { at: ['variants', '#rights-record', 'result', 'kind'], to: '单子' }])).status).toBe(200);
  const { findings } = await open(lin, edit);
  expect(findings.map(({ at, says }) => [at, says.includes('写成“15 工作日”') || says.includes('只能写')])).toEqual([[['variants', '#rights-record', 'result', 'kind'], true], [['timing', 'promisedLimit'], true]]);
  const refused = await lin.post(`/api/edits/${edit}/submit`);
  expect([refused.status, refused.body.says]).toEqual([409, '还有 2 处要改，改好才能送审。']);
});

test('two who change different keys of one item at once both find their words there', async () => {
  const [lin, chen] = await Promise.all([it.as('lin'), it.as('chen')]);
  const edit = await begin(lin, '两人一起改');
  const { seen } = await open(lin, edit);
  await save(lin, edit, seen, [{ at: ['plain'], to: '打社保单' }]);
  expect((await save(chen, edit, seen, [{ at: ['timing', 'promisedLimit'], to: '1 工作日' }])).status).toBe(200);
  expect(git('show', `edit/${edit}:${records}`)).toMatch(/plain: 打社保单[\s\S]*promisedLimit: 1 工作日/);
});

test('two who change the same key are shown both, and what is chosen stands', async () => {
  const [lin, chen] = await Promise.all([it.as('lin'), it.as('chen')]);
  const edit = await begin(lin, '两人改同一处');
  const { seen } = await open(lin, edit);
  await save(lin, edit, seen, [{ at: ['timing', 'promisedLimit'], to: '1 工作日' }]);
  const asked = await save(chen, edit, seen, [{ at: ['timing', 'promisedLimit'], to: '2 工作日' }, { at: ['plain'], to: '打社保单' }]);
  expect([asked.status, asked.body['conflicts']]).toMatchObject([409, [{ at: ['timing', 'promisedLimit'], place: '承诺办结时限', base: '当场', mine: '2 工作日', theirs: '1 工作日' }]]);
  expect(git('show', `edit/${edit}:${records}`)).toContain('promisedLimit: 1 工作日');
  const chosen = await save(chen, edit, seen, [{ at: ['timing', 'promisedLimit'], to: '2 工作日' }, { at: ['plain'], to: '打社保单' }], { choices: { '["timing","promisedLimit"]': 'mine' } });
  expect(chosen.status).toBe(200);
  expect(git('show', `edit/${edit}:${records}`)).toMatch(/plain: 打社保单[\s\S]*promisedLimit: 2 工作日/);
});

test('two who save at the very same moment: neither is lost', async () => {
  const [lin, chen] = await Promise.all([it.as('lin'), it.as('chen')]);
  const edit = await begin(lin, '同一刻');
  const { seen } = await open(lin, edit);
  const groups = ['handling', 'result', 'remedy', 'scope', 'owner', 'region'].map((group, i) => [[lin, chen][i % 2]!, { handling: 'window', result: 'pickup', remedy: 'review', scope: 'appliesTo', owner: 'office', region: 'townName' }[group]!, group] as const);
  const saved = await Promise.all(groups.map(([who, key, group]) => save(who, edit, seen, [{ at: [group, key], to: `写在${group}` }])));
  expect(saved.map(({ status }) => status)).toEqual(groups.map(() => 200));
  const text = git('show', `edit/${edit}:${records}`);
  expect(groups.filter(([, key, group]) => !text.includes(`${key}: 写在${group}`))).toEqual([]);
});

test('a request of another page is not obeyed, with or without the cookie', async () => {
  const lin = await it.as('lin');
  const { url } = it.console;
  const ask = async (headers: Readonly<Record<string, string>>) => (await fetch(`${url}/api/edits`, { method: 'POST', headers, body: JSON.stringify({ title: '偷偷建的' }) })).status;
  const good = headersOf(url, lin.cookie);
  const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
  expect(await ask(without('x-console'))).toBe(403);
  expect(await ask(without('origin'))).toBe(403);
  expect(await ask({ ...good, origin: 'http://evil.example' })).toBe(403);
  expect(await ask({ ...good, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await ask(without('cookie'))).toBe(401);
  expect(await ask(good)).toBe(200);
});

test('who has no duty for it is told so; who is not logged in sees nothing', async () => {
  const gao = await it.as('gao');
  const refused = await gao.post('/api/edits', { title: '发布的人不改内容' });
  expect([refused.status, refused.body.says]).toEqual([403, '这一步要有“编辑”的职责；您的职责是“发布、运维”。']);
  for (const address of ['/api/content', '/api/edits', '/api/me', '/api/people']) expect((await fetch(it.console.url + address)).status).toBe(401);
});

test('a password tried again and again is locked out for a while, the right one too', async () => {
  const { url } = it.console;
  const tryIt = async (password: string) => (await fetch(`${url}/api/login`, { method: 'POST', headers: headersOf(url, ''), body: JSON.stringify({ id: 'song', password }) })).status;
  const wrong = [];
  for (let i = 0; i < 5; i++) wrong.push(await tryIt('wrong'));
  expect(wrong).toEqual([401, 401, 401, 401, 401]);
  expect(await tryIt('yanshi-2026')).toBe(429);
  it.clock = new Date(it.clock.getTime() + 61_000);
  expect(await tryIt('yanshi-2026')).toBe(200);
});

test('the cookie cannot be read by a script nor sent by another site, and the page may load nothing from elsewhere', async () => {
  const { url } = it.console;
  const reply = await fetch(`${url}/api/login`, { method: 'POST', headers: headersOf(url, ''), body: JSON.stringify({ id: 'lin', password: 'yanshi-2026' }) });
  expect(reply.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\//);
  expect(reply.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';.*frame-ancestors 'none'/);
});
