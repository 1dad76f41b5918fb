// The search for traces is only worth something if it finds what is planted: each hiding place once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

const secret = '周文清';
let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.close());

test('an untouched kiosk has no trace of anybody', async () => {
  expect(await stage.personalTraces([secret, '370499198605121010'])).toEqual([]);
});

const places: readonly [where: string, plant: (text: string) => unknown, clean: (text: string) => unknown][] = [
  ['document', (text) => { document.body.dataset['x'] = text; }, () => { delete document.body.dataset['x']; }],
  ['field', (text) => { const field = document.createElement('input'); field.id = 'planted'; field.value = text; document.body.append(field); }, () => document.getElementById('planted')?.remove()],
  ['localStorage', (text) => localStorage.setItem('x', text), () => localStorage.clear()],
  ['sessionStorage', (text) => sessionStorage.setItem(text, 'x'), () => sessionStorage.clear()],
  ['history.state', (text) => history.replaceState({ deep: [text] }, ''), () => history.replaceState(null, '')],
  ['address', (text) => history.replaceState(null, '', `#${encodeURIComponent(text)}`), () => history.replaceState(null, '', '/')],
  ['window.name', (text) => { window.name = text; }, () => { window.name = ''; }],
  ['cookies', (text) => { document.cookie = `x=${text}`; }, () => { document.cookie = 'x=;max-age=0'; }],
  ['cache', async (text) => (await caches.open('x')).put('/x', new Response(new TextEncoder().encode(text))), () => caches.delete('x')],
  ['files', async (text) => { const file = await (await navigator.storage.getDirectory()).getFileHandle('x', { create: true }); const out = await file.createWritable(); await out.write(text); await out.close(); }, async () => (await navigator.storage.getDirectory()).removeEntry('x')],
];

test.each(places)('a name left in %s is found, and gone when it is gone', async (where, plant, clean) => {
  await stage.page.evaluate(plant, secret);
  expect(await stage.personalTraces([secret])).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^${where}.*${secret}`))]));
  await stage.page.evaluate(clean, secret);
  expect(await stage.personalTraces([secret])).toEqual([]);
});

test.each(['text', 'utf8', 'utf16', 'key'] as const)('a name left in a database as %s is found', async (how) => {
  await stage.page.evaluate(async ([text, form]) => {
    const bytes = form === 'utf8' ? new TextEncoder().encode(text).buffer : new Uint16Array([...text].map((char) => char.charCodeAt(0))).buffer;
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open('planted');
      opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('s'));
      opening.addEventListener('success', () => {
        const writing = opening.result.transaction('s', 'readwrite');
        writing.objectStore('s').put(form === 'text' ? { a: [{ b: text }] } : form === 'key' ? 1 : { a: new Map([[1, bytes]]) }, form === 'key' ? text : 'k');
        writing.addEventListener('complete', () => { opening.result.close(); resolve(); });
      });
    });
  }, [secret, how] as const);
  expect(await stage.personalTraces([secret])).toEqual([expect.stringContaining(`indexedDB planted/s${how === 'key' ? ' key' : ''}`)]);
  await stage.page.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('planted').addEventListener('success', resolve); }));
});

test('a request that leaves this machine is recorded, and does not arrive', async () => {
  const before = stage.strangeRequests.length;
  const page = await stage.context.newPage();
  await expect(page.goto('http://outside.example/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
  await page.close();
  expect(stage.strangeRequests.slice(before)).toEqual(['http://outside.example/']);
});

test('what stands in clear in the profile on disk is found', async () => {
  await stage.page.evaluate((text) => localStorage.setItem('x', text), secret);
  await stage.page.waitForTimeout(200);
  expect(await stage.diskTraces([secret])).toContainEqual(expect.stringMatching(/Local Storage.*周文清/));
});
