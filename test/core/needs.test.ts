import { describe, expect, test } from 'vitest';
import { deviceKinds } from '../../content/schema/site.ts';
import type { Step } from '../../content/schema/step.ts';
import { type Facility, type Health, obstacles, usedBySteps } from '../../kiosk/core/needs.ts';
import { stepsOf } from '../../kiosk/core/matter.ts';
import { matter } from '../content/pack.ts';

const well = Object.fromEntries([...deviceKinds, 'network', 'storage'].map((facility) => [facility, true])) as Health;
const without = (...facilities: readonly Facility[]): Health => ({ ...well, ...Object.fromEntries(facilities.map((f) => [f, false])) });
const found = (steps: readonly Step[], health: Health) => Object.fromEntries(obstacles(steps, health).map((o) => [o.facility, o.how]));
const records = stepsOf(matter('social-insurance-records', 'rights-record'));
const filing = stepsOf(matter('care-elsewhere'));

describe('what is broken', () => {
  test('is no obstacle where all works', () => {
    for (const steps of [records, filing, stepsOf(matter('start-company'))]) expect(obstacles(steps, well)).toEqual([]);
  });
  test('stops whatever cannot be done without it', () => {
    expect(found(filing, without('id-reader', 'smart-card', 'network'))).toMatchObject({ 'id-reader': 'stops' });
    expect(found(filing, without('signature'))).toEqual({ signature: 'stops' });
    expect(found(filing, without('storage'))).toEqual({ storage: 'stops' });
    expect(found(records, without('network'))).toEqual({ network: 'stops' });
  });
  test('only limits what goes on in another way: kept until the network is back, a number to write down', () => {
    expect(found(filing, without('network', 'receipt-printer'))).toEqual({ network: 'limits', 'receipt-printer': 'limits' });
    // Whoever has no card reader before them has another way to say who they are.
    for (const gone of [['id-reader'], ['id-reader', 'smart-card'], ['id-reader', 'network']] as const) expect(found([{ do: 'identify', level: 'card', company: false }], without(...gone))).toEqual({ 'id-reader': 'limits' });
  });
  test('stops what has to be sure who stands here only when face, code and helper are all out', () => {
    const sure: readonly Step[] = [{ do: 'identify', level: 'person', company: false }];
    expect(found(sure, without('camera'))).toEqual({});
    expect(found(sure, without('code-scanner'))).toEqual({ 'code-scanner': 'limits' });
    expect(found(sure, without('id-reader'))).toEqual({ 'id-reader': 'limits' });
    expect(found(sure, without('camera', 'code-scanner'))).toEqual({ 'code-scanner': 'stops' });
    expect(found(sure, without('camera', 'network'))).toEqual({ network: 'stops' });
    expect(found(records, without('document-printer'))).toEqual({ 'document-printer': 'limits' });
  });
  test('is not mentioned where it is not needed', () => {
    expect(found(records, without('receipt-printer', 'signature'))).toEqual({});
    expect(found([{ do: 'notice' }], without('id-reader', 'receipt-printer', 'document-printer', 'signature', 'network'))).toEqual({});
  });
  test('stops when one step needs it, whatever a step before or after could do without', () => {
    const steps: readonly Step[] = [{ do: 'consent', facts: [], certificates: [] }, { do: 'records', query: 'a', years: 'b' }, { do: 'submit' }];
    expect(found(steps, without('network'))).toEqual({ network: 'stops' });
    expect(found(steps.toReversed(), without('network'))).toEqual({ network: 'stops' });
    expect(obstacles(steps, without('network'))).toHaveLength(1);
  });
});

describe('what citizens are told of before they start', () => {
  test('is everything that can hinder a step, and of the rest only what a step offers', () => {
    const hindering = Object.keys(well).filter((facility) => [records, filing, stepsOf(matter('start-company'))].some((steps) => obstacles(steps, without(facility as Facility)).length > 0));
    expect(hindering.length).toBeGreaterThan(3);
    for (const facility of hindering) expect(usedBySteps.has(facility as Facility)).toBe(true);
    expect(['camera', 'indicator', 'presence', 'keypad', 'audio'].filter((facility) => usedBySteps.has(facility as Facility))).toEqual([]);
  });
});
