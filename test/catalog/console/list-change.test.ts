import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readWorkbook } from '../../../content/catalog/console/workbook.ts';
import { type Stand, stand } from './stand.ts';

vi.setConfig({ testTimeout: 90_000 });
let it: Stand;
beforeAll(async () => { it = await stand(); });
afterAll(() => it.close());
const git = (...args: readonly string[]) => execFileSync('git', [`--git-dir=${path.join(it.dir, 'work')}`, ...args], { encoding: 'utf8' });
const because = { document: '鲁政办字〔2026〕99号（测试）', dated: '2026-11-20', source: '测试用的来源', grade: 'A', area: '370000', effective: '2027-01-01', why: '' };
const change = async (body: object) => (await it.as('lin')).post('/api/list-change', { ...because, ...body });

test('a new item is a whole file of its own, without findings, waiting for its department', async () => {
  const done = await change({ kind: 'add', list: 'person', id: 'test-permit', no: 'P116', name: '测试许可', en: 'Test permit', plain: '', type: '公共服务', scene: '4.3', cityLead: '市医保局', districtLead: '区医疗保障局' });
  expect([done.status, done.body.says]).toEqual([200, undefined]);
  const edit = String(done.body['id']);
  expect(git('show', `edit/${edit}:items/person/social-security/test-permit.yaml`)).toBe(`id: test-permit
no: P116
name: 测试许可
en: Test permit
type: 公共服务
scene: '4.3'
city: { lead: 市医保局 }
district: { lead: 区医疗保障局 }
depth: guide
by: [apply]
from: { source: 鲁政办字〔2026〕99号（测试）；测试用的来源, grade: A, checked: 2026-11-30, area: '370000' }

identity:
  version: { value: 鲁政办字〔2026〕99号（测试）（2026-11-20）新增，2027-01-01 起, source: 测试用的来源, grade: A, checked: 2026-11-30, area: '370000' }
  effectiveFrom: 2027-01-01
`);
  const lin = await it.as('lin');
  expect((await lin.post(`/api/edits/${edit}/submit`)).status).toBe(200);
  expect((await lin.get(`/api/edits/${edit}`)).body).toMatchObject({ state: 'waiting', departments: [{ code: 'medical-insurance' }], findings: [] });
});

test('an item cancelled, passed down, changed: the keys say from when and by which document', async () => {
  const cancelled = await change({ kind: 'cancel', item: 'social-insurance-records' });
  expect(git('diff', 'main', `edit/${String(cancelled.body['id'])}`)).toMatch(/\+identity:\n\+ {2}version: .*取消，2027-01-01 起[\s\S]*\+ {2}state: \{ value: 取消, [\s\S]*\+ {2}cancelledFrom: \{ value: 2027-01-01, /);
  const down = await change({ kind: 'delegate', item: 'social-insurance-records', level: '乡镇（街道）级', body: '各镇街（测试）', districtLead: '' });
  expect(git('diff', 'main', `edit/${String(down.body['id'])}`)).toMatch(/\+ {2}body: \{ value: 各镇街（测试）, [\s\S]*\+ {2}level: \{ value: 乡镇（街道）级, /);
  const renamed = await change({ kind: 'change', item: 'social-insurance-records', name: '社会保险记录查询', en: '', plain: '', scene: '', cityLead: '', districtLead: '' });
  expect(git('diff', 'main', `edit/${String(renamed.body['id'])}`)).toMatch(/-name: 社会保险记录查询打印\n\+name: 社会保险记录查询\n/);
});

test.each([
  [{ kind: 'add', list: 'person', id: 'social-insurance-records', no: 'P116', name: 'x', en: 'x', plain: '', type: '公共服务', scene: '4.3', cityLead: '市医保局', districtLead: '区医疗保障局' }, '代号“social-insurance-records”已经有了，请换一个。'],
  [{ kind: 'add', list: 'person', id: 'some-thing', no: 'P42', name: 'x', en: 'x', plain: '', type: '公共服务', scene: '4.3', cityLead: '市医保局', districtLead: '区医疗保障局' }, '编号 P42 已经是“社会保险记录查询打印”。'],
  [{ kind: 'cancel', item: 'no-such' }, '没有这个事项，请从列表里选。'],
  [{ kind: 'change', item: 'social-insurance-records', name: '', en: '', plain: '', scene: '', cityLead: '', districtLead: '' }, '没有写要变更什么。'],
])('what cannot be is a sentence and no edit (%#)', async (body, says) => {
  const lin = await it.as('lin');
  const before = ((await lin.get('/api/edits')).body as unknown as object[]).length;
  const refused = await change(body);
  expect([refused.status, refused.body.says]).toEqual([422, says]);
  expect(((await lin.get('/api/edits')).body as unknown as object[]).length).toBe(before);
});

test('each is in the ledger with who, when, why, by which document and where it can be seen; the ledger goes out as a table', async () => {
  const lin = await it.as('lin');
  const { lines, broken } = (await lin.get('/api/ledger')).body as unknown as { lines: Record<string, string>[]; broken: null };
  expect(lines.map(({ kind, what, name, source, at }) => [kind, what, name, source, at])[0]).toEqual(['list', '新增“测试许可”（P116），2027-01-01 起', '林一（演示）', '鲁政办字〔2026〕99号（测试），2026-11-20；测试用的来源', '2026-11-30T02:00:00.000Z']);
  expect(lines.every(({ commit }) => /^[0-9a-f]{40}$/.test(commit!))).toBe(true);
  expect(broken).toBe(null);
  const book = await readWorkbook(await lin.file('/api/ledger.xlsx'), '台账');
  expect(book.ok && book.value.length).toBe(lines.length + 1);
});

test('a line of the ledger that was changed by hand is found', async () => {
  const file = path.join(it.dir, 'ledger.jsonl');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('新增“测试许可”', '新增“别的许可”'));
  expect((await (await it.as('lin')).get('/api/ledger')).body['broken']).toBe(2);
  writeFileSync(file, text);
});

test('a table filled in outside is looked at first, and written only when it is said so', async () => {
  const lin = await it.as('lin');
  const { writeWorkbook } = await import('../../../content/catalog/console/workbook.ts');
  const bytes = await lin.file('/api/table.xlsx?groups=timing&department=区人力资源和社会保障局');
  const [rows, notes] = await Promise.all(['事项要素', '说明'].map((name) => readWorkbook(bytes, name)));
  if (!rows!.ok || !notes!.ok) throw new Error('no table');
  const filled = rows!.value.map((row) => [...row]);
  filled[filled.findIndex((row) => row[1] === 'social-insurance-records')]![filled[0]!.indexOf('办理时限和形式·承诺办结时限')] = '2 小时';
  const made = await writeWorkbook('事项要素', filled, [{ name: '说明', rows: notes!.value }]);
  const edit = String((await lin.post('/api/edits', { title: '表格' })).body['id']);
  const head = git('rev-parse', `edit/${edit}`);
  const looked = await lin.post(`/api/edits/${edit}/table`, made);
  expect(looked.body).toMatchObject({ problems: [], written: 0, files: [{ title: '社会保险记录查询打印', said: [{ says: '承诺办结时限：由“当场”改为“2 小时”' }] }] });
  expect(git('rev-parse', `edit/${edit}`)).toBe(head);
  expect((await lin.post(`/api/edits/${edit}/table?write=1`, made)).body).toMatchObject({ written: 1 });
  expect(git('diff', '--numstat', 'main', `edit/${edit}`)).toBe('1\t1\titems/person/social-security/social-insurance-records.yaml\n');
  filled[1]![filled[0]!.indexOf('办理时限和形式·承诺办结时限')] = '很快';
  const bad = await writeWorkbook('事项要素', filled, [{ name: '说明', rows: notes!.value }]);
  expect((await lin.post(`/api/edits/${edit}/table?write=1`, bad)).status).toBe(409);
});
