import { describe, expect, test } from 'vitest';
import type { Reply } from '../../kiosk/platform/port.ts';
import { matter } from '../content/pack.ts';
import { adult, atCheck, cardOf, desk, elder, later, records } from './desk.ts';

describe('the card', () => {
  test('pulled during the read leaves nothing known and the reader ready', async () => {
    const bench = desk();
    bench.idReader.readMs = 1500;
    const visit = bench.begin(records());
    const reading = visit.identity.read();
    await bench.time.pass(1000);
    bench.idReader.lay(adult);
    await bench.time.pass(500);
    expect(visit.identity.state.value).toEqual({ is: 'reading' });
    bench.idReader.pull();
    await bench.time.until(reading);
    expect(visit.identity.state.value).toEqual({ is: 'lost-card' });
    expect(visit.learned.value.card).toEqual({});
    await bench.identify(visit, adult);
    expect(visit.identity.state.value).toEqual({ is: 'read' });
    expect(visit.values.value['person-name']).toBe('周文清');
  });
  test('that is no card this kiosk reads is told as such, and changes nothing', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    for (const odd of [{ is: 'unknown-card', kind: 'J' }, { is: 'bad-card', field: 'number' }] as const) {
      const reading = visit.identity.read();
      bench.idReader.lay(odd);
      await bench.time.until(reading);
      expect(visit.identity.state.value).toEqual(odd);
      expect(visit.learned.value.card).toEqual({});
    }
  });
  test('that never comes ends the waiting after a minute; a dead reader ends it at once', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    await bench.time.until(visit.identity.read());
    expect([visit.identity.state.value, bench.time.now()]).toEqual([{ is: 'timed-out' }, 60_000]);
    bench.idReader.setOffline('no-wire');
    await bench.time.until(visit.identity.read());
    expect(visit.identity.state.value).toEqual({ is: 'offline', why: 'no-wire' });
  });
  test('that has expired bars its owner', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    await bench.identify(visit, cardOf('expired'));
    expect(visit.barred.value).toBe('card-expired');
  });
  test('of a child bars the child, not the parent who reads a card after it', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    await bench.identify(visit, cardOf('minor'));
    expect(visit.barred.value).toBe('applicant-is-minor');
    await bench.identify(visit, adult);
    expect(visit.barred.value).toBeNull();
  });
  test('without an end, or with a rare name, is read as any other', async () => {
    for (const id of ['elder', 'rare', 'spouse']) {
      const bench = desk();
      const visit = bench.begin(records());
      await bench.identify(visit, cardOf(id));
      expect([visit.values.value['person-name'], visit.barred.value]).toEqual([cardOf(id).name, null]);
    }
  });
  test('of the same person read once more keeps what was fetched and answered', async () => {
    const { bench, visit } = await atCheck();
    const before = visit.values.value;
    await bench.identify(visit, adult);
    expect(visit.values.value).toEqual(before);
    expect(visit.stop.value.id).toBe('check');
  });
  test('of somebody else leaves nothing of the first person: no answers, no papers, no records, no signature', async () => {
    const { bench, visit } = await atCheck();
    visit.hold('residence-permit', { is: 'bring' });
    visit.stroke([[{ x: 1, y: 1, atMs: 0 }]]);
    await visit.look('social-insurance-rights', 'query-years');
    await bench.identify(visit, elder);
    expect(visit.values.value).toMatchObject({ 'person-name': '周德福' });
    expect(visit.certificates.value).toEqual([]);
    expect(visit.known.state.value).toEqual({ is: 'not-asked' });
    expect(visit.lookup.records.value).toEqual({ is: 'idle' });
    expect(visit.strokes.value).toEqual([]);
    expect(JSON.stringify([visit.facts.value, visit.held.value, visit.learned.value])).not.toMatch(/周文清|19900000001|370499198605121010|demo-|示范公司/);
    expect(visit.stop.value.id).toBe('ask:care-reason');
  });
  test('of somebody else stops the ear for what is still on its way about the first', async () => {
    const bench = desk();
    const visit = bench.begin(matter('care-elsewhere'));
    await bench.identify(visit, adult);
    const reply = later<Reply<{ readonly facts: readonly { field: string; value: string; source: string; asOf: string }[] }>>();
    bench.platform.facts = () => reply.promise;
    const fetching = visit.agreeToFetch(['mobile-phone'], []);
    await bench.identify(visit, elder);
    reply.come({ is: 'ok', facts: [{ field: 'mobile-phone', value: '19900000001', source: '库', asOf: '2026-11-23' }] });
    await fetching;
    expect(visit.values.value['mobile-phone']).toBeUndefined();
    expect(visit.known.state.value).toEqual({ is: 'not-asked' });
  });
});
