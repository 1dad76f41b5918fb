import { expect, test } from 'vitest';
import type { FaceStatus } from '../../kiosk/face/port.ts';
import { sayIn } from '../../kiosk/core/say.ts';
import type { Kiosk } from '../../kiosk/models/kiosk.ts';
import { FaceRow } from '../../kiosk/screens/face-row.tsx';
import type { DeviceRowProps } from '../../kiosk/ui/device-list.tsx';
import { pack } from '../content/pack.ts';

const rowOf = (status: FaceStatus, language: 'zh' | 'en' = 'zh') => {
  const kiosk = { say: { value: sayIn(pack, language) }, health: { face: { value: status } } } as unknown as Kiosk;
  return FaceRow({ kiosk }).props as unknown as DeviceRowProps;
};

test('without models the row says that faces cannot be checked, that the other ways are open, and what to do', () => {
  expect(rowOf({ is: 'absent' })).toMatchObject({ tags: [{ label: '未安装', tone: 'info' }], notes: ['本机没有人脸模型，不能刷脸。', '身份证、手机验证码、帮办员等其他方式照常。'], todo: expect.stringContaining('npm run models') });
  expect(rowOf({ is: 'broken' })).toMatchObject({ tags: [{ label: '不可用', tone: 'attention' }], notes: [expect.any(String), expect.stringContaining('其他方式照常')] });
  expect(rowOf({ is: 'absent' }, 'en').notes).toContain('The other ways (identity card, code by phone, helper) work as always.');
});

test('models that work say which they are, and how they run once they do', () => {
  const idle = rowOf({ is: 'idle', pack: '2026-01-02' });
  expect(idle).toMatchObject({ tags: [{ tone: 'done' }], notes: ['模型 2026-01-02'] });
  expect(idle.todo).toBeUndefined();
  expect(rowOf({ is: 'ready', pack: '2026-01-02', on: 'wasm-threads' }).notes).toEqual(['模型 2026-01-02', '用多个线程计算']);
});
