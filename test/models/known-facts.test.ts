import { describe, expect, test } from 'vitest';
import type { Visit } from '../../kiosk/models/visit.ts';
import { matter } from '../content/pack.ts';
import { adult, atCheck, desk, walk, working } from './desk.ts';

describe('what the government already knows', () => {
  const consent = async (change: (bench: ReturnType<typeof desk>) => void) => {
    const bench = desk();
    const visit = bench.begin(matter('care-elsewhere'));
    await walk(bench, visit, adult, {}, 'consent');
    change(bench);
    await visit.agreeToFetch(['mobile-phone', 'insured-place'], ['household-register']);
    return { bench, visit };
  };
  const asksPhone = (visit: Visit) => visit.stops.value.some((s) => s.id === 'fill:person-name+id-number+mobile-phone');

  test('is asked for with purpose, place and time of the consent', async () => {
    const { bench } = await consent(() => {});
    expect(bench.asked.find((a) => a.call === 'facts')!.ask).toMatchObject({
      subject: { idType: '111', idNumber: adult.number, name: '周文清' }, purpose: { item: 'care-elsewhere', kiosk: 'SD-0001', site: 'demo', consentAt: '2026-11-23T09:00:00.000Z' }, fields: ['mobile-phone', 'insured-place'],
    });
  });
  test('is not asked again', async () => {
    const { visit } = await consent(() => {});
    expect(visit.known.state.value).toEqual({ is: 'fetched', facts: 2, certificates: 1, partial: false });
    expect(asksPhone(visit)).toBe(false);
  });
  test('is asked by hand when nobody can be reached, and the filing goes on', async () => {
    const { bench, visit } = await consent((b) => b.setReachable(false));
    expect(visit.known.state.value).toEqual({ is: 'unreachable' });
    expect(asksPhone(visit)).toBe(true);
    visit.next();
    await walk(bench, visit, adult, { ...working, 'mobile-phone': '19900000009' }, 'submit');
    await visit.submit(null);
    expect(bench.handed[0]!.facts['mobile-phone']).toEqual({ value: '19900000009', source: 'answer' });
  });
  test('may be fetched after all when the network is back', async () => {
    const { bench, visit } = await consent((b) => b.setReachable(false));
    bench.setReachable(true);
    await visit.agreeToFetch(['mobile-phone'], []);
    expect(asksPhone(visit)).toBe(false);
  });
  test('is refused in words the back end gave', async () => {
    const { visit } = await consent((b) => {
      b.platform.facts = async () => ({ is: 'refused', why: 'not-allowed' });
      b.platform.certificates = async () => ({ is: 'unreachable' });
    });
    expect(visit.known.state.value).toEqual({ is: 'refused', why: 'not-allowed' });
  });
  test('counts in part when only one half could be had', async () => {
    const { visit } = await consent((b) => { b.platform.facts = async () => ({ is: 'malformed' }); });
    expect(visit.known.state.value).toEqual({ is: 'fetched', facts: 0, certificates: 1, partial: true });
    expect(asksPhone(visit)).toBe(true);
  });
  test('is not asked for at all of somebody who declined', async () => {
    const bench = desk();
    const visit = bench.begin(matter('care-elsewhere'));
    await walk(bench, visit, adult, {}, 'consent');
    visit.known.decline();
    visit.next();
    await walk(bench, visit, adult, { ...working, 'mobile-phone': '19900000001' }, 'check');
    expect(bench.asked.filter((a) => a.call === 'facts' || a.call === 'certificates')).toEqual([]);
  });
  test('is asked for once, however often the button is pressed', async () => {
    const bench = desk();
    const visit = bench.begin(matter('care-elsewhere'));
    await bench.identify(visit, adult);
    await Promise.all([visit.agreeToFetch(['mobile-phone'], []), visit.agreeToFetch(['mobile-phone'], [])]);
    expect(bench.asked.filter((a) => a.call === 'facts')).toHaveLength(1);
  });
});

describe('a value that is wrong', () => {
  test('in a register is replaced on the spot, and handed in as the citizen’s own word', async () => {
    const { bench, visit } = await atCheck();
    visit.answer('mobile-phone', '19900000088');
    expect(visit.facts.value['mobile-phone']).toEqual({ value: '19900000088', source: { is: 'answer' } });
    expect(visit.stop.value.id).toBe('check');
    await walk(bench, visit, adult, working);
    expect(bench.handed[0]!.facts['mobile-phone']).toEqual({ value: '19900000088', source: 'answer' });
  });
  test('on the identity card is not replaced here', async () => {
    const { visit } = await atCheck();
    visit.answer('person-name', '周武清');
    expect(visit.facts.value['person-name']).toEqual({ value: '周文清', source: { is: 'id-card' } });
  });
  test('replaced and then erased is the register’s again, and nobody is thrown back to the beginning', async () => {
    const { visit } = await atCheck();
    visit.answer('mobile-phone', '19900000088');
    expect(visit.stops.value.map((s) => s.id)).toContain('fill:person-name+id-number+mobile-phone');
    visit.back();
    visit.back();
    expect(visit.stop.value.id).toBe('fill:person-name+id-number+mobile-phone');
    visit.answer('mobile-phone', '');
    expect(visit.values.value['mobile-phone']).toBe('19900000001');
    expect(visit.stop.value.id).toBe('fill:work-unit');
  });
});
