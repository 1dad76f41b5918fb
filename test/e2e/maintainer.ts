import { demoPin } from '../../kiosk/host/demo.ts';
import type { Citizen } from './citizen.ts';

/** From the first screen to the maintainer's door. */
export async function knock(c: Citizen) {
  await c.stage.ready('idle');
  await c.touch('查看本机状态');
  await c.at(/本机状态/);
  await c.touch('工作人员维护');
  await c.at(/维护密码/);
  await c.reads('进入维护后，本机暂停办事，结束维护后恢复');
}
export async function enterMaintenance(c: Citizen) {
  await knock(c);
  await c.keys(demoPin);
  await c.touch('进入维护');
  await c.at(/设备维护/);
}
/** Opens the page on which one device is tried. */
export async function tryDevice(c: Citizen, name: string) {
  const { page } = c.stage;
  await page.locator('.device-row').filter({ has: page.getByRole('heading', { name, exact: true }) }).getByRole('button', { name: '试用', exact: true }).tap();
  await c.at(new RegExp(`试用：${name}`));
}

/** All a maintainer sees: the door, the list before and after the tests, each device tried, and what the office refused. */
export async function walkMaintenance(c: Citizen) {
  const { dock, page } = c.stage;
  await c.touch('查看本机状态');
  await dock.control({ do: 'receipt-printer', paper: 'end' });
  await dock.control({ do: 'reader', unplugged: true });
  await c.reads(/打开前盖换纸卷/);
  await c.reads(/2 样需要处理/);
  await c.seen('status-trouble');
  await c.touch('返回');
  await dock.control({ do: 'reader', unplugged: false });
  await knock(c);
  await c.seen('door');
  await c.keys('99887766');
  await c.touch('进入维护');
  await c.reads(/密码不对/);
  await c.seen('door-wrong');
  await c.keys(demoPin);
  await c.touch('进入维护');
  await c.at(/设备维护/);
  await c.seen('maintenance');
  await c.touch('全部自检');
  await c.reads(/自检完了/);
  await c.seen('maintenance-tested');
  await dock.control({ do: 'receipt-printer', paper: 'full' });
  // The face models are no device: there is nothing to try.
  const names = await page.locator('.device-row').filter({ has: page.getByRole('button', { name: '试用', exact: true }) }).locator('h2').allTextContents();
  for (const name of names) {
    await tryDevice(c, name);
    if (name === 'A4 打印机') {
      await c.touch('打印测试页');
      await c.reads('请从 A4 出纸口取走');
    }
    if (name === '摄像头' || name === '高拍仪') {
      await c.touch('打开看一看');
      await c.reads('画面开着');
    }
    await c.seen(`try-${name}`);
    await c.touch('试用正常');
    await c.at(/设备维护/);
  }
  await c.touch('结束维护');
  await c.stage.ready('idle');
}
