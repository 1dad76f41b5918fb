import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { companies } from '../../kiosk/dock/companies.ts';
import { readDemoToken, writeDemoToken } from '../../kiosk/dock/demo-codes.ts';
import { helpers } from '../../kiosk/dock/helper-people.ts';
import { isUscc } from '../../content/schema/codes.ts';
import { httpPlatform } from '../../kiosk/platform/http.ts';
import { subject } from './applications.ts';
import { shown } from './shown.ts';
import { startPlatform } from './stand-in.ts';

const dir = mkdtempSync(join(tmpdir(), 'identities-'));
let now = new Date('2026-11-04T09:00:00+08:00');
const office = await startPlatform({ dir, now: () => now });
const platform = httpPlatform({ baseUrl: office.url, kiosk: 'ST01' });
afterAll(async () => {
  await office.close();
  rmSync(dir, { recursive: true });
});
const deadlineMs = 5000;
const purpose = { item: 'social-insurance-records', kiosk: 'ST01', site: 'demo' };
const pass = (ms: number) => { now = new Date(now.getTime() + ms); };
const named = (id: string) => ({ name: subject(id).name, idNumber: subject(id).idNumber });
const refused = (why: string) => ({ is: 'refused', why });
// Each test in an hour of its own: what was counted before is forgotten.
beforeEach(() => pass(3_600_000));

describe('a code held up', () => {
  const ask = (token: Uint8Array) => platform.whoseCode({ token, purpose, deadlineMs });

  test('tells whose it is and how sure its issuer was', async () => {
    expect(await ask(shown('app', 'adult', now.getTime()))).toEqual({ is: 'ok', owner: 'person', person: named('adult'), level: 'card', app: '爱山东（演示数据）' });
    expect(await ask(shown('app-face', 'elder', now.getTime()))).toMatchObject({ level: 'person' });
    expect(await ask(shown('e-id', 'spouse', now.getTime()))).toMatchObject({ person: named('spouse'), level: 'person' });
  });

  test('of a licence tells the company and who holds it up', async () => {
    expect(await ask(shown('licence', 'bakery', now.getTime()))).toMatchObject({ owner: 'company', company: { code: companies[0]!.code }, holder: named('adult'), as: 'legal-person' });
    expect(await ask(shown('licence-agent', 'bakery', now.getTime()))).toMatchObject({ holder: named('spouse'), as: 'agent' });
    expect(await ask(shown('licence-agent', 'orchard', now.getTime()))).toEqual(refused('not-found'));
  });

  test('is good once, for a minute, and not when made in the future', async () => {
    const token = shown('app', 'adult', now.getTime());
    expect(await ask(token)).toMatchObject({ is: 'ok' });
    expect(await ask(token)).toEqual(refused('used-up'));
    expect(await ask(shown('app', 'adult', now.getTime() - 61_000))).toEqual(refused('expired'));
    expect(await ask(shown('app', 'adult', now.getTime() + 61_000))).toEqual(refused('expired'));
  });

  test("that is nobody's, or a helper's, is not found", async () => {
    expect(await ask(new TextEncoder().encode('SD-0001-20261104-0042-Z'))).toEqual(refused('not-found'));
    expect(await ask(Uint8Array.of(0, 255, 128))).toEqual(refused('not-found'));
    expect(await ask(shown('helper', 'helper-1', now.getTime()))).toEqual(refused('not-found'));
  });

  test('is written as it is read', () => {
    const token = { kind: 'app', of: 'adult', madeAt: 1_767_600_000_000, nonce: 'a1b2' } as const;
    expect(readDemoToken(writeDemoToken(token))).toEqual(token);
    for (const text of ['', 'demo.invalid/other/adult/1/a', 'demo.invalid/app/adult/1/', `${writeDemoToken(token)}/`]) expect(readDemoToken(text)).toBeNull();
  });
});

describe('a code sent to a phone', () => {
  const send = async (phone: string) => platform.sendPhoneCode({ phone, purpose, deadlineMs });
  const ticketOf = async (phone: string) => { const sent = await send(phone); return sent.is === 'ok' ? sent.ticket : ''; };
  const check = (ticket: string, code: string) => platform.checkPhoneCode({ ticket, code, deadlineMs });
  const codeOn = (phone: string) => office.phones().find((one) => one.phone === phone)!.code;
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

  test('is on that phone only, and typed in tells whose phone it is, once', async () => {
    const sent = await send('19900000001');
    expect(sent).toMatchObject({ is: 'ok', againAfterSeconds: 60, goodForSeconds: 300 });
    expect(JSON.stringify(sent)).not.toContain(codeOn('19900000001'));
    const ticket = sent.is === 'ok' ? sent.ticket : '';
    const code = codeOn('19900000001');
    expect(await check(ticket, code)).toEqual({ is: 'ok', person: named('adult') });
    expect(await check(ticket, code)).toEqual(refused('used-up'));
  });

  test('typed wrongly three times is used up, even if then right', async () => {
    const ticket = await ticketOf('19900000002');
    const code = codeOn('19900000002');
    for (const triesLeft of [2, 1, 0]) expect(await check(ticket, wrong(code))).toEqual({ is: 'ok', person: null, triesLeft });
    expect(await check(ticket, code)).toEqual(refused('used-up'));
  });

  test('is good for five minutes, and a newer one ends it', async () => {
    const first = await ticketOf('19900000001');
    const firstCode = codeOn('19900000001');
    pass(60_000);
    const second = await ticketOf('19900000001');
    expect(await check(first, firstCode)).toEqual(refused('used-up'));
    pass(301_000);
    expect(office.phones()).toEqual([]);
    expect(await check(second, '000000')).toEqual(refused('expired'));
  });

  test('is not sent twice in a minute, nor a sixth time in an hour', async () => {
    expect(await send('19900000006')).toMatchObject({ is: 'ok' });
    expect(await send('19900000006')).toEqual(refused('too-often'));
    for (let n = 2; n <= 5; n++) { pass(60_000); expect(await send('19900000006')).toMatchObject({ is: 'ok' }); }
    pass(60_000);
    expect(await send('19900000006')).toEqual(refused('too-often'));
  });

  test('does not tell a stranger whether anybody is registered', async () => {
    const sent = await send('19900000099');
    expect(sent).toMatchObject({ is: 'ok', againAfterSeconds: 60, goodForSeconds: 300 });
    const ticket = sent.is === 'ok' ? sent.ticket : '';
    expect(await check(ticket, wrong(codeOn('19900000099')))).toEqual({ is: 'ok', person: null, triesLeft: 2 });
    expect(await check(ticket, codeOn('19900000099'))).toEqual(refused('no-such-person'));
  });
});

describe('a helper', () => {
  const [helper] = helpers;
  const attest = (token: Uint8Array, helperPin: string, who = named('elder')) => platform.attest({ helperToken: token, helperPin, person: who, seen: 'known-personally', purpose, deadlineMs });
  const fresh = () => shown('helper', helper!.id, now.getTime());

  test('attests with an own code and PIN, and the attestation has a number', async () => {
    expect(await attest(fresh(), helper!.pin)).toEqual({ is: 'ok', person: named('elder'), helper: '演示帮办员甲（演示数据）', attestation: expect.stringMatching(/^DEMO-2026-11-04-\d{4}$/) });
  });

  test('who mistypes the PIN may type it again without holding the code up again', async () => {
    const token = fresh();
    expect(await attest(token, '0000')).toEqual(refused('not-allowed'));
    expect(await attest(token, helper!.pin)).toMatchObject({ is: 'ok' });
    expect(await attest(token, helper!.pin)).toEqual(refused('used-up'));
  });

  test('whose PIN was wrong five times rests for ten minutes', async () => {
    for (let n = 0; n < 5; n++) expect(await attest(fresh(), '0000')).toEqual(refused('not-allowed'));
    expect(await attest(fresh(), helper!.pin)).toEqual(refused('too-often'));
    pass(10 * 60_000);
    expect(await attest(fresh(), helper!.pin)).toMatchObject({ is: 'ok' });
  });

  test("cannot attest a name that does not belong to the number, nor with a citizen's code", async () => {
    expect(await attest(fresh(), helper!.pin, { ...named('elder'), name: '周德富' })).toEqual(refused('no-such-person'));
    expect(await attest(shown('app', 'adult', now.getTime()), helper!.pin)).toEqual(refused('not-found'));
  });
});

describe('acting for a company', () => {
  const [bakery] = companies;
  const ask = (id: string, as: 'legal-person' | 'agent', code = bakery!.code) => platform.mayActFor({ person: subject(id), company: { code }, as, purpose, deadlineMs });

  test('its legal representative may, an agent until the authorisation ends', async () => {
    expect(await ask('adult', 'legal-person')).toEqual({ is: 'ok', company: { name: bakery!.name, code: bakery!.code }, authorisation: null, until: null });
    expect(await ask('spouse', 'agent')).toMatchObject({ is: 'ok', authorisation: '演示授权 2026-01', until: '2035-12-31' });
    expect(await ask('rare', 'agent')).toEqual(refused('expired'));
  });

  test('nobody else may, and no company is made up', async () => {
    expect(await ask('spouse', 'legal-person')).toEqual(refused('not-allowed'));
    expect(await ask('elder', 'agent')).toEqual(refused('not-allowed'));
    expect(await ask('adult', 'legal-person', '91370499MA00DEM223')).toEqual(refused('not-found'));
  });

  test('the companies of the demonstration have codes that hold, in an area that is not assigned', () => {
    for (const { code } of companies) {
      expect(isUscc(code)).toBe(true);
      expect(code.slice(2, 8)).toBe('370499');
    }
  });
});
