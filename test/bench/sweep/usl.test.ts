import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peakConcurrency, uslThroughput } from '../../../bench/sweep/usl.ts';

const law = { unitThroughput: 100, contention: 0.05, coherency: 0.001, slots: Infinity };

describe('uslThroughput', () => {
  it.each([
    [1, 100],
    [2, 200 / 1.052],
    [8, 800 / 1.406],
    [64, 6400 / 8.182],
  ])('at m = %d is %d', (m, throughput) => {
    expect(uslThroughput(law, m)).toBeCloseTo(throughput, 9);
  });

  it('grows in a straight line without contention and coherency', () => {
    expect(uslThroughput({ ...law, contention: 0, coherency: 0 }, 500)).toBe(50_000);
  });

  it('stays flat past the slots', () => {
    const ended = { ...law, slots: 8 };
    expect(uslThroughput(ended, 8)).toBe(uslThroughput(law, 8));
    expect(uslThroughput(ended, 9)).toBe(uslThroughput(law, 8));
    expect(uslThroughput(ended, 1000)).toBe(uslThroughput(law, 8));
  });
});

describe('peakConcurrency', () => {
  it.each([
    [law, Math.sqrt(950)],
    [{ ...law, coherency: 0 }, Infinity],
    [{ ...law, coherency: 0, slots: 8 }, 8],
    [{ ...law, slots: 8 }, 8],
    [{ ...law, slots: 64 }, Math.sqrt(950)],
    [{ ...law, contention: 1 }, 1],
    [{ ...law, contention: 3, coherency: 0 }, 1],
    [{ ...law, contention: 0, coherency: 4 }, 1],
  ])('of %j is %d', (parameters, m) => {
    if (m === Infinity) expect(peakConcurrency(parameters)).toBe(Infinity);
    else expect(peakConcurrency(parameters)).toBeCloseTo(m, 12);
  });

  it('has a throughput that no other concurrency beats', () => {
    const share = fc.double({ min: 0, max: 0.99, noNaN: true });
    const slots = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(share, share, slots, fc.integer({ min: 1, max: 500 }), (contention, coherency, end, m) => {
        const parameters = { unitThroughput: 10, contention, coherency, slots: end };
        const atPeak = uslThroughput(parameters, Math.min(500, peakConcurrency(parameters)));
        expect(uslThroughput(parameters, m)).toBeLessThanOrEqual(atPeak * (1 + 1e-12));
      }),
    );
  });
});
