import { describe, expect, test } from 'vitest';
import type { Reply } from '../../kiosk/platform/port.ts';
import type { Visit } from '../../kiosk/models/visit.ts';
import { matter, pack } from '../content/pack.ts';
import { cardOf, desk, walk } from './desk.ts';

const adult = cardOf('adult');
const spouse = cardOf('spouse');
const elder = cardOf('elder');
const example = (id: string, n: number) => (pack.items[id] ?? pack.chains[id])!.examples[n]!;
const records = () => matter('social-insurance-records', 'rights-record');
const working = { 'care-reason': 'working', destination: '310115', 'start-date': '2026-12-01', 'work-unit': '示范公司' };
const company = example('start-company', 0).facts;
/** A reply that comes when it is told to. */
function later<T>() {
  let come!: (value: T) => void;
  const promise = new Promise<T>((resolve) => { come = resolve; });
  return { promise, come };
}
/** A filing that stands at the check page, all answered. */
async function atCheck(answers: Readonly<Record<string, string>> = working) {
  const bench = desk();
  const visit = bench.begin(matter('care-elsewhere'));
  await walk(bench, visit, adult, answers, 'check');
  return { bench, visit };
}

describe('a whole visit', () => {
  test('to see and print one’s social insurance record ends with the paper and a rating that names nobody', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    expect(await walk(bench, visit, adult, { 'query-years': '2025,2026' })).toEqual(example('social-insurance-records', 0).expect.steps);
    expect(visit.lookup.records.value).toMatchObject({ is: 'shown', rows: [['2025', '周文清'], ['2026', '周文清']] });
    expect(visit.lookup.document.value).toEqual({ is: 'printed' });
    expect(visit.lookup.code.value).toBe('CODE-2025-2026');
    expect(bench.documentPrinter.printed.map((d) => [d.title, d.pages])).toEqual([['个人权益记录单', 2]]);
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
      facts: { 'person-name': { value: '周文清', source: 'id-card' }, 'mobile-phone': { value: '19900000001', source: '一网通办用户中心（演示数据）' }, 'care-reason': { value: 'working', source: 'answer' }, 'outside-province': { value: 'yes', source: 'derived' } },
    });
    expect(application!.items[0]!.rows).toEqual(expect.arrayContaining([{ field: 'work-unit', label: '外地工作单位', value: '示范公司' }, { field: 'id-number', label: '公民身份号码', value: '370499 19860512 1010' }]));
    expect(application!.materials).toEqual(expect.arrayContaining([{ id: 'id-card', name: '居民身份证', held: 'card', ref: null }, { id: 'household-register', name: '居民户口簿', held: 'shared', ref: 'demo-household-register-adult' }, { id: 'commitment-letter', name: '异地就医备案个人承诺书', held: 'generated', ref: null }]));
    expect(application!.signature).toHaveLength(1);
    expect(bench.ratings[0]).toMatchObject({ item: 'care-elsewhere', caseNumber: '370406003202611231000000' });
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
    expect(visit.known.state.value).toEqual({ is: 'fetched', facts: 2, certificates: 1 });
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
    expect(visit.known.state.value).toEqual({ is: 'fetched', facts: 0, certificates: 1 });
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
    expect(visit.stop.value.id).toBe('fill:work-unit'.replace('work-unit', visit.stop.value.id.slice(5)));
    expect(visit.index.value).toBeGreaterThan(4);
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
    visit.hold('labour-contract', { is: 'photographed', pages: 1, simulated: true });
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
    visit.hold('premises-proof', { is: 'photographed', pages: 2, simulated: true });
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
    expect(seen.reverse()).toEqual(visit.stops.value.slice(0, seen.length).map((s) => s.id));
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

describe('handing in', () => {
  const atSubmit = async () => { const { bench, visit } = await atCheck(); await walk(bench, visit, adult, working, 'submit'); return { bench, visit }; };
  test('without network is kept here under a number, and rated without a case', async () => {
    const { bench, visit } = await atSubmit();
    bench.setOutcome(() => ({ is: 'kept', localNumber: 'SD-0001-20261123-0007-Q' }));
    await visit.submit('care-elsewhere');
    expect(visit.submission.value).toEqual({ is: 'kept', localNumber: 'SD-0001-20261123-0007-Q' });
    await visit.rate(4, []);
    expect(bench.ratings[0]).toMatchObject({ score: 4, caseNumber: null });
  });
  test('that is rejected stays so; it is not handed in again', async () => {
    const { bench, visit } = await atSubmit();
    bench.setOutcome(() => ({ is: 'rejected', localNumber: 'L', reason: 'duplicate' }));
    await visit.submit(null);
    await visit.submit(null);
    expect(visit.submission.value).toEqual({ is: 'rejected', localNumber: 'L', reason: 'duplicate' });
    expect(bench.handed).toHaveLength(1);
  });
  test('that could not be kept promises nothing, loses nothing, and may be tried again', async () => {
    const { bench, visit } = await atSubmit();
    const before = visit.values.value;
    bench.setOutcome(() => ({ is: 'not-kept' }));
    await visit.submit(null);
    expect(visit.submission.value).toEqual({ is: 'not-kept' });
    expect(visit.values.value).toEqual(before);
    bench.setOutcome(() => ({ is: 'kept', localNumber: 'L' }));
    await visit.submit(null);
    expect(visit.submission.value).toEqual({ is: 'kept', localNumber: 'L' });
  });
  test('happens once, however often the button is pressed', async () => {
    const { bench, visit } = await atSubmit();
    await Promise.all([visit.submit(null), visit.submit(null)]);
    await visit.submit(null);
    expect(bench.handed).toHaveLength(1);
  });
});

describe('a slip', () => {
  const slip = [{ is: 'title', text: '回执' }] as const;
  test('of which nobody knows whether it came out is asked about, and printed again only on the citizen’s word', async () => {
    const bench = desk();
    const { receipt } = bench.begin(records());
    bench.receiptPrinter.failNext({ is: 'indeterminate' });
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'indeterminate' });
    expect(bench.receiptPrinter.papers).toHaveLength(0);
    receipt.tell(false);
    expect(receipt.state.value).toEqual({ is: 'not-printed', problem: { is: 'error', recoverable: true } });
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'printed' });
    expect(bench.receiptPrinter.papers).toHaveLength(1);
  });
  test('that came out after all is not printed again', async () => {
    const bench = desk();
    const { receipt } = bench.begin(records());
    bench.receiptPrinter.failNext({ is: 'indeterminate', problem: { is: 'no-paper' } });
    await bench.time.until(receipt.print(slip));
    receipt.tell(true);
    expect(receipt.state.value).toEqual({ is: 'printed' });
    expect(bench.drawn).toHaveLength(1);
    receipt.tell(false);
    expect(receipt.state.value).toEqual({ is: 'printed' });
  });
  test('without paper says so, and may be printed when there is some', async () => {
    const bench = desk();
    const { receipt } = bench.begin(records());
    bench.receiptPrinter.setProblem({ is: 'no-paper' });
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'not-printed', problem: { is: 'no-paper' } });
    bench.receiptPrinter.setProblem(null);
    await bench.time.until(receipt.print(slip));
    expect(receipt.state.value).toEqual({ is: 'printed' });
  });
  test('is printed once, however often the button is pressed, and is not forgotten while it prints', async () => {
    const bench = desk();
    bench.receiptPrinter.printMs = 2000;
    const { receipt } = bench.begin(records());
    const printing = receipt.print(slip);
    void receipt.print(slip);
    receipt.reset();
    expect(receipt.state.value).toEqual({ is: 'printing' });
    await bench.time.until(printing);
    expect(bench.receiptPrinter.papers).toHaveLength(1);
    receipt.reset();
    expect(receipt.state.value).toEqual({ is: 'idle' });
  });
});

describe('records and their paper', () => {
  const atRecords = async (years = '2025,2026') => { const bench = desk(); const visit = bench.begin(records()); await walk(bench, visit, adult, { 'query-years': years }, 'records:social-insurance-rights'); return { bench, visit }; };
  const look = (visit: Visit) => visit.look('social-insurance-rights', 'query-years');
  const print = (visit: Visit) => visit.printDocument('social-insurance-rights', 'query-years');

  test('that cannot be had say why, and may be asked for again', async () => {
    const { bench, visit } = await atRecords();
    bench.setReachable(false);
    await look(visit);
    expect(visit.lookup.records.value).toEqual({ is: 'unreachable' });
    bench.setReachable(true);
    await look(visit);
    expect(visit.lookup.records.value).toMatchObject({ is: 'shown' });
  });
  test('of other years than those now chosen are never shown, however late they come', async () => {
    const { bench, visit } = await atRecords('2025');
    const replies: (() => void)[] = [];
    const usual = bench.platform.records;
    bench.platform.records = (ask) => new Promise((resolve) => { replies.push(() => { void usual(ask).then(resolve); }); });
    const first = look(visit);
    visit.answer('query-years', '2026');
    const second = look(visit);
    replies[1]!();
    await second;
    replies[0]!();
    await first;
    expect(visit.lookup.records.value).toMatchObject({ rows: [['2026', '周文清']] });
  });
  test('fetched as a paper for other years than those now chosen are never printed', async () => {
    const { bench, visit } = await atRecords('2025');
    const reply = later<void>();
    const usual = bench.platform.printable;
    bench.platform.printable = async (ask) => { await reply.promise; return usual(ask); };
    const first = print(visit);
    visit.answer('query-years', '2026');
    reply.come();
    await bench.time.until(first);
    expect(visit.lookup.document.value).toEqual({ is: 'idle' });
    await bench.time.until(print(visit));
    expect(visit.lookup.code.value).toBe('CODE-2026');
    expect(bench.documentPrinter.printed.map((d) => new TextDecoder().decode(d.pdf))).toEqual(['周文清 2026']);
  });
  test('printed with an unknown end are printed again as the same paper with the same code', async () => {
    const { bench, visit } = await atRecords();
    bench.documentPrinter.failNext({ is: 'indeterminate', pagesDone: 1 });
    await bench.time.until(print(visit));
    expect(visit.lookup.document.value).toEqual({ is: 'indeterminate', pagesDone: 1 });
    visit.lookup.tell(false);
    expect(visit.lookup.document.value).toEqual({ is: 'not-printed', problem: { is: 'error' } });
    await bench.time.until(print(visit));
    expect(visit.lookup.document.value).toEqual({ is: 'printed' });
    expect(bench.asked.filter((a) => a.call === 'printable')).toHaveLength(1);
  });
  test('said to be in the tray are not printed again', async () => {
    const { bench, visit } = await atRecords();
    bench.documentPrinter.failNext({ is: 'indeterminate', pagesDone: 2, problem: { is: 'offline' } });
    await bench.time.until(print(visit));
    visit.lookup.tell(true);
    expect(visit.lookup.document.value).toEqual({ is: 'printed' });
    expect(bench.documentPrinter.printed).toHaveLength(0);
  });
  test('on their way out show the page being printed, and what the printer waits for', async () => {
    const { bench, visit } = await atRecords();
    bench.documentPrinter.msPerPage = 1000;
    const printing = print(visit);
    await bench.time.pass(1500);
    expect(visit.lookup.document.value).toEqual({ is: 'on-paper', progress: { is: 'printing', pagesDone: 1 }, pages: 2 });
    bench.documentPrinter.setProblem({ is: 'no-paper' });
    await bench.time.pass(1500);
    expect(visit.lookup.document.value).toMatchObject({ progress: { is: 'waiting', problem: { is: 'no-paper' } } });
    bench.documentPrinter.setProblem(null);
    await bench.time.until(printing);
    expect(visit.lookup.document.value).toEqual({ is: 'printed' });
  });
  test('are asked for and printed once, however often the button is pressed', async () => {
    const { bench, visit } = await atRecords();
    await Promise.all([look(visit), look(visit)]);
    await bench.time.until(Promise.all([print(visit), print(visit)]));
    expect(bench.asked.filter((a) => a.call === 'records' || a.call === 'printable')).toHaveLength(2);
    expect(bench.documentPrinter.printed).toHaveLength(1);
  });
});

describe('the rating', () => {
  test('is sent once', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    await Promise.all([visit.rate(1, ['slow']), visit.rate(5, [])]);
    await visit.rate(3, []);
    expect(bench.ratings).toHaveLength(1);
    expect(visit.rating.value).toEqual({ is: 'sent' });
    visit.skipRating();
    expect(visit.rating.value).toEqual({ is: 'sent' });
  });
  test('that cannot be sent is said to be lost, and is not kept', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    bench.setReachable(false);
    await visit.rate(2, ['slow']);
    expect(visit.rating.value).toEqual({ is: 'not-sent' });
  });
  test('may be skipped, and then nothing is sent', async () => {
    const bench = desk();
    const visit = bench.begin(records());
    visit.skipRating();
    await visit.rate(5, []);
    expect([visit.rating.value, bench.ratings]).toEqual([{ is: 'skipped' }, []]);
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
