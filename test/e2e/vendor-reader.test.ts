// Readers behind their maker's service on this machine, driven by the page itself: under the kiosk's own policy, at the maker's port.
import { afterEach, expect, test } from 'vitest';
import { type VendorService, vendorServices } from '../../drivers/id-reader/vendor-service/services.ts';
import { people } from '../../kiosk/dock/people.ts';
import { startCardService } from '../drivers/id-reader/card-service.ts';
import { citizen } from './citizen.ts';
import { openStage, type Stage } from './stage.ts';
import { openMatter } from './walks.ts';

let stage: Stage;
afterEach(() => stage?.close());

test.each(Object.values<VendorService>(vendorServices))('a card is read by $model from the page', async (service) => {
  const maker = await startCardService(service, { port: Number(new URL(service.origin).port) });
  try {
    stage = await openStage({ devices: { 'id-reader': { model: service.model } } });
    const c = citizen(stage);
    await openMatter(c, /到外地看病备案/);
    await c.touch('开始办理');
    await c.at(/要知道的/);
    await stage.page.waitForTimeout(500);
    await c.touch('我知道了，开始');
    await c.at(/身份证放在/);
    const { id: _id, label: _label, ...printed } = people.find(({ id }) => id === 'adult')!;
    maker.lay({ ...printed, kind: 'resident' });
    await c.at(/您好/);
    expect(maker.heard).toContain(`${service.read.method} ${service.read.path}`);
    expect(stage.consoleErrors).toEqual([]);
    // What leaves the page goes to the maker's service and nowhere else.
    expect(stage.strangeRequests.filter((address) => !address.startsWith(`${service.origin}/`))).toEqual([]);
  } finally { await maker.close(); }
});
