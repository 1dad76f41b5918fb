import { describe, expect, test } from 'vitest';
import { httpPlatform } from '../../kiosk/platform/http.ts';
import { purpose, subject } from './applications.ts';
import { shown } from './shown.ts';

const { consentAt: _, ...askedFor } = purpose;

type Reply = { status?: number; body?: unknown; headers?: Record<string, string> };
const answering = ({ status = 200, body = {}, headers = {} }: Reply) => httpPlatform({
  baseUrl: 'http://office.invalid', kiosk: 'ST01', now: () => Date.parse('2026-11-04T01:00:00Z'),
  fetch: async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } }),
});
const submit = (reply: Reply) => answering(reply).submit({
  key: crypto.randomUUID(), localNumber: 'ST01-20261104-0042-0', deadlineMs: 1000,
  sealed: { suite: 'DHKEM-P256-HKDF-SHA256/HKDF-SHA256/AES-256-GCM', keyId: 'k', enc: 'AA==', ciphertext: 'AA==' },
});
const records = (reply: Reply) => answering(reply).records({ subject: subject('adult'), purpose, query: 'q', years: ['2025'], deadlineMs: 1000 });
const printable = (reply: Reply) => answering(reply).printable({ subject: subject('adult'), purpose, query: 'q', years: ['2025'], deadlineMs: 1000 });
const cases = [{ item: 'one', number: '370406001202611041000001', department: '甲局' }];
const table = { title: 't', columns: ['a', 'b'], rows: [['1', '2']], source: 's', asOf: '2026-11-04' };
const document = (pdf: Buffer) => ({ title: 't', pages: 1, verificationCode: 'c', pdf: pdf.toString('base64') });

describe('the answer to a submission', () => {
  test('accepted only as a whole receipt', async () => {
    expect(await submit({ status: 201, body: { cases } })).toEqual({ is: 'accepted', cases });
    expect(await submit({ status: 200, body: { cases, extra: 1 } })).toEqual({ is: 'accepted', cases });
    for (const body of ['', '<html>', 'null', '{"cases":[{"item":"one"', { cases: [] }, { cases: [{ ...cases[0], number: '1' }] }]) expect(await submit({ status: 200, body })).toEqual({ is: 'unknown' });
  });

  test('asked to come back, at the time asked for', async () => {
    for (const status of [409, 429, 503]) expect(await submit({ status })).toEqual({ is: 'try-later' });
    expect(await submit({ status: 503, headers: { 'Retry-After': '120' } })).toEqual({ is: 'try-later', afterMs: 120_000 });
    expect(await submit({ status: 429, headers: { 'Retry-After': 'Wed, 04 Nov 2026 01:05:00 GMT' } })).toEqual({ is: 'try-later', afterMs: 300_000 });
    expect(await submit({ status: 409, headers: { 'Retry-After': 'soon' } })).toEqual({ is: 'try-later' });
  });

  test('rejected with the word of the office', async () => {
    expect(await submit({ status: 422, body: { reason: 'not-eligible' } })).toEqual({ is: 'rejected', reason: 'not-eligible' });
    expect(await submit({ status: 404, body: { reason: 'item-gone' } })).toEqual({ is: 'rejected', reason: 'item-gone' });
  });

  test('a sentence where a word should be is not passed on', async () => {
    expect(await submit({ status: 422, body: { reason: '周文清 370499198605121010 不存在' } })).toEqual({ is: 'rejected', reason: 'http-422' });
  });

  test("a gateway's refusal says nothing about the application unless it is about its body", async () => {
    for (const status of [400, 413, 415, 422]) expect(await submit({ status })).toEqual({ is: 'rejected', reason: `http-${status}` });
    for (const status of [401, 403, 404, 405, 408, 425, 500, 502, 504]) expect(await submit({ status })).toEqual({ is: 'unknown' });
  });
});

describe('the answer to a question', () => {
  test('out of shape is malformed', async () => {
    expect(await records({ body: table })).toEqual({ is: 'ok', ...table });
    for (const body of ['x', { ...table, rows: [['1']] }, { ...table, asOf: 'today' }, { ...table, title: 'x'.repeat(501) }]) expect(await records({ body })).toEqual({ is: 'malformed' });
    expect(await records({ body: table, headers: { 'Content-Type': 'text/html' } })).toEqual({ is: 'malformed' });
  });

  test('larger than 1 MiB is malformed, a document may be larger', async () => {
    expect(await records({ body: { ...table, rows: Array.from({ length: 20_000 }, () => ['x'.repeat(40), 'y'.repeat(40)]) } })).toEqual({ is: 'malformed' });
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3 * 1024 * 1024, 1)]);
    const reply = await printable({ body: document(pdf) });
    expect(reply.is === 'ok' && pdf.equals(reply.pdf)).toBe(true);
    expect(await printable({ body: document(Buffer.concat([pdf, Buffer.alloc(6 * 1024 * 1024)])) })).toEqual({ is: 'malformed' });
    expect(await printable({ body: document(Buffer.from('<html>')) })).toEqual({ is: 'malformed' });
    expect(await printable({ body: { ...document(pdf), pdf: '%%%' } })).toEqual({ is: 'malformed' });
  });

  test('refused only with a word of the contract', async () => {
    expect(await records({ status: 404, body: { why: 'not-found' } })).toEqual({ is: 'refused', why: 'not-found' });
    expect(await records({ status: 401 })).toEqual({ is: 'refused', why: 'not-allowed' });
    expect(await records({ status: 404, body: '<html>no route</html>', headers: { 'Content-Type': 'text/html' } })).toEqual({ is: 'unreachable' });
    expect(await records({ status: 503, body: { why: 'not-found' } })).toEqual({ is: 'unreachable' });
  });
});

test('nothing of a person is in an address or a header', async () => {
  const seen: { url: string; init: RequestInit }[] = [];
  const platform = httpPlatform({ baseUrl: 'http://office.invalid', kiosk: 'ST01', token: 'secret', fetch: async (url, init) => { seen.push({ url: String(url), init: init! }); return new Response('{}'); } });
  const who = { subject: subject('adult'), purpose, deadlineMs: 1000 };
  await Promise.all([
    platform.facts({ ...who, fields: ['a'] }), platform.certificates({ ...who, types: ['a'] }), platform.records({ ...who, query: 'q', years: ['2025'] }),
    platform.printable({ ...who, query: 'q', years: ['2025'] }), platform.progress({ caseNumber: cases[0]!.number, deadlineMs: 1000 }),
    platform.whoseCode({ token: shown('app', 'adult'), purpose: askedFor, deadlineMs: 1000 }), platform.sendPhoneCode({ phone: '19900000001', purpose: askedFor, deadlineMs: 1000 }),
    platform.checkPhoneCode({ ticket: 'secret-ticket', code: '246810', deadlineMs: 1000 }),
    platform.attest({ helperToken: shown('helper', 'helper-1'), helperPin: '246810', person: { name: '周文清', idNumber: subject('adult').idNumber }, seen: 'card', purpose: askedFor, deadlineMs: 1000 }),
    platform.mayActFor({ person: subject('adult'), company: { code: '91370499MA00DEM06D' }, as: 'agent', purpose: askedFor, deadlineMs: 1000 }),
  ]);
  expect(seen).toHaveLength(10);
  for (const { url, init } of seen) {
    expect(url + JSON.stringify(init.headers)).not.toMatch(/370499|37040600|周文清|demo\.invalid|ZGVtby|19900000001|246810|secret-ticket/);
    expect(init).toMatchObject({ method: 'POST', cache: 'no-store', credentials: 'omit', redirect: 'error', headers: { 'Kiosk-Id': 'ST01', Authorization: 'Bearer secret' } });
  }
});

test('a fetch that never comes back still ends by the deadline', async () => {
  const platform = httpPlatform({ baseUrl: 'http://office.invalid', kiosk: 'ST01', fetch: () => new Promise(() => {}) });
  expect(await platform.health({ deadlineMs: 30 })).toBe('down');
  expect(await platform.progress({ caseNumber: cases[0]!.number, deadlineMs: 30 })).toEqual({ is: 'unreachable' });
});
