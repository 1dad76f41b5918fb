import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRegister, putPerson, strikeOff } from '../../../content/catalog/console/people.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'people-test-'));
const file = path.join(dir, 'users.json');
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const wang = { id: 'wang', name: '王某', department: 'police', duties: ['编辑'] as const, password: '一个足够长的密码-1' };

test('somebody is taken up: the password is nowhere, and only the owner of the file reads the rest', async () => {
  await putPerson(file, wang);
  expect(readFileSync(file, 'utf8')).not.toContain(wang.password);
  expect(statSync(file).mode & 0o077).toBe(0);
  const register = openRegister(file);
  expect((await register.recognise('wang', wang.password))?.name).toBe('王某');
  expect(await register.recognise('wang', '一个足够长的密码-2')).toBeUndefined();
  expect(await register.recognise('nobody', wang.password)).toBeUndefined();
});
test('a new password and new duties hold at once, for the same person', async () => {
  await putPerson(file, { ...wang, duties: ['编辑', '审批'], password: '换了一个密码-345' });
  const register = openRegister(file);
  expect(register.all()).toEqual([{ id: 'wang', name: '王某', department: 'police', duties: ['编辑', '审批'] }]);
  expect(await register.recognise('wang', wang.password)).toBeUndefined();
});
test('a short password and a duty that does not exist are refused, and nothing is changed', async () => {
  const before = readFileSync(file, 'utf8');
  await expect(putPerson(file, { ...wang, password: '太短' })).rejects.toThrow('密码至少 10 个字符');
  await expect(putPerson(file, { ...wang, duties: ['局长' as '编辑'] })).rejects.toThrow();
  expect(readFileSync(file, 'utf8')).toBe(before);
});
test('who is struck off is out at once', async () => {
  const register = openRegister(file);
  expect(await strikeOff(file, 'wang')).toBe('struck off');
  expect(register.find('wang')).toBeUndefined();
  expect(await strikeOff(file, 'wang')).toBe('nobody');
});
