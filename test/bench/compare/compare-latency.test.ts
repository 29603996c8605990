import { describe, expect, it } from 'vitest';
import { compareLatency } from '../../../bench/compare/compare-latency.ts';
import type { PairedItem } from '../../../bench/compare/paired-item.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

/** Items of uniform fates whose latency has an exponential overhead and the noise of its run; B is slower by `factor`. */
function simulate(seed: number, { factor = 1, repetitions = 1, runNoise = 0.015, count = 100 } = {}): PairedItem[] {
  const next = generator(seed, 'latency');
  const fates = Array.from({ length: count }, () => 50 + 450 * next());
  const side = (slower: number) => {
    const runs = Array.from({ length: repetitions }, () => slower * (1 + runNoise * normalDeviate(next)));
    return fates.map((fate) => runs.map((run) => ({ ok: true, latencyMs: run * (fate - 3 * Math.log(1 - next())) })));
  };
  const [a, b] = [side(1), side(factor)];
  return fates.map((_, i) => ({ a: a[i]!, b: b[i]! }));
}

const verdicts = (trials: number, options: Parameters<typeof simulate>[1]) =>
  Array.from({ length: trials }, (_, seed) => {
    const comparison = compareLatency(simulate(seed, options), { seed });
    return comparison.ok ? comparison.verdict : comparison.why;
  });

describe('compareLatency', () => {
  it.each([1, 3])('of a thing with itself shows no difference in 38 of 40 trials of %d repetitions', (repetitions) => {
    const unshown = verdicts(40, { repetitions }).filter((verdict) => verdict === 'no difference shown');
    expect(unshown.length).toBeGreaterThanOrEqual(38);
  });

  it('shows a fifth slower and a fifth faster', () => {
    expect(new Set(verdicts(10, { factor: 1.2 }))).toEqual(new Set(['slower']));
    expect(new Set(verdicts(10, { factor: 1 / 1.2 }))).toEqual(new Set(['faster']));
  });

  it('is the ratio of the medians', () => {
    const items = [1, 2, 3, 4, 5].map((latencyMs) => ({
      a: [{ ok: true, latencyMs }],
      b: [{ ok: true, latencyMs: latencyMs * 10 }],
    }));
    expect(compareLatency(items, { seed: 1 })).toMatchObject({ ok: true, ratio: expect.closeTo(10, 9), pairCount: 5 });
  });

  it('leaves out the items that one side never answered, so that failing is not fast', () => {
    const items = simulate(1).map((item, i) => (i < 60 ? { a: item.a, b: [{ ok: false, latencyMs: 1 }] } : item));
    expect(compareLatency(items, { seed: 1 })).toMatchObject({ pairCount: 40, verdict: 'no difference shown' });
  });

  it('takes repetitions of different number, and with gaps', () => {
    const items = simulate(1, { repetitions: 3 }).map(({ a, b }, i) => ({
      a: a.slice(0, 2),
      b: i % 2 === 0 ? [undefined, b[1], b[2]] : b,
    }));
    expect(compareLatency(items, { seed: 1 })).toMatchObject({ ok: true, runNoise: 'measured', pairCount: 100 });
  });

  it('says why it cannot compare', () => {
    const why = 'comparing latency needs 5 items that both answered, and there are 4';
    expect(compareLatency(simulate(1, { count: 4 }), { seed: 1 })).toEqual({ ok: false, why });
    expect(compareLatency([], { seed: 1 })).toMatchObject({ ok: false });
    const zeros = simulate(1).map(({ a }) => ({ a, b: [{ ok: true, latencyMs: 0 }] }));
    expect(compareLatency(zeros, { seed: 1 })).toEqual({
      ok: false,
      why: 'a median latency is 0 ms, so there is no ratio',
    });
  });
});
