import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReadOutcome } from '../../../drivers/id-reader/port.ts';
import { vendorServiceReader } from '../../../drivers/id-reader/vendor-service/driver.ts';
import { readReply } from '../../../drivers/id-reader/vendor-service/reply.ts';
import { nationCode, type VendorService, vendorServices } from '../../../drivers/id-reader/vendor-service/services.ts';
import { testIdReader } from '../contract/id-reader.ts';
import { citizenNumber, elder, person } from '../people.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';
import { type CardService, startCardService } from './card-service.ts';

/** Time stands still while a request travels over the real socket, and passes while the service is silent on purpose. */
function benchFor(service: CardService, model: VendorService) {
  const travelling = { count: 0 };
  const counted: typeof fetch = async (url, init) => {
    travelling.count++;
    try {
      const answer = await fetch(url, init);
      const body = await answer.arrayBuffer();
      return answer.type === 'opaque' ? answer : new Response(body, { status: answer.status });
    } finally { travelling.count--; }
  };
  const clock: VirtualClock = virtualClock({
    async idle() {
      for (let rounds = 0; rounds < 3 || (travelling.count > 0 && !service.silent) || (service.silent && rounds < 20); rounds++) await new Promise((resolve) => setImmediate(resolve));
    },
  });
  return { clock, reader: vendorServiceReader(model, { clock, fetch: counted, origin: service.origin }) };
}

describe.each(Object.values<VendorService>(vendorServices))('$model', (model) => {
  let service: CardService;
  beforeAll(async () => { service = await startCardService(model); });
  afterAll(() => service.close());
  beforeEach(() => { service.pull(); service.repeats = false; service.reply = undefined; service.spoil({}); service.heard.length = 0; });
  afterEach(() => { service.silent = false; });
  const bench = () => benchFor(service, model);
  const read = async (): Promise<ReadOutcome> => { const { clock, reader } = bench(); return clock.until(reader.read({ deadlineMs: 5000 })); };

  for (const repeats of [false, true]) {
    testIdReader(repeats ? 'a service that gives a card again while it lies there' : 'a service that gives a card once', () => {
      service.repeats = repeats;
      return {
        ...bench(),
        lay: (card) => service.lay(card),
        layOfKind: (letter) => service.lay(person, letter),
        pull: service.pull,
        setSilent: (silent) => { service.silent = silent; },
      };
    }, { letters: model.kind === undefined ? ['J', 'I', 'Y'] : ['J', 'I', 'Y', 'Q'] });
  }

  test('the next citizen\'s card is read although nobody saw the last one go', async () => {
    service.repeats = true;
    const { clock, reader } = bench();
    service.lay(person);
    expect(await clock.until(reader.read({ deadlineMs: 5000 }))).toEqual({ is: 'read', card: person });
    service.lay(elder);
    expect(await clock.until(reader.read({ deadlineMs: 5000 }))).toEqual({ is: 'read', card: elder });
  });
  test('asks no oftener than every 500 ms, and only what is documented', async () => {
    const { clock, reader } = bench();
    await clock.until(reader.read({ deadlineMs: 5000 }));
    const { method, path } = model.read;
    expect(service.heard.filter((one) => one === `${method} ${path}`).length).toBeLessThanOrEqual(11);
    expect([...new Set(service.heard)]).toEqual([model.open ? `${model.open.method} ${model.open.path}` : 'GET /', `${method} ${path}`]);
  });
  test.each([
    ['name', { name: '' }], ['name', { name: '周'.repeat(16) }], ['sex', { sex: '5' }], ['nation', { nation: 'xx' }], ['birth', { birth: '19860230' }], ['birth', { birth: '19860513' }],
    ['number', { number: citizenNumber('1986-05-12', '101').slice(0, 17) + '!' }], ['number', { number: '370499198605121' }], ['address', { address: '路'.repeat(36) }], ['validFrom', { validFrom: '' }], ['validTo', { validTo: '20180101' }], ['validTo', { validTo: 'never' }],
  ] as const)('a card with a wrong %s is bad, and only the field is named: %j', async (field, wrong) => {
    service.spoil(Object.fromEntries(Object.entries(wrong).map(([name, value]) => [model.fields[name as keyof typeof model.fields], value])));
    service.lay(person);
    expect(await read()).toEqual({ is: 'bad-card', field });
  });
  test('dates may be written with points or 年月日', async () => {
    service.spoil({ [model.fields.birth]: '1986年05月12日', [model.fields.validFrom]: '2019.03.01', [model.fields.validTo]: '长期' });
    service.lay(person);
    expect(await read()).toEqual({ is: 'read', card: { ...person, validTo: 'long-term' } });
  });
  test.each<[string, (service: CardService) => void]>([
    ['an HTTP error', (s) => { s.reply = (response) => void response.writeHead(500).end('{}'); }],
    ['a page', (s) => { s.reply = (response) => void response.end('<html>'); }],
    ['another object', (s) => { s.reply = (response) => void response.end('{"ok":true}'); }],
  ])('%s instead of a reply is an offline service', async (_what, spoil) => {
    spoil(service);
    expect(await read()).toEqual({ is: 'offline', why: 'no-answer' });
  });
  test('a reply without end is given up', async () => {
    service.reply = (response) => {
      const more = () => { while (!response.destroyed && response.write(' '.repeat(65_536))); };
      response.on('drain', more);
      more();
    };
    expect(await vendorServiceReader(model, { origin: service.origin }).read({ deadlineMs: 5000 })).toEqual({ is: 'offline', why: 'no-answer' });
  });
  test('a connection cut in the middle of a reply, or a redirect elsewhere, is an offline service', async () => {
    service.reply = (response) => { response.writeHead(200, { 'content-length': '500' }); response.write('{'); setTimeout(() => response.destroy(), 5); };
    expect(await read()).toMatchObject({ is: 'offline' });
    service.reply = (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    expect(await read()).toMatchObject({ is: 'offline' });
  });
  test('nothing listening is an offline service', async () => {
    const gone = vendorServiceReader(model, { origin: 'http://127.0.0.1:1' });
    expect(await gone.status()).toEqual({ is: 'offline', why: 'no-wire' });
    expect(await gone.read({ deadlineMs: 2000 })).toEqual({ is: 'offline', why: 'no-wire' });
    expect(await gone.selfTest()).toEqual({ is: 'failed', why: 'no-wire' });
  });
  test('whatever text comes, it is never a card with a number that cannot be', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(person.number), fc.constant('19860512'), fc.array(fc.string()));
    const reply = fc.dictionary(fc.constantFrom(...Object.values(model.fields), model.code, model.card || 'x', 'constructor'), value);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), reply.map((card) => JSON.stringify({ [model.code]: 0, ...card, ...(model.card !== '' && { [model.card]: card }) }))), (text) => {
      expect(['nothing', 'nonsense', 'bad-card', 'unknown-card']).toContain(readReply(text, model).is);
    }), { numRuns: 3000 });
  });
});

test('the document camera\'s service gives the new address of a card that carries one', () => {
  const { 'idcard-38088': model } = vendorServices;
  const { fields } = model;
  const info = { [fields.name]: person.name, [fields.sex]: '1', [fields.nation]: '01', [fields.birth]: '19860512', [fields.address]: person.address, [fields.number]: person.number, [fields.issuer]: person.issuer, [fields.validFrom]: '20190301', [fields.validTo]: '20390301' };
  const reply = (appendMsg: string) => readReply(JSON.stringify({ code: 0, IDCardInfo: { ...info, appendMsg } }), model);
  expect(reply('山东省枣庄市示范区新路3号')).toEqual({ is: 'card', card: { ...person, address: '山东省枣庄市示范区新路3号' } });
  expect(reply('无')).toEqual({ is: 'card', card: person });
});
test('nations are known by name', () => {
  expect(['汉', '汉族', '维吾尔族', '基诺', '火星'].map(nationCode)).toEqual(['01', '01', '05', '56', '']);
});
