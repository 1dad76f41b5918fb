import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { httpPlatform } from '../../kiosk/platform/http.ts';
import { purpose, rating, subject, submission } from './applications.ts';
import { noFaults } from './faults.ts';
import { startPlatform } from './stand-in.ts';

const dir = mkdtempSync(join(tmpdir(), 'stand-in-'));
let now = new Date('2026-11-04T09:00:00+08:00');
const office = await startPlatform({ dir, now: () => now });
const platform = httpPlatform({ baseUrl: office.url, kiosk: 'ST01' });
afterAll(async () => {
  await office.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => void Object.assign(office.faults, noFaults()));

const deadlineMs = 5000;
const casesOf = (key: string) => office.cases().filter((row) => row.key === key);

describe('questions about a person', () => {
  test('what is known comes with its source, what is not known is left out', async () => {
    const reply = await platform.facts({ subject: subject('adult'), purpose, fields: ['mobile-phone', 'insured-place', 'shoe-size'], deadlineMs });
    expect(reply).toMatchObject({ is: 'ok', facts: [{ field: 'mobile-phone', value: '19900000001', asOf: '2026-11-04' }, { field: 'insured-place', value: '枣庄市山亭区' }] });
    expect(await platform.facts({ subject: subject('elder'), purpose, fields: ['mobile-phone'], deadlineMs })).toEqual({ is: 'ok', facts: [] });
  });

  test('every value says that it is a demonstration', async () => {
    const facts = await platform.facts({ subject: subject('spouse'), purpose, fields: ['mobile-phone', 'insured-place', 'insured-kind', 'marital-status'], deadlineMs });
    const records = await platform.records({ subject: subject('spouse'), purpose, query: 'social-insurance-rights', years: ['2025'], deadlineMs });
    const sources = [...(facts.is === 'ok' ? facts.facts.map((fact) => fact.source) : []), records.is === 'ok' ? records.source : ''];
    expect(sources).toHaveLength(5);
    for (const source of sources) expect(source).toMatch(/（演示数据）$/);
  });

  test('a grown-up holds e-certificates, a child and an unknown kind none', async () => {
    const types = ['id-card', 'household-register', 'social-security-card', 'residence-permit'];
    const reply = await platform.certificates({ subject: subject('elder'), purpose, types, deadlineMs });
    expect(reply.is === 'ok' && reply.certificates.map((c) => [c.type, c.validTo])).toEqual([['id-card', null], ['household-register', null], ['social-security-card', null]]);
    expect(await platform.certificates({ subject: subject('minor'), purpose, types, deadlineMs })).toEqual({ is: 'ok', certificates: [] });
  });

  test('each refusal has its word', async () => {
    const ask = { subject: subject('adult'), purpose, query: 'social-insurance-rights', years: ['2025'], deadlineMs };
    expect(await platform.records({ ...ask, subject: subject('minor') })).toEqual({ is: 'refused', why: 'not-found' });
    expect(await platform.records({ ...ask, query: 'tax' })).toEqual({ is: 'refused', why: 'not-found' });
    expect(await platform.records({ ...ask, subject: { ...subject('adult'), name: '周文情' } })).toEqual({ is: 'refused', why: 'no-such-person' });
    expect(await platform.records({ ...ask, purpose: { ...purpose, consentAt: '' } })).toEqual({ is: 'refused', why: 'no-consent' });
    expect(await platform.records({ ...ask, years: ['25'] })).toEqual({ is: 'refused', why: 'bad-request' });
  });

  test('five years of contributions fill two pages', async () => {
    const reply = await platform.printable({ subject: subject('adult'), purpose, query: 'social-insurance-rights', years: ['2021', '2022', '2023', '2024', '2025'], deadlineMs });
    expect(reply).toMatchObject({ is: 'ok', pages: 2, title: '社会保险个人权益记录（演示样张）', verificationCode: expect.stringMatching(/^(?:[0-9A-F]{4}-){3}[0-9A-F]{4}$/) });
  });
});

describe('a submission', () => {
  test('becomes one case per item, numbered by area, day and count', async () => {
    const ask = await submission(office);
    const reply = await platform.submit(ask);
    expect(reply).toMatchObject({ is: 'accepted', cases: [{ item: 'one', department: '甲局' }, { item: 'two', department: '乙局' }] });
    for (const { number, localNumber } of casesOf(ask.key)) {
      expect(number).toMatch(/^370406001202611041\d{6}$/);
      expect(localNumber).toBe(ask.localNumber);
    }
    expect(await platform.submit(ask)).toEqual(reply);
    expect(casesOf(ask.key)).toHaveLength(2);
  });

  test('with a used key and another body is refused', async () => {
    const [first, second] = [await submission(office), await submission(office)];
    await platform.submit(first);
    expect(await platform.submit({ ...second, key: first.key })).toEqual({ is: 'rejected', reason: 'key-reused' });
  });

  test('that the office cannot use is refused with a word', async () => {
    const ask = await submission(office);
    const other = await submission(office);
    expect(await platform.submit({ ...ask, localNumber: other.localNumber })).toEqual({ is: 'rejected', reason: 'cannot-open' });
    expect(await platform.submit({ ...ask, localNumber: 'ST01-20261104-0042-1' })).toEqual({ is: 'rejected', reason: 'bad-local-number' });
    expect(await platform.submit({ ...ask, sealed: { ...ask.sealed, keyId: 'other' } })).toEqual({ is: 'rejected', reason: 'unknown-key' });
    expect(await platform.submit(await submission(office, { form: {} }))).toEqual({ is: 'rejected', reason: 'bad-application' });
    expect(await platform.submit(ask)).toMatchObject({ is: 'accepted' });
  });

  test('is looked at a minute later', async () => {
    const reply = await platform.submit(await submission(office));
    const caseNumber = reply.is === 'accepted' ? reply.cases[0]!.number : '';
    expect(await platform.progress({ caseNumber, deadlineMs })).toMatchObject({ is: 'ok', state: 'received', department: '甲局' });
    now = new Date(now.getTime() + 60_000);
    expect(await platform.progress({ caseNumber, deadlineMs })).toMatchObject({ is: 'ok', state: 'accepted' });
    expect(await platform.progress({ caseNumber: '0'.repeat(24), deadlineMs })).toEqual({ is: 'refused', why: 'not-found' });
  });
});

describe('trouble', () => {
  test('an answer later than the deadline is no answer, and the same key is taken once', async () => {
    office.faults.slowMs = 300;
    expect(await platform.facts({ subject: subject('adult'), purpose, fields: ['mobile-phone'], deadlineMs: 50 })).toEqual({ is: 'unreachable' });
    expect(await platform.health({ deadlineMs: 50 })).toBe('down');
    const ask = await submission(office);
    expect(await platform.submit({ ...ask, deadlineMs: 50 })).toEqual({ is: 'unknown' });
    office.faults.slowMs = 0;
    expect(await platform.submit(ask)).toMatchObject({ is: 'accepted' });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(casesOf(ask.key)).toHaveLength(2);
  });

  test('the citizen leaving ends a call at once', async () => {
    office.faults.slowMs = 2000;
    const leaving = new AbortController();
    const started = Date.now();
    setTimeout(() => leaving.abort(), 50);
    expect(await platform.facts({ subject: subject('adult'), purpose, fields: ['mobile-phone'], deadlineMs, signal: leaving.signal })).toEqual({ is: 'unreachable' });
    expect(Date.now() - started).toBeLessThan(1000);
  });

  test('a 500 leaves it unknown; the next attempt is taken once', async () => {
    const ask = await submission(office);
    office.faults.error500Next = 1;
    expect(await platform.submit(ask)).toEqual({ is: 'unknown' });
    expect(casesOf(ask.key)).toHaveLength(0);
    expect(await platform.submit(ask)).toMatchObject({ is: 'accepted' });
    expect(casesOf(ask.key)).toHaveLength(2);
  });

  test('taken and the answer lost: the same key gets the same numbers', async () => {
    const ask = await submission(office);
    office.faults.dropAfterAcceptNext = 1;
    expect(await platform.submit(ask)).toEqual({ is: 'unknown' });
    const numbers = casesOf(ask.key).map((row) => row.number);
    expect(numbers).toHaveLength(2);
    const reply = await platform.submit(ask);
    expect(reply.is === 'accepted' && reply.cases.map((c) => c.number)).toEqual(numbers);
  });

  test('delivered twice at once, it is still one case per item and one rating', async () => {
    const ask = await submission(office);
    office.faults.duplicate = true;
    expect(await platform.submit(ask)).toMatchObject({ is: 'accepted' });
    expect(casesOf(ask.key)).toHaveLength(2);
    const before = office.ratings();
    expect(await platform.rate({ key: crypto.randomUUID(), rating, deadlineMs })).toEqual({ is: 'ok' });
    expect(office.ratings()).toBe(before + 1);
  });

  test('refused once, the same key may be taken after the cause is mended', async () => {
    const ask = await submission(office);
    Object.assign(office.faults, { rejectNext: 1, rejectReason: 'not-resident-here' });
    expect(await platform.submit(ask)).toEqual({ is: 'rejected', reason: 'not-resident-here' });
    expect(await platform.submit(ask)).toMatchObject({ is: 'accepted' });
  });

  test('without a network nobody is reached and nothing is known', async () => {
    office.faults.offline = true;
    expect(await platform.health({ deadlineMs })).toBe('down');
    expect(await platform.records({ subject: subject('adult'), purpose, query: 'social-insurance-rights', years: ['2025'], deadlineMs })).toEqual({ is: 'unreachable' });
    expect(await platform.submit(await submission(office))).toEqual({ is: 'unknown' });
    await fetch(`${office.url}/_faults`, { method: 'POST', body: JSON.stringify({ offline: false }) });
    expect(await platform.health({ deadlineMs })).toBe('up');
  });
});

test('a rating counts once, and its key takes no other', async () => {
  const key = crypto.randomUUID();
  const before = office.ratings();
  expect(await platform.rate({ key, rating, deadlineMs })).toEqual({ is: 'ok' });
  expect(await platform.rate({ key, rating, deadlineMs })).toEqual({ is: 'ok' });
  expect(await platform.rate({ key, rating: { ...rating, score: 1 }, deadlineMs })).toEqual({ is: 'refused', why: 'bad-request' });
  expect(office.ratings()).toBe(before + 1);
});

test('a restart keeps the books and the key', async () => {
  const place = mkdtempSync(join(tmpdir(), 'stand-in-'));
  const before = await startPlatform({ dir: place });
  const ask = await submission(before);
  const receipt = await httpPlatform({ baseUrl: before.url, kiosk: 'ST01' }).submit(ask);
  await before.close();
  const after = await startPlatform({ dir: place });
  expect(await httpPlatform({ baseUrl: after.url, kiosk: 'ST01' }).submit(ask)).toEqual(receipt);
  expect(after.keyId).toBe(before.keyId);
  await after.close();
  rmSync(place, { recursive: true });
});

test('only a page of this machine may call, and the switches list no personal data', async () => {
  const preflight = (origin: string) => fetch(`${office.url}/v1/submissions`, {
    method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'idempotency-key' },
  });
  const own = await preflight('http://127.0.0.1:4173');
  expect(own.headers.get('Access-Control-Allow-Origin')).toBe('http://127.0.0.1:4173');
  expect(own.headers.get('Access-Control-Allow-Headers')).toContain('Idempotency-Key');
  expect(own.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
  for (const origin of ['http://evil.example', 'http://127.0.0.1.evil.example', 'http://localhost:1@evil.example']) {
    expect((await preflight(origin)).headers.has('Access-Control-Allow-Origin')).toBe(false);
  }
  const rows = await (await fetch(`${office.url}/_cases`)).json() as object[];
  for (const row of rows) expect(Object.keys(row).sort()).toEqual(['item', 'key', 'localNumber', 'number']);
});
