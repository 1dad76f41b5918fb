import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { companies } from '../../kiosk/dock/companies.ts';
import { helpers } from '../../kiosk/dock/helper-people.ts';
import { httpPlatform } from '../../kiosk/platform/http.ts';
import { purpose, rating, subject, submission } from './applications.ts';
import { closed, isObject, misfits, type Schema } from './json-schema.ts';
import { shown } from './shown.ts';
import { startPlatform } from './stand-in.ts';

interface Body { content?: { 'application/json': { schema: Schema; example: unknown } } }
interface Operation { operationId: string; parameters?: { $ref: string }[]; requestBody?: Body; responses: Record<string, Body & { $ref?: string }> }
interface Document { paths: Record<string, { get?: Operation; post?: Operation }>; components: Record<string, Record<string, unknown>> }

const api = parse(readFileSync(new URL('../../kiosk/platform/openapi.yaml', import.meta.url), 'utf8')) as Document;
const strict = closed(api.components) as Document['components'];
const resolve = (ref: string, from = api.components) => ref.split('/').slice(2).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], from) as Schema;
const operations = Object.entries(api.paths).flatMap(([path, { get, post }]) => [...(get ? [{ path, method: 'GET', ...get }] : []), ...(post ? [{ path, method: 'POST', ...post }] : [])]);

/** The documented body for a status: the exact one, or its class such as 4XX. */
function documented(operation: Operation, status: number): Body | undefined {
  const found = operation.responses[String(status)] ?? operation.responses[`${String(status).charAt(0)}XX`];
  return found?.$ref ? resolve(found.$ref) as Body : found;
}

const dir = mkdtempSync(join(tmpdir(), 'openapi-'));
const office = await startPlatform({ dir });
afterAll(async () => {
  await office.close();
  rmSync(dir, { recursive: true });
});

const seen = new Set<string>();
const problems: string[] = [];

/** A fetch that holds every request and every reply against the document. */
const checkedFetch: typeof fetch = async (url, init) => {
  const { pathname } = new URL(String(url));
  const operation = operations.find((one) => one.path === pathname && one.method === init?.method);
  const response = await fetch(url, init);
  if (!operation) problems.push(`${init?.method} ${pathname} is not documented`);
  else {
    const where = `${operation.operationId} ${response.status}`;
    seen.add(where);
    const asked = operation.requestBody?.content?.['application/json'].schema;
    if (asked) problems.push(...misfits(JSON.parse(String(init?.body)), asked, resolve, operation.operationId));
    const headers = new Headers(init?.headers);
    for (const { $ref } of operation.parameters ?? []) {
      const { name, schema } = resolve($ref) as { name: string; schema: Schema };
      problems.push(...misfits(headers.get(name), schema, resolve, `${where} ${name}`));
    }
    const body = documented(operation, response.status);
    if (!body) problems.push(`${where} is not documented`);
    else if (body.content) problems.push(...misfits(await response.clone().json(), closed(body.content['application/json'].schema) as Schema, (ref) => resolve(ref, strict), where));
  }
  return response;
};

test('every request of the kiosk and every reply of the stand-in is as documented', async () => {
  const platform = httpPlatform({ baseUrl: office.url, kiosk: 'ST01', fetch: checkedFetch });
  const deadlineMs = 5000;
  await platform.health({ deadlineMs });
  for (const id of ['adult', 'elder', 'minor', 'rare', 'expired']) {
    const who = { subject: subject(id), purpose, deadlineMs };
    await platform.facts({ ...who, fields: ['mobile-phone', 'insured-place', 'insured-kind', 'marital-status'] });
    await platform.certificates({ ...who, types: ['id-card', 'household-register', 'social-security-card'] });
    await platform.records({ ...who, query: 'social-insurance-rights', years: ['2024', '2025'] });
    await platform.printable({ ...who, query: 'social-insurance-rights', years: ['2025'] });
  }
  const strange = { subject: { ...subject('adult'), name: '无此人' }, purpose, deadlineMs };
  await Promise.all([platform.facts({ ...strange, fields: ['a'] }), platform.certificates({ ...strange, purpose: { ...purpose, site: '' }, types: ['a'] })]);
  const ask = await submission(office);
  const reply = await platform.submit(ask);
  await platform.submit(ask);
  await platform.submit({ ...await submission(office), key: ask.key });
  await platform.progress({ caseNumber: reply.is === 'accepted' ? reply.cases[0]!.number : '', deadlineMs });
  await platform.progress({ caseNumber: '0'.repeat(24), deadlineMs });
  const key = crypto.randomUUID();
  await platform.rate({ key, rating, deadlineMs });
  await platform.rate({ key, rating, deadlineMs });
  await platform.rate({ key, rating: { ...rating, score: 2 }, deadlineMs });
  const { consentAt: _, ...askedFor } = purpose;
  const person = { name: '周德福', idNumber: subject('elder').idNumber };
  for (const [kind, of] of [['app', 'adult'], ['licence', 'bakery'], ['licence-agent', 'bakery'], ['app', 'nobody']] as const) {
    const token = shown(kind, of);
    await platform.whoseCode({ token, purpose: askedFor, deadlineMs });
    await platform.whoseCode({ token, purpose: askedFor, deadlineMs });
  }
  const sent = await platform.sendPhoneCode({ phone: '19900000001', purpose: askedFor, deadlineMs });
  await platform.sendPhoneCode({ phone: '19900000001', purpose: askedFor, deadlineMs });
  const ticket = sent.is === 'ok' ? sent.ticket : '';
  await platform.checkPhoneCode({ ticket, code: '0000', deadlineMs });
  await platform.checkPhoneCode({ ticket, code: office.phones()[0]!.code, deadlineMs });
  await platform.checkPhoneCode({ ticket, code: '0000', deadlineMs });
  for (const helperPin of ['0000', helpers[0]!.pin]) await platform.attest({ helperToken: shown('helper', 'helper-1'), helperPin, person, seen: 'known-personally', purpose: askedFor, deadlineMs });
  for (const as of ['legal-person', 'agent'] as const) await platform.mayActFor({ person: subject('spouse'), company: { code: companies[0]!.code }, as, purpose: askedFor, deadlineMs });
  expect(problems).toEqual([]);
  expect([...seen].sort()).toEqual([
    'attest 200', 'attest 403', 'certificates 200', 'certificates 403', 'checkPhoneCode 200', 'checkPhoneCode 410', 'facts 200', 'facts 404', 'health 200',
    'mayActFor 200', 'mayActFor 403', 'printable 200', 'printable 404', 'progress 200', 'progress 404', 'rate 200', 'rate 201', 'rate 422', 'records 200', 'records 404',
    'sendPhoneCode 200', 'sendPhoneCode 429', 'submit 200', 'submit 201', 'submit 422', 'whoseCode 200', 'whoseCode 404', 'whoseCode 410',
  ]);
});

describe('the document', () => {
  test('has an example that fits for every request and every reply', () => {
    for (const operation of operations) {
      const bodies = [operation.requestBody, ...Object.keys(operation.responses).map((status) => documented(operation, Number(status.replace('XX', '00'))))];
      for (const body of bodies) {
        const json = body?.content?.['application/json'];
        if (json) expect(misfits(json.example, closed(json.schema) as Schema, (ref) => resolve(ref, strict), operation.operationId)).toEqual([]);
      }
    }
  });

  test('has no key that a comma made by accident', () => {
    const empty = (value: unknown, at: string): string[] => (value === null ? [at] : isObject(value) || Array.isArray(value) ? Object.entries(value).flatMap(([key, inner]) => empty(inner, `${at}.${key}`)) : []);
    expect(empty(api, 'api').filter((at) => !at.endsWith('.example.caseNumber'))).toEqual([]);
  });

  test('names nobody outside the area code that is not assigned', () => {
    const numbers = JSON.stringify(api).match(/(?<!\d)\d{17}[\dX](?!\d)/g) ?? [];
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of numbers) expect(number).toMatch(/^370499/);
  });
});
