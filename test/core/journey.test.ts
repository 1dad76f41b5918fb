import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../content/schema/step.ts';
import { problemOf } from '../../kiosk/core/answer.ts';
import { valuesOf } from '../../kiosk/core/facts.ts';
import { applying, firstOpen, indexOf, journey, standing, toAsk } from '../../kiosk/core/journey.ts';
import { stepsOf } from '../../kiosk/core/matter.ts';
import { matter, pack } from '../content/pack.ts';
import { byId, field, held, learned, stopIds, today, wayOf } from './fields.ts';

const fields = byId(
  field('reason', { type: 'choice', options: [{ id: 'work', label: '工作', en: 'Work' }, { id: 'ill', label: '急诊', en: 'Ill' }] }),
  field('employer'), field('employer-phone', { type: 'phone' }), field('admitted', { type: 'date' }),
  field('note', { optional: true }),
  field('phone', { type: 'phone', from: ['platform'] }),
);
const steps: readonly Step[] = [
  { do: 'notice' },
  { do: 'ask', fields: ['reason'] },
  { do: 'fill', title: '单位', en: 'Employer', fields: ['employer'], when: { field: 'reason', is: 'work' } },
  { do: 'ask', fields: [{ field: 'employer-phone', when: { field: 'employer', in: ['甲', '乙'] } }, 'note'] },
  { do: 'fill', title: '住院', en: 'Admission', fields: ['admitted'], when: { field: 'reason', is: 'ill' } },
  { do: 'fill', title: '电话', en: 'Phone', fields: ['phone'] },
  { do: 'check' },
  { do: 'notice' },
  { do: 'farewell' },
];
const way = (answers: Readonly<Record<string, string>>, phone?: string) => wayOf(steps, fields, { answers, platform: phone ? held({ phone }) : {} });

describe('the way', () => {
  test('asks nothing that is known, and no group of which all is known', () => {
    expect(stopIds(way({}))).toContain('fill:phone');
    expect(stopIds(way({}, '19900000001'))).not.toContain('fill:phone');
  });
  test('has one screen for each question, and each screen its own name', () => {
    const ids = stopIds(way({ reason: 'work', employer: '甲' }));
    expect(ids).toEqual(['notice', 'ask:reason', 'fill:employer', 'ask:employer-phone', 'ask:note', 'fill:phone', 'check', 'notice7', 'farewell']);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('changes with the answers', () => {
    expect(stopIds(way({}))).toEqual(['notice', 'ask:reason', 'ask:note', 'fill:phone', 'check', 'notice7', 'farewell']);
    expect(stopIds(way({ reason: 'ill' }))).toContain('fill:admitted');
    expect(stopIds(way({ reason: 'ill' }))).not.toContain('fill:employer');
  });
  test('shows of a group only what applies, and asks only what is unknown', () => {
    const step = { do: 'fill', title: '甲', en: 'A', fields: ['employer', { field: 'admitted', when: { field: 'reason', is: 'ill' } }, 'phone', 'no-such-field'] } as const satisfies Step;
    const now = way({ reason: 'work' }, '19900000001');
    expect(applying(step.fields, now)).toEqual(['employer', 'phone', 'no-such-field']);
    expect(toAsk(step.fields, now)).toEqual(['employer']);
  });
});

describe('an early answer changed later', () => {
  test('leaves no trace of the way it had opened: neither screens nor values', () => {
    const before = way({ reason: 'work', employer: '甲', 'employer-phone': '19900000001' });
    expect(valuesOf(before.facts)).toMatchObject({ employer: '甲', 'employer-phone': '19900000001' });
    const after = way({ reason: 'ill', employer: '甲', 'employer-phone': '19900000001' });
    expect(stopIds(after)).not.toContain('ask:employer-phone');
    expect(valuesOf(after.facts)).toEqual({ reason: 'ill' });
  });
  test('and changed back finds the other answers again', () => {
    expect(valuesOf(way({ reason: 'work', employer: '甲', 'employer-phone': '19900000001' }).facts)).toMatchObject({ 'employer-phone': '19900000001' });
  });
  test('does not take away what was said elsewhere, such as a register’s value corrected', () => {
    expect(standing({ steps, fields, learned: learned({ answers: { address: '虚构路8号', phone: '19900000002' } }), today }).answers).toEqual({ address: '虚构路8号', phone: '19900000002' });
  });
  test('always comes to rest: what stands is asked on the way, whatever was answered in any order', () => {
    const chain = matter('start-company');
    const ids = [...new Set(stepsOf(chain).flatMap((s) => (s.do === 'ask' || s.do === 'fill' ? s.fields.map((f) => (typeof f === 'string' ? f : f.field)) : [])))];
    const values: Readonly<Record<string, readonly string[]>> = {
      'will-employ': ['yes', 'no'], 'employee-count': ['5', ''], 'supervisor-choice': ['second', 'none'],
      shareholders: ['', '[{"name":"甲","number":"370499198605121010","share":100}]', '[{"name":"甲","number":"370499198605121010","share":60},{"name":"乙","number":"370499198811031024","share":40}]'],
    };
    fc.assert(fc.property(fc.record(Object.fromEntries(ids.map((id) => [id, fc.constantFrom(...(values[id] ?? ['x', 'y']))])), { requiredKeys: [] }), (answers) => {
      const given = learned({ answers: answers as Readonly<Record<string, string>>, card: { 'id-number': '370499198605121010' } });
      const stands = wayOf(stepsOf(chain), pack.fields, given);
      const asked = new Set(journey(stands).flatMap((s) => (s.step.do === 'ask' || s.step.do === 'fill' ? applying(s.step.fields, stands) : [])));
      for (const id of Object.keys(stands.learned.answers)) if (ids.includes(id)) expect(asked).toContain(id);
      expect(standing({ ...stands, learned: stands.learned })).toEqual(stands.learned);
    }), { numRuns: 60 });
  });
});

describe('where somebody stands', () => {
  const stops = (answers: Readonly<Record<string, string>>) => journey(way(answers));
  test('is the stop last walked to', () => {
    const now = stops({ reason: 'work' });
    expect(now[indexOf(now, ['notice', 'ask:reason', 'fill:employer'])]!.id).toBe('fill:employer');
  });
  test('is the last walked stop that still exists, when the one last walked to has vanished', () => {
    const now = stops({ reason: 'ill' });
    expect(now[indexOf(now, ['notice', 'ask:reason', 'fill:employer'])]!.id).toBe('ask:reason');
  });
  test('is the beginning when nothing walked is left', () => {
    expect(indexOf(stops({}), ['fill:employer'])).toBe(0);
    expect(indexOf(stops({}), [])).toBe(0);
  });
});

describe('the first stop that is open', () => {
  const open = (answers: Readonly<Record<string, string>>, phone?: string) => { const now = way(answers, phone); const at = firstOpen(journey(now), now); return at === undefined ? undefined : journey(now)[at]!.id; };
  test('is the first question without a good answer', () => {
    expect(open({})).toBe('ask:reason');
    expect(open({ reason: 'work' })).toBe('fill:employer');
    expect(open({ reason: 'work', employer: '甲', 'employer-phone': '123' })).toBe('ask:employer-phone');
    expect(open({ reason: 'work', employer: '丙' })).toBe('fill:phone');
  });
  test('is where one answer does not agree with another any more', () => {
    const days = byId(field('from', { type: 'date' }), field('until', { type: 'date', notBefore: 'from', optional: true }));
    const at = (answers: Readonly<Record<string, string>>) => { const now = wayOf([{ do: 'ask', fields: ['from', 'until'] }], days, { answers }); return firstOpen(journey(now), now); };
    expect([at({ from: '2026-12-01', until: '2026-12-01' }), at({ from: '2026-12-02', until: '2026-12-01' }), at({ from: '2026-12-02' })]).toEqual([undefined, 1, undefined]);
  });
  test('is none when all is answered, also with what may be left empty', () => {
    expect(open({ reason: 'work', employer: '丙' }, '19900000001')).toBeUndefined();
  });
});

test('no example of the content is held up by an answer it gave', () => {
  for (const m of [...Object.values(pack.items), ...Object.values(pack.chains)]) {
    for (const example of m.examples) for (const [id, value] of Object.entries(example.facts)) expect([m.id, id, problemOf(pack.fields[id]!, value, today)]).toEqual([m.id, id, undefined]);
  }
});
