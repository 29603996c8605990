import { describe, expect, it } from 'vitest';
import { peakConcurrency, type UslParameters, uslThroughput } from '../../../bench/sweep/usl.ts';
import { fitUsl, type UslFit } from '../../../bench/sweep/usl-fit.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

const LEVELS = [1, 2, 4, 8, 16, 32, 64];
const TRIALS = 20;
const law = { unitThroughput: 100, contention: 0.05, coherency: 0.001, slots: Infinity };

/** A sweep of a server that obeys a law, with noise that is a share of the throughput. */
function sweep(truth: UslParameters, { noise = 0, repetitions = 1, seed = 1, levels = LEVELS } = {}) {
  const next = generator(seed, 'sweep');
  return levels.flatMap((m) =>
    Array.from({ length: repetitions }, () => ({
      m,
      throughput: uslThroughput(truth, m) * (1 + noise * normalDeviate(next)),
    })),
  );
}

function fitted(measurements: Parameters<typeof fitUsl>[0], seed = 1): UslFit {
  const fit = fitUsl(measurements, { seed, resamples: 200 });
  if (!fit.ok) expect.unreachable(fit.why);
  return fit;
}

const holds = (interval: { low: number; high: number } | undefined, value: number) =>
  interval !== undefined && interval.low <= value && value <= interval.high;

describe('fitUsl', () => {
  it('finds the law again from perfect data, and is sure', () => {
    const fit = fitted(sweep(law));
    expect(fit.contention.value).toBeCloseTo(0.05, 8);
    expect(fit.coherency.value).toBeCloseTo(0.001, 8);
    expect(fit.unitThroughput.value).toBeCloseTo(100, 6);
    expect(fit.peakConcurrency.value).toBeCloseTo(Math.sqrt(950), 5);
    expect(fit.contention.high - fit.contention.low).toBeLessThan(1e-7);
    expect(fit.rSquared).toBeCloseTo(1, 12);
    expect(fit.extrapolated).toBe(false);
    expect(fit).not.toHaveProperty('slots');
  });

  it('finds the slots of a server whose capacity ends', () => {
    const fit = fitted(
      sweep({ unitThroughput: 10, contention: 0, coherency: 0, slots: 8 }, { noise: 0.02, repetitions: 3 }),
    );
    expect(fit.slots?.value).toBeCloseTo(8, 0);
    expect(holds(fit.slots, 8)).toBe(true);
    expect(fit.peakConcurrency).toEqual(fit.slots);
  });

  it('says so when the peak lies past what was measured, or nowhere', () => {
    expect(fitted(sweep({ ...law, coherency: 0.0001 })).extrapolated).toBe(true);
    const endless = fitted(sweep({ ...law, coherency: 0 }, { noise: 0.01, repetitions: 3 }));
    expect(endless.peakConcurrency.high).toBe(Infinity);
  });

  it('needs six levels, however often each was measured', () => {
    const five = sweep(law, { levels: [1, 2, 4, 8, 16], repetitions: 5 });
    const why = 'the fit needs 6 levels of concurrency, and there are 5';
    expect(fitUsl(five, { seed: 1 })).toEqual({ ok: false, why });
    expect(fitUsl([], { seed: 1 })).toMatchObject({ ok: false });
    expect(fitted(sweep(law, { levels: [1, 2, 4, 8, 16, 32] })).ok).toBe(true);
  });

  it('cannot describe a level that answered nothing', () => {
    const silent = [...sweep(law), { m: 128, throughput: 0 }];
    const why = 'nothing was answered at m = 128, which the law cannot describe: leave that level out';
    expect(fitUsl(silent, { seed: 1 })).toEqual({ ok: false, why });
  });

  it('describes a flat curve: all of it waits in line', () => {
    const fit = fitted(LEVELS.map((m) => ({ m, throughput: 50 })));
    expect(fit.contention.value).toBeCloseTo(1, 6);
    expect(fit.coherency.value).toBeCloseTo(0, 6);
    expect(fit.rSquared).toBeUndefined();
  });

  it('gives the same intervals for the same seed', () => {
    const measurements = sweep(law, { noise: 0.02, repetitions: 2 });
    expect(fitted(measurements, 7)).toEqual(fitted(measurements, 7));
    expect(fitted(measurements, 8).contention).not.toEqual(fitted(measurements, 7).contention);
  });

  it('is not moved by the order of the measurements', () => {
    const measurements = sweep(law, { noise: 0.02, repetitions: 2 });
    expect(fitted(measurements.toReversed()).contention.value).toBeCloseTo(fitted(measurements).contention.value, 12);
  });

  it.each([
    [{ m: 2, throughput: Number.NaN }, 'Expected the value at m = 2 to be a finite number of 0 or more, got NaN'],
    [{ m: 2, throughput: -1 }, 'Expected the value at m = 2 to be a finite number of 0 or more, got -1'],
    [{ m: 0.5, throughput: 1 }, 'Expected `m` to be 1 or more, got 0.5'],
  ])('refuses %j', (measurement, message) => {
    expect(() => fitUsl([...sweep(law), measurement], { seed: 1 })).toThrow(new TypeError(message));
  });
});

describe('the intervals of fitUsl', () => {
  it.each([
    [law, 0.01, 3],
    [{ ...law, contention: 0.3, coherency: 0 }, 0.02, 3],
    [{ unitThroughput: 100, contention: 0, coherency: 0, slots: 8 }, 0.02, 3],
    [{ unitThroughput: 100, contention: 0.05, coherency: 0.002, slots: 12 }, 0.02, 3],
  ])(
    'hold all known values of %j at once in 18 of 20 trials, noise %d, %d repetitions',
    { timeout: 120_000 },
    (truth, noise, repetitions) => {
      const trials = Array.from({ length: TRIALS }, (_, seed) =>
        fitUsl(sweep(truth, { noise, repetitions, seed }), { seed, resamples: 300 }),
      );
      const held = trials.filter(
        (fit) =>
          fit.ok &&
          holds(fit.unitThroughput, truth.unitThroughput) &&
          holds(fit.contention, truth.contention) &&
          holds(fit.coherency, truth.coherency) &&
          holds(fit.peakConcurrency, peakConcurrency(truth)) &&
          (truth.slots === Infinity ? fit.slots === undefined : holds(fit.slots, truth.slots)),
      );
      expect(held.length).toBeGreaterThanOrEqual(18);
    },
  );
});
