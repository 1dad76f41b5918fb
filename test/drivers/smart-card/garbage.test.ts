import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { isCitizenNumber } from '../../../drivers/id-reader/checks.ts';
import { holder, rare } from '../contract/smart-card.ts';
import { bench, read } from './slot-bench.ts';

describe('garbage', () => {
  const answers = fc.array(fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(fc.constantFrom(0x9000, 0x6100, 0x6c00, 0x6982, 0x6a83, 0x6700, 0x6283), fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 36 }), fc.integer({ min: 1, max: 13 }))
      .map(([sw, low, data, tag]) => Uint8Array.of(tag, data.length, ...data, sw >> 8, sw === 0x6100 || sw === 0x6c00 ? low : sw & 0xff)),
  ), { minLength: 1, maxLength: 30 });

  test('from the chip never rejects, and never yields a card whose number is wrong', async () => {
    vi.setConfig({ testTimeout: 120_000 });
    const outcomes = new Map<string, number>();
    await fc.assert(fc.asyncProperty(answers, fc.nat({ max: 12 }), fc.boolean(), async (noise, from, once) => {
      const b = bench();
      let n = 0;
      b.slot.setGarbage((answer) => {
        const at = n++ - from;
        return at < 0 || (once && at >= noise.length) ? answer : noise[at % noise.length]!;
      });
      b.slot.lay({ is: 'social-security', card: holder });
      const outcome = await read(b);
      outcomes.set(outcome.is, (outcomes.get(outcome.is) ?? 0) + 1);
      if (outcome.is === 'read') expect(isCitizenNumber(outcome.card.number)).toBe(true);
      b.slot.setGarbage(null);
      b.slot.lay({ is: 'social-security', card: rare });
      expect(await read(b)).toEqual({ is: 'read', card: rare });
    }), { numRuns: 2000 });
    expect(outcomes.size).toBeGreaterThan(3);
  });
  test('in single bytes of true answers changes nothing unseen that the card says twice', async () => {
    vi.setConfig({ testTimeout: 120_000 });
    let refused = 0;
    await fc.assert(fc.asyncProperty(fc.nat({ max: 24 }), fc.nat({ max: 40 }), fc.integer({ min: 1, max: 255 }), async (nth, at, flip) => {
      const b = bench();
      let n = 0;
      b.slot.setGarbage((answer) => (n++ === nth ? answer.map((byte, i) => (i === at % answer.length ? byte ^ flip : byte)) : answer));
      b.slot.lay({ is: 'social-security', card: holder });
      const outcome = await read(b);
      if (outcome.is !== 'read') { refused++; return; }
      expect(isCitizenNumber(outcome.card.number)).toBe(true);
      expect([outcome.card.number, ['', holder.birth]]).toEqual([holder.number, expect.arrayContaining([outcome.card.birth])]);
    }), { numRuns: 2000 });
    expect(refused).toBeGreaterThan(500);
  });
  test('on the wire, in place of messages and among them, never rejects, and the slot recovers', async () => {
    vi.setConfig({ testTimeout: 120_000 });
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 }), fc.nat({ max: 20 }), async (noise, from) => {
      const b = bench();
      await b.clock.until(b.reader.status());
      let n = 0;
      b.line.mangle = (chunk, to) => { const at = to === 'near' ? n++ - from : -1; return noise[at] ?? chunk; };
      b.slot.lay({ is: 'social-security', card: holder });
      const outcome = await read(b);
      if (outcome.is === 'read') expect(isCitizenNumber(outcome.card.number)).toBe(true);
      b.line.mangle = undefined;
      b.slot.lay({ is: 'social-security', card: rare });
      await read(b);
      expect(await read(b)).toEqual({ is: 'read', card: rare });
    }), { numRuns: 2000 });
  });
});
