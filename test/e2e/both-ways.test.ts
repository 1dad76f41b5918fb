// One reader, one driver, two ways to stand (HOUSE.md): the page over Web Serial and no host, or the host over its own serial
// line and the page over XFS4IoT. Configuration alone chooses. The reader is at the end of a real terminal line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { simSam } from '../../drivers/id-reader/sdt/device.ts';
import { chromiumPolicies } from '../../kiosk/deploy/chromium-policies.ts';
import { policedProgram } from '../deploy/policed-browser.ts';
import { people } from '../../kiosk/dock/people.ts';
import { fileWire, noPty, ptyPair } from '../drivers/pty.ts';
import { noSerialBrowser } from '../drivers/serial-chromium.ts';
import { demoConfig } from '../host/demo-config.ts';
import { freePort } from '../host/host-process.ts';
import { citizen, personal } from './citizen.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { openMatter } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());
const baudRate = 115_200;

/** The page drives the reader; its browser has the line by the policies made for this very configuration. */
function byPage(line: string): StageOptions {
  const devices = { 'id-reader': { model: 'sdt', wire: { is: 'web-serial' as const, baudRate } } };
  return {
    devices,
    browser(origin) {
      const { DeveloperToolsAvailability: _tools, RemoteDebuggingAllowed: _remote, ...policies } = chromiumPolicies({ port: Number(new URL(origin).port), site: { ...demoConfig, devices } }).policies;
      const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-both-ways-'));
      onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
      return policedProgram(dir, { policies, mounts: [[line, '/dev/ttyS0']] });
    },
  };
}
const byHost = async (line: string): Promise<StageOptions> => ({
  demo: { through: 'host', publisherPorts: [await freePort()], hostDevices: { 'id-reader': { model: 'sdt', wire: { is: 'serial', path: line, baudRate } } } },
});

for (const [way, options, missing] of [['the page over Web Serial, without the host', byPage, noSerialBrowser], ['the host over its serial line', byHost, noPty]] as const) {
  test.skipIf(missing !== undefined)(`a card is read by ${way}: pulled too early first, then whole${missing === undefined ? '' : ` (skipped: ${missing})`}`, async () => {
    const line = await ptyPair();
    onTestFinished(() => line.close());
    const sam = simSam(fileWire(line.far), { baud: baudRate, fragmentBytes: 97 });
    stage = await openStage(await options(line.near));
    const c = citizen(stage);
    const rare = people.find(({ id }) => id === 'rare')!;
    const { id: _id, label: _label, ...printed } = rare;
    await openMatter(c, /到外地看病备案/);
    await c.touch('开始办理');
    await c.touch('我知道了，开始');
    await c.at(/身份证放在/);
    sam.pullDuringRead(600);
    sam.layCard({ kind: 'resident', ...printed });
    await c.at(/没读完，卡拿开了/);
    sam.layCard({ kind: 'resident', ...printed });
    await c.touch('再读一次');
    await c.at(/您好/);
    await c.reads(/𠮷|㛃/);
    sam.pullCard();
    await c.touch('退出');
    await c.touch('清除并退出');
    await stage.ready('idle');
    expect(await stage.personalTraces(personal('rare'))).toEqual([]);
    expect(stage.dock.state().reader.connected).toBe(false);
  });
}
