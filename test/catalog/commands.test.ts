import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runCatalog } from '../../content/catalog/commands/run.ts';
import type { World } from '../../content/catalog/commands/world.ts';
import { initCatalog } from '../../content/catalog/catalog.ts';
import { tokenFits } from '../../content/catalog/fleet/token.ts';
import { began, contentFolder, day, departments, folder, sealCost } from './stage.ts';
import { lay, tinyPack } from '../host/models.ts';

const residence = 'items/person/birth/residence.yaml';

/** A maintainer at a terminal: a catalog, content in a folder, a clock; everybody's passphrase is the same. */
async function desk() {
  const root = folder();
  const [dir, contentDir] = [path.join(root, 'catalog'), path.join(root, 'content')];
  contentFolder(contentDir);
  const made = await initCatalog({ dir, departments, passphraseOf: () => '一个够长的口令一二三', now: began, sealCost, compression: 'none', durable: false });
  if (!made.ok) throw new Error(made.problem.is);
  let now = began;
  async function run(...args: string[]) {
    const lines: string[] = [];
    const complaints: string[] = [];
    now += 60_000;
    const world: World = {
      say: (line) => lines.push(line), complain: (line) => complaints.push(line), askSecretly: () => Promise.resolve(undefined), now: () => now, contentDir,
      env: { CATALOG_DIR: dir, CATALOG_PASSPHRASE: '一个够长的口令一二三', CATALOG_ONLINE_PASSPHRASE: '一个够长的口令一二三', USER: 'wang' },
    };
    const code = await runCatalog(args, world, Promise.resolve());
    return { code, said: lines.join('\n'), complained: complaints.join('\n') };
  }
  const edit = (from: string, to: string) => { const file = path.join(contentDir, residence); writeFileSync(file, readFileSync(file, 'utf8').replace(from, to)); };
  return { dir, contentDir, root, run, edit, later: (ms: number) => { now += ms; } };
}

describe("a maintainer's day", () => {
  test('check, plan in words, publish to some, watch, advance, roll back', async () => {
    const { run, edit } = await desk();
    expect(await run('check')).toMatchObject({ code: 0, said: '内容没有问题：3 个事项，1 条链。' });
    expect(await run('publish', '--title', '首次发布')).toMatchObject({ code: 0, complained: '' });
    expect(await run('plan')).toMatchObject({ code: 0, said: '没有改动。' });
    edit('给孩子上户口', '孩子落户');
    expect((await run('plan')).said).toBe([
      '区公安分局 · 个人 1.1 出生（police/person-1-1）第 1 版 → 第 2 版，由 dept-police 签',
      '  修改 items/residence.json（出生登记）',
      '    群众的叫法：“给孩子上户口” → “孩子落户”',
    ].join('\n'));
    expect(await run('publish', '--dry-run')).toMatchObject({ code: 0, said: expect.stringMatching(/什么也没有发布。$/) });
    expect(await run('publish', '--title', '改说法', '--channels', 'canary', '--percent', '10')).toMatchObject({ code: 0 });
    const status = await run('status');
    const id = /推送 (\S+) 改说法：进行中，canary、10%；police\/person-1-1 1→2/.exec(status.said)?.[1];
    expect([status.code, id]).toEqual([0, expect.stringMatching(/^2026-12-01-\d+$/)]);
    expect((await run('watch')).said).toBe(`推送 ${id} 改说法（进行中）\n  police/person-1-1 第 2 版：0 台中 0 台已用\n0 台终端，0 台要处理。`);
    expect(await run('advance', id!, '--percent', '50')).toMatchObject({ code: 0 });
    expect(await run('halt', id!)).toMatchObject({ code: 2, complained: '请写明原因：--why "出错多"' });
    expect(await run('halt', id!, '--why', '说法不对')).toMatchObject({ code: 0 });
    expect(await run('roll-back', 'police/person-1-1', '--to', '1')).toMatchObject({ code: 0 });
    expect((await run('status')).said).not.toContain('推送');
    expect(await run('withdraw', 'residence', '--why', '系统检修')).toMatchObject({ code: 0 });
    expect((await run('status')).said).toContain('：系统检修');
    expect(await run('verify')).toMatchObject({ code: 0, said: expect.stringMatching(/终端都会接受。$/), complained: '' });
    expect((await run('history')).said.split('\n').map((line) => line.split('  ').at(-1))).toEqual(['建立目录', '首次发布（wang）', '改说法（wang）', expect.stringMatching(/^扩大推送 /), expect.stringMatching(/^停止推送 .+：说法不对（wang）$/), '退回：police/person-1-1 第 1 版（wang）', '暂停办理 residence：系统检修（wang）']);
  });
  test('bad content is told with file and line, and nothing is published', async () => {
    const { run, edit } = await desk();
    await run('publish');
    edit('depth: guide', 'depht: guide');
    const bad = await run('publish');
    expect(bad.code).toBe(1);
    expect(bad.complained).toMatch(/^content\/items\/person\/birth\/residence\.yaml:\d+ {2}不认识“depht”这一项，是不是想写“depth”？/);
    expect(bad.complained).toMatch(/内容有 \d+ 处问题，什么也没有发布。$/);
    expect((await run('history')).said.split('\n')).toHaveLength(2);
  });
  test('warnings of signatures that end make another exit code, for who runs it by the clock', async () => {
    const { run, later } = await desk();
    later(8 * day);
    expect(await run('status')).toMatchObject({ code: 3, complained: expect.stringContaining('timestamp 的签名已于 2026-12-08T00:00:00Z 到期，终端不再接受新内容（原有内容照常显示）。') });
    expect(await run('verify')).toMatchObject({ code: 1, complained: 'timestamp 的签名已经到期' });
    expect(await run('renew')).toMatchObject({ code: 0 });
    expect(await run('status')).toMatchObject({ code: 0 });
  });
  test('a wrong word is answered with how it is written', async () => {
    const { run } = await desk();
    expect((await run('publsh')).code).toBe(2);
    expect((await run('publsh')).said).toContain('roll-back   ');
    expect(await run('publish', '--chanels', 'x')).toMatchObject({ code: 2 });
    expect(await run('publish', '--channels', 'everybody')).toMatchObject({ code: 2, complained: '没有“everybody”这一组，只有 canary、pilot、stable' });
    expect(await run('status', '--dir', '/nowhere')).toMatchObject({ code: 1, complained: expect.stringMatching(/^\/nowhere 里没有目录。/) });
    expect(await run('withdraw', 'nothing', '--why', '试试')).toMatchObject({ code: 1, complained: '没有这个事项：“nothing”。' });
  });
});

describe('people who sign elsewhere', () => {
  test('a department: plan --out, sign on its own machine, publish', async () => {
    const { dir, root, run, edit } = await desk();
    await run('publish');
    edit('给孩子上户口', '孩子落户');
    // Its key lies with the department, not in the catalog.
    mkdirSync(path.join(root, 'police'));
    const key = path.join(root, 'police/key.pem');
    renameSync(path.join(dir, 'keys/dept-police.pem'), key);
    expect(await run('publish')).toMatchObject({ code: 1, complained: '找不到钥匙 dept-police。' });
    const draft = path.join(root, 'draft.json');
    expect((await run('plan', '--out', draft, '--title', '改说法')).said).toContain('要签的角色：dept-police。');
    expect(await run('publish', draft)).toMatchObject({ code: 1, complained: 'dept-police 的有效签名只有 0 个，要 1 个。' });
    const signed = await run('sign', draft, '--role', 'dept-police', '--key', key);
    expect(signed.said).toMatch(/区公安分局 · 个人 1\.1 出生 第 2 版，共 1 个文件\n +修改 items\/residence\.json（出生登记）\n +群众的叫法：“给孩子上户口” → “孩子落户”\ndept-police 已签，现在有 1 个签名。$/);
    expect(await run('publish', draft)).toMatchObject({ code: 0 });
    expect(await run('publish', draft)).toMatchObject({ code: 0 });
    expect(await run('verify')).toMatchObject({ code: 0 });
  });
  test('holders: a key made elsewhere replaces one, two of three sign one after the other', async () => {
    const { dir, root, run } = await desk();
    const holders = [1, 2, 3].map((n) => { const file = path.join(root, `holder-${n}.pem`); renameSync(path.join(dir, `keys/holder-${n}.pem`), file); return file; });
    expect(await run('key', 'holder-2', '--out', path.join(root, 'new'))).toMatchObject({ code: 0 });
    const draft = path.join(root, 'root.json');
    expect(await run('rotate', 'holder-2', '--new-key', path.join(root, 'new/holder-2.json'), '--out', draft)).toMatchObject({ code: 0 });
    for (const [n, goes] of [[0, 1], [2, 0]] as const) {
      for (const role of ['root', 'targets']) expect(await run('sign', draft, '--role', role, '--key', holders[n]!)).toMatchObject({ code: 0 });
      expect((await run('publish', draft)).code).toBe(goes);
    }
    expect(await run('verify')).toMatchObject({ code: 0 });
    expect((await run('status')).said).toContain('root 第 2 版');
    expect((await run('status')).said).toContain('holder-1、holder-2-2、holder-3');
    expect(JSON.parse((await run('root')).said)).toMatchObject({ signed: { version: 2 } });
  });
  test("the catalog's own key is made where it is used, and never over one that is there", async () => {
    const { dir, run } = await desk();
    expect(await run('rotate', 'timestamp')).toMatchObject({ code: 0 });
    expect((await run('status')).said).toContain('自动签：timestamp-2');
    expect(await run('renew')).toMatchObject({ code: 0 });
    expect(await run('verify')).toMatchObject({ code: 0 });
    expect(await run('key', 'timestamp', '--out', path.join(dir, 'keys'))).toMatchObject({ code: 1, complained: expect.stringContaining('已经有了，不覆盖') });
    expect(await run('rotate', 'dept-police')).toMatchObject({ code: 2, complained: '请给出新的公钥：--new-key <公钥.json>（用 key 命令做）' });
    expect(await run('revoke', 'dept-police')).toMatchObject({ code: 1, complained: 'dept-police 只剩 0 把钥匙，至少要 1 把。请同时给出新的钥匙。' });
  });
  test('a draft that is none, or of an older catalog, is refused', async () => {
    const { root, run } = await desk();
    const draft = path.join(root, 'draft.json');
    await run('plan', '--out', draft);
    cpSync(draft, `${draft}.old`);
    await run('publish');
    expect(await run('publish', `${draft}.old`)).toMatchObject({ code: 1, complained: expect.stringMatching(/^这份草稿是在 dept-\w+ 第 1 版上做的，现在已经是第 2 版。请重新 plan，再签一次。$/) });
    writeFileSync(draft, '{"format":"else"}');
    expect(await run('publish', draft)).toMatchObject({ code: 1, complained: `草稿不完整或被改过：${draft}。` });
  });
});

test('a terminal is enrolled with the newest root and a token that is its own', async () => {
  const { dir, run } = await desk();
  const { said } = await run('enrol', 'SD-0001', '--url', 'https://catalog.example/kiosk');
  const { catalog } = JSON.parse(`{${said}}`) as { catalog: { url: string; reports: { url: string; token: string }; root: object } };
  expect(catalog).toMatchObject({ url: 'https://catalog.example/kiosk', channel: 'stable', reports: { url: 'https://catalog.example/kiosk/v1/heartbeat' }, root: { signed: { _type: 'root', version: 1 } } });
  const secret = readFileSync(path.join(dir, 'keys/heartbeat-secret'), 'utf8').trim();
  expect([tokenFits(secret, 'SD-0001', catalog.reports.token), tokenFits(secret, 'SD-0002', catalog.reports.token)]).toEqual([true, false]);
  expect((await run('enrol', 'nobody')).code).toBe(2);
});

test('media and models become packs of the office, in chunks of a MiB', async () => {
  const { contentDir, root, run } = await desk();
  mkdirSync(path.join(contentDir, 'media/sounds'), { recursive: true });
  mkdirSync(path.join(root, 'models/face'), { recursive: true });
  writeFileSync(path.join(contentDir, 'media/sounds/card.wav'), Buffer.alloc(9000, 7));
  writeFileSync(path.join(root, 'models/face/weights.onnx'), Buffer.alloc(2.5 * 2 ** 20, 9));
  const { said } = await run('publish', '--models', path.join(root, 'models'));
  expect(said).toContain('新增 media/sounds/card.wav');
  expect(said).toContain('新增 models/face/weights.onnx');
  expect(await run('verify')).toMatchObject({ code: 0 });
  // Publishing again without them leaves them where they are.
  expect((await run('plan')).said).toBe('没有改动。');
  writeFileSync(path.join(contentDir, 'media/Bad Name.png'), 'x');
  expect(await run('check')).toMatchObject({ code: 1, complained: expect.stringContaining('media/Bad Name.png:1  文件名只用字母') });
});

test('served, it gives its files, listens to kiosks, and ends when it is told to', async () => {
  const { dir, run } = await desk();
  await run('publish');
  const { catalog } = JSON.parse(`{${(await run('enrol', 'SD-0001')).said}}`) as { catalog: { reports: { token: string } } };
  const said: string[] = [];
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => { stop = resolve; });
  const world: World = {
    say: (line) => said.push(line), complain: (line) => said.push(line), askSecretly: () => Promise.resolve(undefined), now: () => began + 600_000, contentDir: dir,
    env: { CATALOG_ONLINE_PASSPHRASE: '一个够长的口令一二三' },
  };
  const running = runCatalog(['serve', '--dir', dir, '--port', '0', '--fleet', 'sqlite::memory:'], world, stopped);
  await vi.waitFor(() => expect(said.join()).toContain('网页控制台没有打开'));
  const url = /目录在 (\S+?)，/.exec(said.join())![1]!;
  expect((await fetch(`${url}/metadata/timestamp.json`)).status).toBe(200);
  const report = (authorization: string) => fetch(`${url}/v1/heartbeat`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{}' });
  expect([(await report('')).status, (await report(`Bearer ${catalog.reports.token}`)).status]).toEqual([401, 400]);
  stop();
  expect(await running).toBe(0);
  expect(await runCatalog(['serve', '--dir', dir, '--port', 'x'], world, stopped)).toBe(2);
});

test('models that are not what their manifest says are found before anybody signs them; a folder that is just being filled is left alone', async () => {
  const { root, run } = await desk();
  const tiny = tinyPack();
  lay(path.join(root, 'models/face'), { ...tiny.files, 'manifest.json': tiny.manifest });
  lay(path.join(root, 'models/.fresh-1'), { 'Half.onnx': 'half' });
  expect((await run('plan', '--models', path.join(root, 'models'))).said).toContain('新增 models/face/manifest.json');
  lay(path.join(root, 'models/face'), { 'minifasnet-v2.onnx': 'other' });
  rmSync(path.join(root, 'models/face/yunet_s_dynamic.onnx'));
  const { code, complained } = await run('plan', '--models', path.join(root, 'models'));
  expect(code).toBe(1);
  expect(complained).toContain('models/face/minifasnet-v2.onnx:1  和 manifest.json 里写的 sha256 不一样');
  expect(complained).toContain('models/face/yunet_s_dynamic.onnx:1  manifest.json 里写了，文件不在');
  lay(path.join(root, 'models/face'), { 'manifest.json': '{}' });
  expect(await run('check', '--models', path.join(root, 'models'))).toMatchObject({ code: 1, complained: expect.stringContaining('models/face/manifest.json:1') });
});
