// The maintainer's mode: applications make way, or are gone.
import { expect, onTestFinished, test } from 'vitest';
import { xfsClient } from '../../../drivers/xfs4iot/client.ts';
import { type VendorModeOptions, xfs4iotVendorMode } from '../../../drivers/xfs4iot/vendor-mode.ts';
import { vendorMode } from '../../../drivers/xfs4iot/vendor-mode-service.ts';
import { openFromPage, startServer, token } from './bench.ts';
import { type Peer, peerOf } from './peer.ts';

async function kiosk() {
  const mode = vendorMode();
  const { serviceUris: [uri] } = await startServer([mode.service]);
  let id = 0;
  const ask = async (peer: Peer, name: string, payload = {}) => {
    peer.command(`VendorMode.${name}`, ++id, {}, payload);
    return (await peer.heard('completion', { requestId: id })).header.completionCode;
  };
  const told = (peer: Peer) => peer.said.filter(({ header }) => header.type === 'unsolicited' && header.name.startsWith('VendorMode')).map(({ header }) => header.name.slice('VendorMode.'.length));
  const app = (options: VendorModeOptions) => {
    const client = xfsClient({ at: uri!, token, open: openFromPage });
    onTestFinished(client.close);
    return xfs4iotVendorMode(client, options);
  };
  return { mode, ask, told, app, join: () => peerOf(uri!) };
}

test('with nobody registered the mode is entered and left at once, and only in turn', async () => {
  const { mode, ask, told, join } = await kiosk();
  const a = await join();
  expect([await ask(a, 'ExitModeRequest'), await ask(a, 'EnterModeAcknowledge'), await ask(a, 'ExitModeAcknowledge')]).toEqual(['sequenceError', 'sequenceError', 'sequenceError']);
  expect(await ask(a, 'EnterModeRequest')).toBe('success');
  expect(mode.state).toBe('active');
  expect(await ask(a, 'EnterModeRequest')).toBe('sequenceError');
  expect(await ask(a, 'ExitModeRequest')).toBe('success');
  expect(mode.state).toBe('inactive');
  expect(told(a)).toEqual(['ModeEnteredEvent', 'ModeExitedEvent']);
});
test('registered applications are asked, nobody else; the last acknowledge enters the mode, and everybody is told', async () => {
  const { mode, ask, told, join } = await kiosk();
  const [one, two, looker, maintainer] = [await join(), await join(), await join(), await join()];
  const states: string[] = [];
  mode.watch((state) => states.push(state));
  expect([await ask(one, 'Register', { appName: 'kiosk' }), await ask(two, 'Register', { appName: 'monitor' })]).toEqual(['success', 'success']);
  expect([await ask(looker, 'Register', {}), await ask(looker, 'Register', { appName: 'x'.repeat(101) })]).toEqual(['invalidData', 'invalidData']);
  expect(await ask(maintainer, 'EnterModeRequest')).toBe('success');
  await two.heard('unsolicited', { name: 'VendorMode.EnterModeRequestEvent' });
  expect(mode.state).toBe('enterPending');
  expect(await ask(one, 'EnterModeAcknowledge')).toBe('success');
  expect([mode.state, await ask(one, 'EnterModeAcknowledge'), await ask(looker, 'EnterModeAcknowledge')]).toEqual(['enterPending', 'sequenceError', 'sequenceError']);
  expect(await ask(two, 'EnterModeAcknowledge')).toBe('success');
  for (const peer of [one, two, looker, maintainer]) await peer.heard('unsolicited', { name: 'VendorMode.ModeEnteredEvent' });
  expect(await ask(maintainer, 'ExitModeRequest')).toBe('success');
  for (const peer of [two, one]) {
    await peer.heard('unsolicited', { name: 'VendorMode.ExitModeRequestEvent' });
    expect(await ask(peer, 'ExitModeAcknowledge')).toBe('success');
  }
  await looker.heard('unsolicited', { name: 'VendorMode.ModeExitedEvent' });
  expect(told(looker)).toEqual(['ModeEnteredEvent', 'ModeExitedEvent']);
  expect(states).toEqual(['enterPending', 'active', 'exitPending', 'inactive']);
});
test('an application that goes away holds nothing up, and the mode outlives the maintainer’s tool', async () => {
  const { mode, ask, join } = await kiosk();
  const [app, maintainer] = [await join(), await join()];
  await ask(app, 'Register', { appName: 'kiosk' });
  await ask(maintainer, 'EnterModeRequest');
  expect(mode.state).toBe('enterPending');
  app.leave();
  await maintainer.heard('unsolicited', { name: 'VendorMode.ModeEnteredEvent' });
  maintainer.leave();
  await maintainer.closed;
  expect(mode.state).toBe('active');
  const other = await join();
  other.command('Common.Status', 999);
  expect((await other.heard('completion', { requestId: 999 })).payload!.vendorMode).toEqual({ device: 'online', service: 'active' });
  expect(await ask(other, 'ExitModeRequest')).toBe('success');
  expect(mode.state).toBe('inactive');
});
test('a page that registers makes way when its visit is over, and the maintainer sees each state', async () => {
  const { mode, app } = await kiosk();
  let visitOver!: () => void;
  const asked: string[] = [];
  const page = app({ appName: 'kiosk', makeWay: (change) => { asked.push(change); return change === 'enter' ? new Promise((resolve) => { visitOver = resolve; }) : Promise.resolve(); } });
  const maintainer = app({});
  const seen: string[] = [];
  maintainer.watch((state) => seen.push(state));
  await expect.poll(() => [page.state, maintainer.state]).toEqual(['inactive', 'inactive']);
  await expect.poll(async () => { const asked = await maintainer.enter(); return [asked, mode.state]; }).toEqual(['asked', 'enterPending']);
  await expect.poll(() => asked).toEqual(['enter']);
  expect([await maintainer.enter(), await maintainer.exit()]).toEqual(['refused', 'refused']);
  visitOver();
  await expect.poll(() => page.state).toBe('active');
  expect(await maintainer.exit()).toBe('asked');
  await expect.poll(() => page.state).toBe('inactive');
  await expect.poll(() => seen).toEqual(['inactive', 'enterPending', 'active', 'exitPending', 'inactive']);
  expect(asked).toEqual(['enter', 'exit']);
});
test('while the host does not answer, the mode is unknown and nothing can be asked', async () => {
  const client = xfsClient({ at: async () => undefined, retries: false });
  onTestFinished(client.close);
  const mode = xfs4iotVendorMode(client, { appName: 'kiosk' });
  expect([mode.state, await mode.enter(), await mode.exit()]).toEqual(['unknown', 'offline', 'offline']);
});
test('the kiosk\'s own maintainer asks through no client: the mode comes when the page has made way, and goes with them', async () => {
  const { mode, ask, join } = await kiosk();
  const page = await join();
  await ask(page, 'Register', { appName: 'shuangquan-kiosk' });
  mode.own('on');
  expect(mode.state).toBe('enterPending');
  // Gone again before the page made way: the mode is left as soon as it was entered.
  mode.own('off');
  expect(await ask(page, 'EnterModeAcknowledge')).toBe('success');
  await expect.poll(() => mode.state).toBe('exitPending');
  expect(await ask(page, 'ExitModeAcknowledge')).toBe('success');
  expect(mode.state).toBe('inactive');
});
test('the kiosk\'s own maintainer does not end a mode that somebody else asked for', async () => {
  const { mode, ask, join } = await kiosk();
  const tool = await join();
  expect(await ask(tool, 'EnterModeRequest')).toBe('success');
  mode.own('on');
  mode.own('off');
  await ask(tool, 'ExitModeAcknowledge');
  expect(mode.state).toBe('active');
  expect(await ask(tool, 'ExitModeRequest')).toBe('success');
  expect(mode.state).toBe('inactive');
});
