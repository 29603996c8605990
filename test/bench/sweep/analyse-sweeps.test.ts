import { describe, expect, it } from 'vitest';
import { parseConditions } from '../../../bench/result/condition.ts';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';

/** A server of 8 slots, 100 served a second in each, measured at every level twice. */
function sweep(levels: readonly number[], repetitions = 2) {
  return levels.flatMap((m) =>
    Array.from({ length: repetitions }, (_, i) =>
      measuredCell({
        server: 'LIMITED',
        strategy: 'async',
        m,
        repetition: i + 1,
        goodputPerSecond: 100 * Math.min(m, 8) * (1 + 0.004 * (i - 0.5)),
        peakRssBytes: 50_000_000 + m * 10_000,
        efficiency: 0.9,
      }),
    ),
  );
}

describe('a curve', () => {
  it('has one level for each m, with the interval over its repetitions', () => {
    const [curve, ...others] = analyseSweeps(sweep([1, 2, 4, 8, 16, 32]), 1);
    expect(others).toEqual([]);
    expect(curve).toMatchObject({ server: 'LIMITED', strategy: 'async', verdict: { enoughM: { value: 8 } } });
    expect(curve!.levels.map(({ m }) => m)).toEqual([1, 2, 4, 8, 16, 32]);
    const { value, low, high } = curve!.levels[3]!.goodputPerSecond;
    expect(value).toBeCloseTo(800);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  it('has the fit, the knee by both ways and one sentence on them', () => {
    const [curve] = analyseSweeps(sweep([1, 2, 4, 8, 16, 32]), 1);
    expect(curve!.usl).toHaveProperty('unitGoodputPerSecond');
    expect(curve!.knee.byKneedle).toBe(8);
    expect(curve!.knee.sentence).toContain('m = 8');
  });

  it('says what a further request in flight costs in memory', () => {
    expect(analyseSweeps(sweep([1, 2, 4, 8, 16, 32]), 1)[0]!.bytesPerRequestInFlight).toBeCloseTo(10_000);
  });

  it('says why there is no fit for fewer than six levels', () => {
    expect(analyseSweeps(sweep([1, 2, 4]), 1)[0]!.usl).toEqual({ why: expect.stringContaining('6 levels') });
  });

  it('is JSON: nothing in it is infinite', () => {
    const linear = [1, 2, 4, 8, 16, 32].map((m) =>
      measuredCell({ server: 'DELAY', strategy: 'async', m, goodputPerSecond: 10 * m }),
    );
    const curves = analyseSweeps(linear, 1);
    expect(JSON.parse(JSON.stringify(curves))).toEqual(curves);
  });

  it('keeps a peak whose interval has no upper end', () => {
    const noisy = [1, 2, 4, 8, 16, 32, 64].map((m, i) =>
      measuredCell({
        server: 'DELAY',
        strategy: 'async',
        m,
        goodputPerSecond: ((100 * m) / (1 + 0.02 * (m - 1) + 0.0001 * m * (m - 1))) * (i % 2 === 0 ? 1.04 : 0.96),
      }),
    );
    const { usl } = analyseSweeps(noisy, 1)[0]!;
    expect(usl).toMatchObject({ peakM: { value: expect.any(Number), low: expect.any(Number) } });
    expect(usl).not.toHaveProperty('peakM.high');
  });

  it('names the highest m at which all that is asked holds, if anything is asked', () => {
    const cells = sweep([1, 2, 4, 8, 16, 32]).map((cell) => ({ ...cell, latencyP95Ms: 10 * cell.m }));
    const asked = (text: string) => analyseSweeps(cells, 1, parseConditions(text))[0]!.highest;
    expect(asked('p95<=80ms, errors<=1%')).toEqual({
      m: 8,
      sentence: 'the highest m that meets p95<=80ms and errors<=1% is 8',
    });
    expect(asked('p95<1s')).toMatchObject({
      m: 32,
      sentence: expect.stringContaining('is 32, the highest of the sweep'),
    });
    expect(asked('p95<1ms')).toEqual({ sentence: 'no m of the sweep meets p95<1ms: at m = 1 p95 is 10 ms' });
    expect(asked('goodput>300')?.sentence).toContain('which may be luck, because m = 1, 2 does not');
    expect(analyseSweeps(cells, 1)[0]).not.toHaveProperty('highest');
  });

  it('counts errors as its cells do: what was not found is none', () => {
    const outcomes = { ok: 10, notFound: 5, httpError: 5, timeout: 0, networkError: 0, cancelled: 0 };
    const cells = [1, 2].map((m) => measuredCell({ server: 'ERROR', strategy: 'async', m, outcomes }));
    expect(analyseSweeps(cells, 1)[0]!.levels.map(({ errorShare }) => errorShare)).toEqual([0.25, 0.25]);
  });

  it('is not made of one level', () => {
    expect(analyseSweeps(sweep([8]), 1)).toEqual([]);
  });
});
