import { describe, expect, test } from 'vitest';
import type { Visit } from '../../kiosk/models/visit.ts';
import { adult, desk, later, records, walk } from './desk.ts';

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
    // What the printer keeps in its list of jobs is no word of the back end's.
    expect(bench.documentPrinter.printed.map(({ title }) => title)).toEqual(['social-insurance-rights']);
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
