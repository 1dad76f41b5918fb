import { describe, expect, test } from 'vitest';
import { matter, pack } from '../content/pack.ts';
import { adult, atCheck, desk, elder, records, spouse, walk, working } from './desk.ts';

const example = (id: string, n: number) => (pack.items[id] ?? pack.chains[id])!.examples[n]!;
const company = example('start-company', 0).facts;

describe('a whole visit', () => {
  test('to see and print one’s social insurance record ends with the paper and a rating that names nobody', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    expect(await walk(bench, visit, adult, { 'query-years': '2025,2026' })).toEqual(example('social-insurance-records', 0).expect.steps);
    expect(visit.lookup.records.value).toMatchObject({ is: 'shown', rows: [['2025', '周文清'], ['2026', '周文清']] });
    expect(visit.lookup.document.value).toEqual({ is: 'printed' });
    expect(visit.lookup.code.value).toBe('CODE-2025-2026');
    expect(bench.documentPrinter.printed.map((d) => [d.title, d.pages])).toEqual([['social-insurance-rights', 2]]);
    expect(bench.ratings).toEqual([{ score: 5, reasons: ['quick'], item: 'social-insurance-records', caseNumber: null, areaCode: '370406000000', channel: 5, kiosk: 'SD-0001' }]);
    expect(bench.handed).toEqual([]);
  });

  test('to file for care elsewhere hands in one form, with where each value came from', async () => {
    const bench = desk();
    const visit = bench.begin(matter('care-elsewhere'));
    expect(await walk(bench, visit, adult, working)).toEqual(example('care-elsewhere', 0).expect.steps);
    expect(visit.variant.value?.id).toBe('long-term-worker');
    const [application, ...more] = bench.handed;
    expect(more).toEqual([]);
    expect(application).toMatchObject({
      version: 1, matter: 'care-elsewhere', madeAt: '2026-11-23T09:00:00.000Z', applicant: { idType: '111', idNumber: adult.number, name: '周文清' }, statement: 'promise',
      items: [{ id: 'care-elsewhere', no: 'P89', variant: 'long-term-worker', department: '区医疗保障局' }],
      facts: { 'person-name': { value: '周文清', source: 'id-card' }, 'mobile-phone': { value: '19900000001', source: '一网通办用户中心（演示数据）' }, 'care-reason': { value: 'working', source: 'answer' } },
    });
    // What no form of this matter asks for stays here.
    expect(Object.keys(application!.facts)).not.toEqual(expect.arrayContaining(['home-address']));
    expect(application!.items[0]!.rows).toEqual(expect.arrayContaining([{ field: 'work-unit', label: '外地工作单位', value: '示范公司' }, { field: 'id-number', label: '公民身份号码', value: '370499 19860512 1010' }]));
    expect(application!.materials).toEqual([
      { id: 'id-card', name: '居民身份证', held: 'card', ref: null }, { id: 'care-filing-form', name: '异地就医备案表', held: 'generated', ref: null }, { id: 'commitment-letter', name: '异地就医备案个人承诺书', held: 'generated', ref: null },
    ]);
    expect(application!.signature).toHaveLength(1);
    expect(bench.ratings[0]).toMatchObject({ item: 'care-elsewhere', caseNumber: '370406003202611231000000' });
  });

  test('leaves the choice among papers that stand in for each other to the person who signs for it', async () => {
    const bench = desk();
    const visit = bench.begin(matter('care-elsewhere'));
    await walk(bench, visit, adult, { ...working, 'care-reason': 'living' }, 'materials');
    const left = visit.stillMissing.value.map((n) => n.material.id);
    expect(left).toEqual(expect.arrayContaining(['commitment-letter', 'household-register']));
    visit.next();
    expect(visit.stop.value.id).toBe('materials');
    visit.hold('household-register', { is: 'bring' });
    expect(visit.stillMissing.value).toEqual([]);
    expect(visit.held.value['commitment-letter']).toBeUndefined();
  });

  test('to start a company with two shareholders reads the second one’s card, and hands in seven forms', async () => {
    const bench = desk();
    const visit = bench.begin(matter('start-company'));
    await walk(bench, visit, adult, company, 'fill:shareholders');
    const found: { name: string; number: string }[] = [];
    const reading = visit.readAnother((person) => found.push(person));
    bench.idReader.lay(spouse);
    await bench.time.until(reading);
    expect(found).toEqual([{ name: '孙晓梅', number: spouse.number }]);
    expect(visit.values.value['person-name']).toBe('周文清');
    const both = example('start-company', 1).facts;
    expect(await walk(bench, visit, adult, both)).toEqual(example('start-company', 1).expect.steps.slice(example('start-company', 1).expect.steps.indexOf('fill:shareholders')));
    const [application] = bench.handed;
    expect(application!.items.map((i) => i.id)).toEqual(pack.chains['start-company']!.parts.map((p) => p.item));
    for (const item of application!.items) expect(item.rows.length).toBeGreaterThan(9);
    expect(application!.items[0]!.rows).toEqual(expect.arrayContaining([{ field: 'supervisor-name', label: '监事姓名', value: '孙晓梅' }]));
    expect(visit.submission.value).toMatchObject({ is: 'accepted', cases: { length: 7 } });
    expect(visit.savings.value).toMatchObject({ forms: 7, materialsToBring: 1 });
    expect(visit.savings.value.fieldsBefore - visit.savings.value.fieldsAsked).toBeGreaterThanOrEqual(60);
    expect(visit.savings.value.fieldsAsked).toBeLessThanOrEqual(18);
  });

  test('asks every example of the content what it was written to be asked', async () => {
    for (const [id, m] of [...Object.entries(pack.items), ...Object.entries(pack.chains)]) {
      for (const { facts, expect: { steps }, name } of m.examples) {
        // Somebody of whom the back end knows no more than the example says.
        if (facts['id-number'] !== adult.number || facts['mobile-phone'] !== '19900000001') continue;
        const bench = desk();
        const visit = bench.begin(id === 'social-insurance-records' ? records() : matter(id));
        expect([name, await walk(bench, visit, adult, facts)]).toEqual([name, steps]);
      }
    }
  });
});

describe('who is here', () => {
  test('must be settled before the visit goes on, whatever asks it to', async () => {
    const bench = desk();
    const visit = bench.begin(matter('online-job-posting'));
    visit.next();
    for (const settle of [() => bench.identify(visit, adult), () => bench.raise(visit, adult)]) {
      visit.next();
      expect(visit.stop.value.id).toBe('identify');
      await settle();
    }
    visit.next();
    expect(visit.stop.value.id).toBe('consent');
  });
  test('and for which company goes into the forms, typed once and by nobody twice', async () => {
    const bench = desk();
    const visit = bench.begin(matter('online-job-posting'));
    await walk(bench, visit, adult, example('online-job-posting', 0).facts);
    expect(bench.handed[0]).toMatchObject({
      company: { company: { name: '示范市虚构面点有限公司' }, as: 'legal-person', by: 'register' },
      facts: { 'acting-company-name': { value: '示范市虚构面点有限公司', source: 'company-register' }, 'acting-company-code': { value: '91370499MA00DEM06D', source: 'company-register' } },
    });
  });
  test('whose card has expired goes no further, whatever asks it to', async () => {
    const bench = desk();
    const visit = bench.begin(matter('care-elsewhere'));
    visit.next();
    await bench.identify(visit, { ...adult, validTo: '2020-01-01' });
    visit.next();
    expect([visit.barred.value, visit.stop.value.id]).toEqual(['card-expired', 'identify']);
  });
});

describe('an answer changed on the check page', () => {
  test('that opens a question leads to it before anything can be handed in', async () => {
    const { bench, visit } = await atCheck();
    visit.answer('care-reason', 'emergency');
    expect(visit.stop.value.id).toBe('fill:admission-date+hospital-name');
    expect(visit.problem('admission-date')).toEqual({ is: 'missing' });
    await walk(bench, visit, adult, { 'admission-date': '2026-11-22' });
    expect(bench.handed[0]!.items[0]).toMatchObject({ variant: 'emergency-admission' });
  });
  test('takes along neither the answers nor the papers of the way it closed', async () => {
    const { bench, visit } = await atCheck();
    visit.hold('labour-contract', { is: 'photographed', by: 'camera', pages: 1, simulated: true });
    visit.answer('care-reason', 'emergency');
    await walk(bench, visit, adult, { 'admission-date': '2026-11-22' });
    const [application] = bench.handed;
    expect(Object.keys(application!.facts)).not.toContain('work-unit');
    expect(application!.items[0]!.rows.map((r) => r.field)).not.toContain('start-date');
    expect(application!.materials.map((m) => m.id).sort()).toEqual(['care-filing-form', 'id-card']);
  });
  test('that closes a question leaves the citizen where they stand', async () => {
    const { visit } = await atCheck();
    visit.answer('care-reason', 'living');
    expect(visit.stop.value.id).toBe('check');
    expect(visit.values.value['work-unit']).toBeUndefined();
    visit.answer('care-reason', 'working');
    expect(visit.values.value['work-unit']).toBe('示范公司');
  });
  test('that needs another paper leads back to the papers', async () => {
    const bench = desk();
    const visit = bench.begin(matter('start-company'));
    await walk(bench, visit, adult, company, 'check');
    visit.hold('premises-proof', null);
    expect(visit.stop.value.id).toBe('materials');
    visit.hold('premises-proof', { is: 'photographed', by: 'camera', pages: 2, simulated: true });
    expect(visit.stop.value.id).toBe('check');
  });
  test('to one that this kiosk does not take leads back to it', async () => {
    const { visit } = await atCheck();
    visit.answer('start-date', '2020-01-01');
    expect(visit.stop.value.id).toBe('fill:start-date+end-date');
  });
});

describe('going back', () => {
  test('goes through the same stops, and forgets nothing', async () => {
    const { visit } = await atCheck();
    const before = visit.values.value;
    const seen = [visit.stop.value.id];
    while (visit.back()) seen.push(visit.stop.value.id);
    expect(seen.toReversed()).toEqual(visit.stops.value.slice(0, seen.length).map((s) => s.id));
    expect(visit.index.value).toBe(0);
    expect(visit.values.value).toEqual(before);
    expect(visit.back()).toBe(false);
  });
  test('and forth comes to the same place', async () => {
    const { visit } = await atCheck();
    visit.back();
    visit.next();
    expect(visit.stop.value.id).toBe('check');
  });
  test('is refused once it is handed in, whatever came of it', async () => {
    for (const outcome of [{ is: 'accepted', localNumber: 'L', cases: [] }, { is: 'kept', localNumber: 'L' }, { is: 'rejected', localNumber: 'L', reason: 'duplicate' }] as const) {
      const { bench, visit } = await atCheck();
      bench.setOutcome(() => outcome);
      await walk(bench, visit, adult, working, 'receipt');
      expect([outcome.is, visit.back(), visit.stop.value.id]).toEqual([outcome.is, false, 'receipt']);
    }
  });
  test('hides again what was shown', async () => {
    const { visit } = await atCheck();
    visit.show(true);
    visit.next();
    expect(visit.open.value).toBe(false);
    visit.show(true);
    visit.back();
    expect(visit.open.value).toBe(false);
  });
});

describe('the end of a visit', () => {
  test('aborts a read that still waits, and the next visit reads at once', async () => {
    const bench = desk();
    const first = bench.begin(records());
    const waiting = first.identity.read();
    await bench.time.pass(1000);
    first.end();
    await bench.time.until(waiting);
    expect(first.identity.state.value).toEqual({ is: 'idle' });
    const second = bench.begin(records());
    await bench.identify(second, elder);
    expect(first.learned.value.card).toEqual({});
    expect(second.values.value['person-name']).toBe('周德福');
    expect(bench.time.now()).toBeLessThan(2000);
  });
  test('aborts a read under way, so that a card laid on for the next person is not heard by the last', async () => {
    const bench = desk();
    bench.idReader.readMs = 1000;
    const visit = bench.begin(records());
    const reading = visit.identity.read();
    bench.idReader.lay(adult);
    await bench.time.pass(500);
    visit.end();
    await bench.time.until(reading);
    await bench.time.pass(2000);
    expect(visit.learned.value.card).toEqual({});
  });
  test('aborts reading a shareholder’s card, too', async () => {
    const bench = desk();
    const visit = bench.begin(matter('start-company'));
    const found: unknown[] = [];
    const reading = visit.readAnother((person) => found.push(person));
    await bench.time.pass(100);
    visit.end();
    bench.idReader.lay(spouse);
    await bench.time.until(reading);
    expect(found).toEqual([]);
  });
});

test('a guide has one stop, and never leaves it', () => {
  const visit = desk().begin(matter('birth-certificate'));
  expect(visit.stops.value.map((s) => s.id)).toEqual(['notice']);
  visit.next();
  visit.next();
  expect([visit.index.value, visit.back(), visit.authored]).toEqual([0, false, false]);
});
