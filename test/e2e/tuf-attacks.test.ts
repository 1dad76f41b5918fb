// The client as it is bundled, in a real Chromium, before a server that plays the attacker. test/attacks/tuf.test.ts tries more of
// them; here it is the browser's own fetch, WebCrypto and JSON that they come through.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';
import { bundle } from '../tuf/bundle.ts';
import { day, envelope, now, Repository, utf8 } from '../tuf/repository.ts';
import { ecdsa, ed25519, rsa } from '../tuf/signers.ts';
import type { Look } from '../tuf/attacked-page.ts';
import { findChromium } from './chromium.ts';

const target = 'packs/a/1.json';
let repository = new Repository();
/** What is served instead of the repository's file, by a part of its name. */
let attacks = new Map<string, Bytes | ((response: ServerResponse) => void)>();
let server: ReturnType<typeof createServer>;
let base: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = await bundle('test/tuf/attacked-page.ts');
  server = createServer((request, response) => {
    const file = decodeURIComponent(request.url!.slice(1));
    if (file === '') return response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><script type="module">${script}</script>`);
    const attack = [...attacks].find(([part]) => file.includes(part))?.[1];
    if (typeof attack === 'function') return attack(response);
    const bytes = attack ?? repository.files.get(file);
    return bytes ? response.writeHead(200).end(bytes) : response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] });
  page = await browser.newPage();
  await page.goto(base);
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

const look = (at = now) => page.evaluate((one: Look) => attacked.look(one), { base, now: at, targets: [target] });
const kept = () => page.evaluate(() => attacked.kept());
const publish = (content: string) => {
  repository.add('dept-a', target, content);
  Object.assign(repository.targets, { 'x-note': content });
  repository.publish();
};
const taken = (content: string) => ({ listed: [target], downloaded: [content] });

/** The kiosk knows version 2 of everything; version 3 is there to be had. */
beforeEach(async () => {
  attacks = new Map();
  repository = new Repository({ signers: { timestamp: [ecdsa()], snapshot: [ed25519({ as: 'pem' })], targets: [rsa(), ed25519()] } });
  repository.delegate('dept-a', { paths: ['packs/a/*'] });
  publish('nothing yet');
  publish('one');
  await page.evaluate((root) => attacked.begin(root), new TextDecoder().decode(repository.bytes('metadata/1.root.json')));
  expect(await look()).toEqual(taken('one'));
  publish('two');
});

test('without an attacker the new content is taken, whatever kinds of keys signed it', async () => {
  expect(await look()).toEqual(taken('two'));
});

const of = (name: string): string => `metadata/${name === 'timestamp' ? '' : '3.'}${name}.json`;
const signedOf = (name: string) => (JSON.parse(new TextDecoder().decode(repository.bytes(of(name)))) as { signed: Record<string, unknown> }).signed;
const forged = (name: string, change: Record<string, unknown>, signers = repository.signers[name]!) => { attacks.set(of(name), envelope({ ...signedOf(name), ...change }, signers)); };
const endless = (response: ServerResponse) => {
  response.writeHead(200);
  const pour = () => { while (!response.destroyed && response.write(Buffer.alloc(65_536, '{'))); };
  response.on('drain', pour);
  pour();
};
const dripping = (response: ServerResponse) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
};

describe('refused, with the word for it, and what was known stays known', () => {
  test.each<[string, () => void, string]>([
    ['a forged timestamp', () => forged('timestamp', { version: 99 }, [ecdsa()]), 'unsigned timestamp'],
    ['forged targets', () => forged('targets', {}, [rsa(), ed25519()]), 'unsigned targets'],
    ['a department signed by another department’s key', () => forged('dept-a', {}, [ed25519()]), 'unsigned dept-a'],
    ['targets with one signature of two', () => forged('targets', {}, repository.signers.targets!.slice(0, 1)), 'unsigned targets'],
    ['a timestamp rolled back', () => forged('timestamp', { version: 1 }), 'rollback timestamp'],
    ['a snapshot rolled back by a stolen timestamp key', () => forged('timestamp', { version: 9, meta: { 'snapshot.json': { version: 1 } } }), 'rollback snapshot'],
    ['targets of another time', () => { attacks.set(of('targets'), repository.bytes('metadata/2.targets.json')); }, 'version targets'],
    ['a department of another time', () => { attacks.set(of('dept-a'), repository.bytes('metadata/2.dept-a.json')); }, 'version dept-a'],
    ['a snapshot of another time', () => { attacks.set(of('snapshot'), repository.bytes('metadata/2.snapshot.json')); }, 'wrong-hash snapshot'],
    ['a timestamp cut short', () => { attacks.set(of('timestamp'), repository.bytes(of('timestamp')).slice(0, 100)); }, 'malformed timestamp'],
    ['a snapshot cut short', () => { attacks.set(of('snapshot'), repository.bytes(of('snapshot')).slice(0, 100)); }, 'wrong-length snapshot'],
    ['a page instead of targets', () => { attacks.set(of('targets'), utf8('<!doctype html>')); }, 'malformed targets'],
    ['a million brackets', () => { attacks.set(of('targets'), utf8('['.repeat(1e6))); }, 'malformed targets'],
    ['a timestamp without end', () => { attacks.set(of('timestamp'), endless); }, 'too-long timestamp'],
    ['targets without end', () => { attacks.set(of('targets'), endless); }, 'too-long targets'],
    ['a file without end', () => { attacks.set('targets/packs', endless); }, `too-long ${target}`],
    ['a timestamp that drips', () => { attacks.set(of('timestamp'), dripping); }, 'unreachable timestamp'],
    ['a file that drips', () => { attacks.set('targets/packs', (response) => { response.writeHead(200).write('t'); }); }, `unreachable ${target}`],
    ['a connection cut in the middle', () => { attacks.set(of('targets'), (response) => { response.writeHead(200, { 'content-length': 1000 }).write('{'); setTimeout(() => response.destroy(), 50); }); }, 'unreachable targets'],
    ['other bytes of the same length', () => { attacks.set('targets/packs', utf8('bad')); }, `wrong-hash ${target}`],
    ['fewer bytes', () => { attacks.set('targets/packs', utf8('tw')); }, `wrong-length ${target}`],
    ['a name that leads out of its folder', () => { repository.roles.get('dept-a')!.targets['packs/a/../../x'] = { length: 1, hashes: { sha256: '00' } }; repository.publish(); }, 'malformed dept-a'],
    ['a broken server', () => { attacks.set(of('timestamp'), (response) => response.writeHead(500).end()); }, 'unreachable timestamp'],
  ])('%s', async (_, attack, problem) => {
    const before = await kept();
    attack();
    expect(await look()).toEqual({ problem });
    const after = await kept();
    // What was kept on the way was itself well signed; nothing of the attacker's is there.
    const genuine = [...repository.files.values()].map((bytes) => new TextDecoder().decode(bytes));
    for (const [name, text] of Object.entries(after)) expect([before[name], ...genuine]).toContain(text);
    // And when the attacker has gone, the newest is taken, as if he had not been.
    attacks.clear();
    delete repository.roles.get('dept-a')!.targets['packs/a/../../x'];
    publish('three');
    expect(await look()).toEqual(taken('three'));
  });

  test('nothing new for longer than the timestamp holds', async () => {
    expect(await look(now + 8 * day)).toEqual({ problem: 'expired timestamp' });
  });

  test('a target beyond the paths of its role is not listed', async () => {
    repository.roles.get('dept-a')!.targets['packs/b/1.json'] = structuredClone(repository.roles.get('dept-a')!.targets[target]!);
    repository.publish();
    expect(await look()).toEqual(taken('two'));
  });
});
