import { describe, expect, test } from 'vitest';
import { adult, atCheck, desk, records, walk, working } from './desk.ts';

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
