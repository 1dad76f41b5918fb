import { describe, expect, test } from 'vitest';
import type { Site } from '../../content/schema/pack.ts';
import { simIndicator } from '../../drivers/indicator/sim.ts';
import type { Indicator } from '../../drivers/indicator/port.ts';
import { openKiosk } from '../../kiosk/models/kiosk.ts';
import { matter, pack } from '../content/pack.ts';
import { adult, desk, later, records, walk, working } from './desk.ts';

const demo = pack.sites['demo']!;
function open({ indicator = simIndicator() as Indicator, at, site = demo }: { indicator?: Indicator; at?: string; site?: Site } = {}) {
  const bench = desk(at === undefined ? {} : { at });
  const kiosk = openKiosk(pack, site, { ...bench.ports, indicator, fitted: new Set([...bench.ports.fitted, 'indicator'] as const) }, { simulated: true });
  const visit = () => { const place = kiosk.place.value; if (place.is !== 'visit') throw new Error(`at ${place.is}`); return place.visit; };
  return { bench, kiosk, visit };
}
/** A kiosk, and what burns on it. */
function lit(ask: Parameters<typeof open>[0] = {}) {
  const indicator = simIndicator();
  return { ...open({ ...ask, indicator }), indicator, burning: () => Object.fromEntries(indicator.lit) };
}

describe('the guide lights', () => {
  test('say that the kiosk serves, and nothing else, on its first screens', () => {
    const { kiosk, burning } = lit();
    expect(burning()).toEqual({ 'in-service': 'continuous' });
    kiosk.home();
    expect(burning()).toEqual({ 'in-service': 'continuous' });
  });
  test('point at the card reader while it waits, hold still while it reads, and go out when it has', async () => {
    const { bench, kiosk, visit, burning } = lit();
    bench.idReader.readMs = 500;
    kiosk.start(records());
    const reading = visit().identity.read();
    await bench.time.pass(100);
    expect(burning()).toEqual({ 'in-service': 'continuous', 'id-reader': 'slow' });
    bench.idReader.lay(adult);
    await bench.time.pass(100);
    expect(burning()).toMatchObject({ 'id-reader': 'continuous' });
    await bench.time.until(reading);
    expect(burning()).toEqual({ 'in-service': 'continuous' });
  });
  test('point at the slot while the receipt prints, stay on until the person goes on, and are out after', async () => {
    const { bench, kiosk, visit, burning } = lit();
    kiosk.start(matter('care-elsewhere'));
    await walk(bench, visit(), adult, working, 'receipt');
    const paper = visit().receipt.print([{ is: 'title', text: '回执' }]);
    expect(burning()).toEqual({ 'in-service': 'continuous', 'receipt-printer': 'medium' });
    await bench.time.until(paper);
    expect(burning()).toEqual({ 'in-service': 'continuous', 'receipt-printer': 'continuous' });
    visit().next();
    expect(burning()).toEqual({ 'in-service': 'continuous' });
  });
  test('point at the tray while an official paper prints', async () => {
    const { bench, kiosk, visit, burning } = lit();
    kiosk.start(records());
    await walk(bench, visit(), adult, { 'query-years': '2026' }, 'print:social-insurance-rights');
    bench.documentPrinter.msPerPage = 2000;
    const printing = visit().printDocument('social-insurance-rights', 'query-years');
    await bench.time.pass(10);
    expect(burning()).toEqual({ 'in-service': 'continuous', 'document-printer': 'medium' });
    await bench.time.until(printing);
    expect(burning()).toEqual({ 'in-service': 'continuous', 'document-printer': 'continuous' });
  });
  test('point at the slot for a slip printed outside of a visit', async () => {
    const { bench, kiosk, burning } = lit();
    kiosk.item(matter('birth-certificate'));
    const paper = kiosk.noticePaper.value.print([{ is: 'title', text: '一次告知单' }]);
    expect(burning()).toMatchObject({ 'receipt-printer': 'medium' });
    await bench.time.until(paper);
    kiosk.leave();
    expect(burning()).toEqual({ 'in-service': 'continuous' });
  });
  test('call after somebody who left their card, until it is taken', async () => {
    const { bench, kiosk, burning } = lit();
    kiosk.start(records());
    bench.idReader.lay(adult);
    kiosk.leave();
    await bench.time.pass(100);
    expect(burning()).toEqual({ 'in-service': 'continuous', 'attention': 'medium', 'id-reader': 'medium' });
    bench.idReader.pull();
    await bench.time.pass(3100);
    expect(burning()).toEqual({ 'in-service': 'continuous' });
  });
  test('leave nothing burning of a visit that ends in the middle of anything', async () => {
    const { bench, kiosk, visit, burning } = lit();
    kiosk.start(records());
    void visit().identity.read();
    await bench.time.pass(100);
    expect(burning()).toHaveProperty('id-reader');
    kiosk.leave();
    expect(burning()).toEqual({ 'in-service': 'continuous' });
  });
  test('are all out while the kiosk is closed, and burn again in the morning', async () => {
    const office: Site = { ...demo, hours: [{ days: ['1', '2', '3', '4', '5'], open: '09:00', close: '17:00' }] };
    const { bench, burning } = lit({ at: '2026-11-23T16:59', site: office });
    expect(burning()).toEqual({ 'in-service': 'continuous' });
    await bench.time.pass(70_000);
    expect(burning()).toEqual({});
    await bench.time.pass(16 * 3_600_000);
    expect(burning()).toEqual({ 'in-service': 'continuous' });
  });
  test('that were away are told everything anew, whatever was asked meanwhile', async () => {
    const { bench, kiosk, visit, indicator, burning } = lit();
    await bench.time.pass(100);
    indicator.setOffline(true);
    await indicator.clear();
    kiosk.start(records());
    void visit().identity.read();
    await bench.time.pass(100);
    await indicator.clear();
    indicator.setOffline(false);
    expect(burning()).toEqual({ 'in-service': 'continuous', 'id-reader': 'slow' });
  });
  test('that are dead hinder nobody: the visit goes on, and only the health tells', async () => {
    const never = later<'set'>();
    const dead: Indicator = { ...simIndicator(), set: () => never.promise, clear: () => never.promise, status: async () => ({ is: 'offline', why: 'no-answer' }) };
    const { bench, kiosk, visit } = open({ indicator: dead });
    await bench.time.pass(100);
    kiosk.start(matter('care-elsewhere'));
    await walk(bench, visit(), adult, working);
    expect(visit().stop.value.id).toBe('farewell');
    expect(kiosk.health.health.value.indicator).toBe(false);
    kiosk.leave();
    expect(kiosk.place.value.is).toBe('idle');
  });
  test('of a kiosk that has none are never asked', () => {
    const bench = desk();
    const asked: string[] = [];
    openKiosk(pack, demo, { ...bench.ports, indicator: { ...simIndicator(), set: async (light) => { asked.push(light); return 'no-light'; } } }, { simulated: true });
    expect(asked).toEqual([]);
  });
});
