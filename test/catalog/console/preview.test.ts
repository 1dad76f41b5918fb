import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Stand, stand } from './stand.ts';

vi.setConfig({ testTimeout: 90_000 });
const records = 'items/person/social-security/social-insurance-records.yaml';
let it: Stand;
beforeAll(async () => { it = await stand(); });
afterAll(() => it.close());
const ask = (address: string, cookie: string) => fetch(it.console.previewUrl + address, { headers: { cookie } });

test('the preview shows an edit to whom it was opened for, and nothing to anybody else', async () => {
  const [lin, chen] = await Promise.all([it.as('lin'), it.as('chen')]);
  expect((await ask('/content/pack.json', '')).status).toBe(403);
  expect((await ask('/content/pack.json', lin.cookie)).status).toBe(403);
  const edit = String((await lin.post('/api/edits', { title: '预览' })).body['id']);
  const { seen } = (await lin.get(`/api/file?file=${records}&edit=${edit}`)).body as unknown as { seen: string };
  await lin.post(`/api/edits/${edit}/save`, { file: records, seen, changes: [{ at: ['plain'], to: '预览里的叫法' }] });
  const opened = await lin.post('/api/preview', { edit });
  expect(opened.body).toMatchObject({ url: it.console.previewUrl, opens: '预览里的叫法' });
  const pack = await (await ask('/content/pack.json', lin.cookie)).json() as { items: Record<string, { plain: string; examples: [] }>; sites: Record<string, { first: string[]; hours: { open: string; close: string }[]; night: null }> };
  expect(pack.items['social-insurance-records']).toMatchObject({ plain: '预览里的叫法', examples: [] });
  // The maintainers look at any hour, and find what they changed at once.
  expect(pack.sites['demo']).toMatchObject({ night: null, hours: [{ open: '00:00', close: '24:00' }] });
  expect(pack.sites['demo']!.first[0]).toBe('social-insurance-records');
  expect((await ask('/content/pack.json', chen.cookie)).status).toBe(403);
});

test('what is previewed has no devices and no service worker, and may stand only inside the console', async () => {
  const lin = await it.as('lin');
  await lin.post('/api/preview', { edit: null });
  expect(await (await ask('/site.json', lin.cookie)).json()).toMatchObject({ simulated: true, devices: {} });
  const page = await ask('/site.json', lin.cookie);
  expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${it.console.url}`);
  expect((await ask('/service-worker.js', lin.cookie)).status).toBe(404);
});

test('content with something to mend is not shown as citizens would see it', async () => {
  const lin = await it.as('lin');
  const edit = String((await lin.post('/api/edits', { title: '坏的' })).body['id']);
  const { seen } = (await lin.get(`/api/file?file=${records}&edit=${edit}`)).body as unknown as { seen: string };
  await lin.post(`/api/edits/${edit}/save`, { file: records, seen, changes: [{ at: ['timing', 'promisedLimit'], to: '很快' }] });
  expect((await lin.post('/api/preview', { edit })).body.says).toBe('内容里还有 1 处要改，改好才能预览。');
});
