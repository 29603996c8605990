import { describe, expect, it } from 'vitest';
import { compareGoodput, type GoodputSides } from '../../../bench/compare/compare-goodput.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { scheduleTime } from '../../../lib/queueing/schedule-time.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

const M = 8;

/** Runs of eight slots over uniform fates, a tenth of which end in an error; B is slower by `factor`. */
function simulate(seed: number, { factor = 1, repetitions = 1, runNoise = 0.015, count = 100 } = {}): GoodputSides {
  const next = generator(seed, 'goodput');
  const fates = Array.from({ length: count }, () => ({ delayMs: 50 + 450 * next(), ok: next() > 0.1 }));
  const okCount = fates.filter(({ ok }) => ok).length;
  const side = (slower: number) =>
    Array.from({ length: repetitions }, () => {
      const run = slower * (1 + runNoise * normalDeviate(next));
      const samples = fates.map(({ delayMs, ok }) => ({ ok, latencyMs: run * (delayMs - 3 * Math.log(1 - next())) }));
      const elapsedMs = scheduleTime(
        samples.map(({ latencyMs }) => ({ beforeMs: 0, servicesMs: undefined, afterMs: latencyMs })),
        { m: M, timeoutMs: Infinity, stations: [] },
      );
      return { samples, goodput: (okCount / elapsedMs) * 1000 };
    });
  const [a, b] = [side(1), side(factor)];
  return {
    items: fates.map((_, i) => ({ a: a.map(({ samples }) => samples[i]!), b: b.map(({ samples }) => samples[i]!) })),
    a: a.map(({ goodput }) => goodput),
    b: b.map(({ goodput }) => goodput),
  };
}

const verdicts = (trials: number, options: Parameters<typeof simulate>[1]) =>
  Array.from({ length: trials }, (_, seed) => {
    const comparison = compareGoodput(simulate(seed, options), { seed });
    return comparison.ok ? comparison.verdict : comparison.why;
  });

describe('compareGoodput', () => {
  it.each([1, 3])('of a thing with itself shows no difference in 38 of 40 trials of %d repetitions', (repetitions) => {
    const unshown = verdicts(40, { repetitions }).filter((verdict) => verdict === 'no difference shown');
    expect(unshown.length).toBeGreaterThanOrEqual(38);
  });

  it('shows a quarter slower and a quarter faster', () => {
    expect(new Set(verdicts(10, { factor: 1.25 }))).toEqual(new Set(['slower']));
    expect(new Set(verdicts(10, { factor: 0.8 }))).toEqual(new Set(['faster']));
  });

  it('is the ratio of the measured goodputs, of their geometric means when repeated', () => {
    const sides = { ...simulate(1), a: [10, 40], b: [40, 40] };
    expect(compareGoodput(sides, { seed: 1 })).toMatchObject({ ok: true, ratio: expect.closeTo(2, 9) });
  });

  it('says why it cannot compare', () => {
    const sides = simulate(1);
    const because = (change: Partial<GoodputSides>) => compareGoodput({ ...sides, ...change }, { seed: 1 });
    expect(because({ items: [] })).toEqual({
      ok: false,
      why: 'comparing goodput needs 5 items on both sides, and there are 0',
    });
    expect(because({ a: [] })).toEqual({ ok: false, why: 'A has no repetition' });
    expect(because({ b: [10, 0] })).toEqual({
      ok: false,
      why: 'B has a repetition in which nothing was ok, so there is no ratio',
    });
  });

  it('refuses a goodput that is no number', () => {
    expect(() => compareGoodput({ ...simulate(1), a: [Number.NaN] }, { seed: 1 })).toThrow(
      new TypeError('Expected a goodput to be a finite number of 0 or more, got NaN'),
    );
  });

  it('gives no interval from resamples in which nothing was ok', () => {
    const failed = simulate(1).items.map(({ a, b }) => ({
      a: a.map((sample) => sample && { ...sample, ok: false }),
      b,
    }));
    expect(compareGoodput({ items: failed, a: [10], b: [10] }, { seed: 1 })).toMatchObject({ ok: true });
  });
});
